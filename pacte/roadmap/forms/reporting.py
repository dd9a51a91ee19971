"""Shapes coming in for forms of others: what they ask, and what one action says in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.roadmap.forms.parts import PartForm, long_text, web_address
from pacte.roadmap.operations.reporting import Typed
from pacte.roadmap.queries.reporting import FIXED, LEFT_TO_WRITE, SOURCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pacte.roadmap.queries.reporting import Filled, Value

LONGEST = 20_000
MOST_SIGNS = 100_000


class ReportingFormForm(PartForm):
    name = forms.CharField(
        label=gettext_lazy("Comment s’appelle ce formulaire ?"),
        max_length=200,
        help_text=gettext_lazy("Par exemple : tableau de bord national du réseau pour l’emploi."),
    )
    recipient = forms.CharField(
        label=gettext_lazy("À qui rend-on compte ?"), required=False, max_length=200
    )
    address = web_address(gettext_lazy("Adresse où on le remplit"))
    guidance = long_text(gettext_lazy("À savoir avant de le remplir"))


def sources_offered(left: Collection[str] = ()) -> list[tuple[Any, Any]]:
    """What may fill a field; of the columns, those that are not left out."""
    columns = [(key, label) for key, label in SOURCES.items() if key not in left]
    return [
        (LEFT_TO_WRITE, gettext_lazy("À écrire pour chaque action")),
        (FIXED, gettext_lazy("Toujours le même texte")),
        (gettext_lazy("Ce que dit l’action"), columns),
    ]


class ReportingFieldForm(PartForm):
    label = forms.CharField(
        label=gettext_lazy("Comment s’appelle ce champ, là-bas ?"), max_length=300
    )
    help = long_text(gettext_lazy("Sa consigne"))
    most = forms.IntegerField(
        label=gettext_lazy("Combien de signes au plus ?"),
        required=False,
        min_value=1,
        max_value=MOST_SIGNS,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui le remplit ?"),
        required=False,
        choices=sources_offered(),
    )
    fixed_text = forms.CharField(
        label=gettext_lazy("Ce texte"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def leave_out(self, columns: Collection[str]) -> None:
        """Offer none of these columns, but the one that fills the field already."""
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 — declared above
        left = {*columns} - {self.initial.get("source")}
        source.choices = sources_offered(left)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.cleaned_data.get("source") == FIXED and not self.cleaned_data.get("fixed_text"):
            self.add_error("fixed_text", _("Écrivez le texte qui remplit toujours ce champ."))
        return cleaned


class FillForm(forms.Form):
    """One text for each field, as it may be copied, with what it was when the page was opened."""

    reported_on = day_field(gettext_lazy("Rapportée le"), required=True)

    def __init__(self, seen: Filled, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.seen = seen
        self.initial["reported_on"] = timezone.localdate()
        for value in seen.values:
            key = value.field.pk
            rows = min(max(1, value.count // 70 + 1, value.text.count("\n") + 1), 12)
            attrs = {"rows": rows, "data-pacte-count": f"compte-{key}"}
            if value.field.most:
                attrs["data-most"] = value.field.most
            self.fields[f"text-{key}"] = forms.CharField(
                label=value.field.label,
                required=False,
                strip=False,
                max_length=LONGEST,
                initial=value.text,
                widget=forms.Textarea(attrs=attrs),
            )
            self.fields[f"read-{key}"] = forms.CharField(
                required=False, strip=False, initial=value.text, widget=forms.HiddenInput
            )

    def rows(self) -> Iterator[tuple[Value, forms.BoundField, forms.BoundField]]:
        for value in self.seen.values:
            key = value.field.pk
            yield value, self[f"text-{key}"], self[f"read-{key}"]

    def clean_reported_on(self) -> dt.date | None:
        found: dt.date | None = self.cleaned_data["reported_on"]
        if found and found > timezone.localdate():
            raise forms.ValidationError(_("Ce jour est à venir."))
        return found

    def typed(self) -> dict[int, Typed]:
        """What was typed in each field; the button « celui du plan » puts the plan's back."""
        found = {}
        for value in self.seen.values:
            key = value.field.pk
            if f"read-{key}" not in self.data:  # a field that the form did not have then
                continue
            text = str(self.cleaned_data[f"text-{key}"])
            if self.data.get("plan") == str(key):
                text = value.told.text
            found[key] = Typed(str(self.cleaned_data[f"read-{key}"]), text)
        return found

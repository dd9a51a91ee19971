"""Shapes coming in for achievements: what one looks for, to whom a success is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from pacte.roadmap.forms.filters import LARGEST_KEY
from pacte.roadmap.queries.achievements import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

MOST_NAMED = 40


class WantedForm(forms.Form):
    """The address of the page; a wrong part is left aside."""

    organisme = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    unite = forms.CharField(required=False, max_length=80)
    annee = forms.IntegerField(required=False, min_value=1, max_value=9999)
    publiable = forms.BooleanField(required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            organisation=given.get("organisme"),
            unit=given.get("unite", ""),
            year=given.get("annee"),
            is_publishable=given.get("publiable", False),
        )


class CreditForm(forms.Form):
    """Boxes for those whom the action names or who are credited, lines for any other."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)
    named = forms.MultipleChoiceField(
        label=gettext_lazy("Ces organismes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=gettext_lazy("D’autres organismes, un par ligne"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Un nom que l’annuaire ne connaît pas est gardé tel quel."),
    )

    def __init__(
        self,
        proposed: Sequence[str],
        credited: Sequence[str],
        sent: QueryDict | Mapping[str, object] | None = None,
    ) -> None:
        initial = {"read": "\n".join(credited), "named": list(credited)}
        super().__init__(sent, initial=initial)
        field = self.fields["named"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 — declared above
        known = list(dict.fromkeys([*credited, *proposed]))[:MOST_NAMED]
        field.choices = [(name, name) for name in known]
        if not known:
            del self.fields["named"]

    def seen(self) -> list[str]:
        """Those who were credited when the form was opened."""
        return [name for name in self.cleaned_data["read"].splitlines() if name]

    def names(self) -> list[str]:
        lines = self.cleaned_data["others"].splitlines()
        return [*self.cleaned_data.get("named", ()), *(line.strip() for line in lines)]

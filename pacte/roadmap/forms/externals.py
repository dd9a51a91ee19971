"""Shapes coming in for the initiatives of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.roadmap.enums import Bond, ExternalKind
from pacte.roadmap.forms.parts import PartForm, long_text, web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.queries.externals import Met


class ExternalForm(PartForm):
    name = forms.CharField(label=gettext_lazy("Comment s’appelle-t-elle ?"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce que c’est ?"),
        choices=ExternalKind.choices,
        initial=ExternalKind.PROJECT,
    )
    run_by = forms.CharField(
        label=gettext_lazy("Qui la porte ?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Par exemple : la Région, l’agence de santé, un syndicat mixte."),
    )
    purpose = long_text(gettext_lazy("Ce qu’elle fait, en deux lignes"))
    address = web_address(gettext_lazy("Adresse de sa page"))
    starts_on = day_field(gettext_lazy("Depuis le"))
    ends_on = day_field(gettext_lazy("Jusqu’au"))

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("La fin tombe avant le début : écrivez-les dans l’ordre."))
        return cleaned


class BondsForm(forms.Form):
    """One choice for each action tied to it."""

    def __init__(self, met: Sequence[Met], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        for one in met:
            self.fields[f"lien-{one.attachment.pk}"] = forms.ChoiceField(
                label=str(one.action),
                required=False,
                choices=[("", _("Pas précisé")), *Bond.choices],
                initial=one.attachment.bond,
            )

    def bonds(self) -> dict[int, str]:
        return {int(name.removeprefix("lien-")): value for name, value in self.cleaned_data.items()}

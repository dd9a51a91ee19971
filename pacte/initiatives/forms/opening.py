"""Shapes coming in: an initiative to open, its territory, who leads it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field

PERIMETER_NAME = forms.CharField(
    label=gettext_lazy("Nom du périmètre"),
    max_length=200,
    required=False,
    help_text=gettext_lazy("S’il tient plusieurs territoires ; sinon celui de la démarche."),
)
LEAD_EMAIL = gettext_lazy("Adresse électronique de la personne qui mènera la démarche")


class LeadForm(forms.Form):
    email = forms.EmailField(label=LEAD_EMAIL)


class InitiativeForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nom de la démarche"),
        max_length=200,
        help_text=gettext_lazy("Par exemple : Pacte pour l’emploi du Grand Confluent."),
    )
    perimeter_name = PERIMETER_NAME
    lead_email = forms.EmailField(
        label=LEAD_EMAIL,
        help_text=gettext_lazy("La vôtre, ou celle d’une personne que vous invitez ainsi."),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise ValidationError(_("Écrivez un nom avec des lettres ou des chiffres."))
        return name


class TerritoryForm(forms.Form):
    perimeter_name = PERIMETER_NAME
    on = day_field(
        gettext_lazy("À partir du"),
        gettext_lazy("Avant ce jour, le périmètre reste ce qu’il était."),
        required=True,
    )

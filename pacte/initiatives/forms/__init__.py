"""Shapes coming in, by noun."""

from pacte.initiatives.forms.absences import AbsenceForm
from pacte.initiatives.forms.opening import InitiativeForm, LeadForm, TerritoryForm
from pacte.initiatives.forms.people import (
    AcceptForm,
    CodeForm,
    InvitationForm,
    MembershipForm,
    UntilForm,
)
from pacte.initiatives.forms.settings import LogoForm, SettingsForm, WordTemplateForm

__all__ = [
    "AbsenceForm",
    "AcceptForm",
    "CodeForm",
    "InitiativeForm",
    "InvitationForm",
    "LeadForm",
    "LogoForm",
    "MembershipForm",
    "SettingsForm",
    "TerritoryForm",
    "UntilForm",
    "WordTemplateForm",
]

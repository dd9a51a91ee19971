"""Shapes coming in: whom one invites, the role and dates of a member, who joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.accounts.models import User
from pacte.core.days import day_field
from pacte.initiatives.enums import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.utils.functional import _StrPromise

    from pacte.initiatives.models import Invitation

MEANING: dict[str, _StrPromise] = {
    Role.LEAD: gettext_lazy("tient le plan : écrit, partage, invite, voit tout."),
    Role.ELECTED: gettext_lazy("lit le plan partagé et la vue d’ensemble."),
    Role.COMMITTEE: gettext_lazy("lit le plan partagé ; dit où en sont les actions qu’elle mène."),
    Role.OBSERVER: gettext_lazy("lit le plan partagé, et c’est tout."),
    Role.ADMINISTRATOR: gettext_lazy("règle les accès et les réglages ; ne lit aucun brouillon."),
    Role.CONSULTANT: gettext_lazy(
        "lit et écrit comme l’équipe, pour un temps ; ne touche ni aux accès ni aux réglages."
    ),
}


class RoleForm(forms.Form):
    """A role among those one may give."""

    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"), choices=Role.choices, widget=forms.RadioSelect
    )

    def __init__(self, roles: Collection[str], *args: object, **kwargs: object) -> None:
        """Offer these roles only."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 — declared above
        role.choices = [
            (value, f"{label} – {MEANING[value]}")
            for value, label in Role.choices
            if value in roles
        ]
        if Role.LEAD not in roles:
            role.help_text = role.error_messages["invalid_choice"] = _(
                "Pour inviter une chargée ou un chargé de mission, ou une consultante ou un "
                "consultant, adressez-vous à l’équipe projet : elle seule choisit qui la rejoint."
            )


class CodeForm(forms.Form):
    """The code of a letter, as one types it."""

    code = forms.CharField(
        label=gettext_lazy("Le code de votre lettre"),
        max_length=60,
        help_text=gettext_lazy("Douze lettres et chiffres. Minuscules et espaces conviennent."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class InvitationForm(RoleForm):
    email = forms.EmailField(label=gettext_lazy("Adresse électronique"))
    name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=150, required=False)
    from_on = day_field(
        gettext_lazy("À partir du"), gettext_lazy("Vide : dès que la personne accepte.")
    )
    to_on = day_field(
        gettext_lazy("Jusqu’au"),
        gettext_lazy("Vide : sans fin. Pour une consultante ou un consultant : un an au plus."),
    )
    field_order = ("email", "name", "role", "from_on", "to_on")


class MembershipForm(RoleForm):
    title = forms.CharField(label=gettext_lazy("Fonction"), max_length=150, required=False)
    from_on = day_field(
        gettext_lazy("À partir du"),
        gettext_lazy("Un autre rôle commence ce jour-là, aujourd’hui au plus tôt."),
    )
    to_on = day_field(
        gettext_lazy("Jusqu’au"),
        gettext_lazy("Ce jour compris. Vide : sans fin."),
    )

    def __init__(self, roles: Collection[str], *args: object, **kwargs: object) -> None:
        super().__init__(roles, *args, **kwargs)
        self.fields["from_on"].required = True


class UntilForm(forms.Form):
    to_on = forms.DateField(required=False)


class AcceptForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Votre prénom et votre nom"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Choisissez un mot de passe"),
        widget=forms.PasswordInput,
        min_length=12,
        help_text=gettext_lazy("Douze caractères ou plus ; une phrase courte convient."),
    )

    def __init__(self, invitation: Invitation, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.email = invitation.email

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if password := cleaned.get("password"):
            person = User(email=self.email, name=str(cleaned.get("name", "")))
            try:
                validate_password(str(password), person)
            except ValidationError as refused:
                self.add_error("password", refused)
        return cleaned

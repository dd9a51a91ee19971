"""Shapes coming in: a person of a shared mailbox, one's own account, and allauth's in our words."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Votre prénom et votre nom"), max_length=150)
    job_title = forms.CharField(
        label=_("Votre fonction"),
        max_length=150,
        required=False,
        help_text=_("Par exemple : accueil de la mairie."),
    )


class AccountForm(forms.Form):
    name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=150,
        help_text=_("Il signe ce que vous faites, et les invitations."),
    )
    phone = forms.CharField(
        label=_("Téléphone professionnel"),
        max_length=40,
        required=False,
        help_text=_(
            "Si vous menez une démarche, il figure sur ses lettres d’invitation et se montre à qui "
            "n’arrive pas à y entrer. Vide : il n’est montré nulle part."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Langue"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


class MailboxForm(forms.Form):
    is_shared = forms.BooleanField(
        label=_("Plusieurs personnes lisent cette adresse"), required=False
    )


class InOurWords(forms.Form):
    """A field says once what it asks for: no placeholder that repeats its label, and our labels.

    What else there is to know of a password, or of one forgotten, stands on the page.
    """

    labels = {
        "login": _("Adresse électronique"),
        "email": _("Adresse électronique"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = ""


class LoginForm(InOurWords, allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    pass


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):  # type: ignore[misc]  # idem
    pass


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):  # type: ignore[misc]  # idem
    pass


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):  # type: ignore[misc]  # idem
    pass


class ResetPasswordKeyForm(InOurWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # idem
    pass


class ReauthenticateForm(InOurWords, allauth.ReauthenticateForm):  # type: ignore[misc]  # idem
    pass


class RequestLoginCodeForm(InOurWords, allauth.RequestLoginCodeForm):  # type: ignore[misc]  # idem
    pass

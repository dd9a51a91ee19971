"""Shapes coming in: a person of a shared mailbox, one's own account, and allauth's in our words."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allauth.mfa.models import Authenticator


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
        "code": _("Code"),
        "name": _("Son nom"),
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


class OnceOnly(InOurWords):
    """A code serves once: a code that was read over a shoulder, or on the wire, is spent."""

    LONGER_THAN_A_CODE = 120  # seconds; allauth remembers it for 30, and takes it for 90

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]  # of the form that it stands before
        spent = f"second_factor.{self.user.pk}.{code}"  # type: ignore[attr-defined]  # idem
        if not cache.add(spent, "y", self.LONGER_THAN_A_CODE):
            raise get_adapter().validation_error("incorrect_code")
        return str(code)


class SecondFactorForm(OnceOnly, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class SecondFactorAgainForm(OnceOnly, mfa.ReauthenticateForm):  # type: ignore[misc]  # idem
    pass


class AppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # idem
    """The secret that is being set up is sealed in the session too, which the database keeps."""

    labels = {"code": _("Le code que montre l’application")}
    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        kept = SECRET_SESSION_KEY in session
        super().__init__(*args, **kwargs)
        if self.is_bound and kept:
            self.secret = get_adapter().decrypt(self.secret)
        else:
            session[SECRET_SESSION_KEY] = get_adapter().encrypt(self.secret)


@contextmanager
def what_a_browser_sends() -> Iterator[None]:
    """Refuse in words what no browser would send of a passkey, or sign so."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, struct.error, InvalidSignature):
        raise get_adapter().validation_error("incorrect_passkey") from None


class UsingAPasskey(forms.Form):
    def clean_credential(self) -> Authenticator:
        with what_a_browser_sends():
            return super().clean_credential()  # type: ignore[misc]  # of the form that it stands before


class PasskeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey is the two at once: what one has, and the finger or the code that unlocks it."""

    labels = {"name": _("Comment l’appeler")}
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any]:
        with what_a_browser_sends():
            return super().clean() or {}


class PasskeyNameForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # idem
    pass


class UsePasskeyForm(UsingAPasskey, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]  # idem
    pass


class UsePasskeyAgainForm(UsingAPasskey, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # idem
    pass


class EnterByPasskeyForm(UsingAPasskey, webauthn.LoginWebAuthnForm):  # type: ignore[misc]  # idem
    pass

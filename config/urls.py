"""Every address of the site; paths are French, names English."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from pacte.accounts import views as accounts
from pacte.core.health import health

# Which provider is a setting: elsewhere these two answer that nothing is there.
PROVIDER = [
    path("compte/<str:provider_id>/aller/", accounts.go_to_provider, name="openid_connect_login"),
    path(
        "compte/<str:provider_id>/retour/",
        accounts.back_from_provider,
        name="openid_connect_callback",
    ),
]
FACTOR = "compte/second-facteur/"
SECOND_FACTOR = [
    path(f"{FACTOR}", accounts.second_factor, name="mfa_index"),
    path(
        f"{FACTOR}cles/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"
    ),
    path(f"{FACTOR}passer/", mfa.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTOR}application/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTOR}application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTOR}codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{FACTOR}codes/changer/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(f"{FACTOR}cles/ajouter/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(f"{FACTOR}cles/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{FACTOR}cles/<int:pk>/retirer/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        f"{FACTOR}cles/confirmer/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "compte/connexion/cle/",
        login_not_required(passkeys.login_webauthn),
        name="mfa_login_webauthn",
    ),
]
handler403 = "pacte.ui.refusals.permission_denied"
urlpatterns = [
    path("sante/", health, name="health"),
    path("compte/connexion/", accounts.sign_in, name="account_login"),
    path("compte/deconnexion/", allauth.logout, name="account_logout"),
    path("compte/ferme/", allauth.account_inactive, name="account_inactive"),
    path("compte/inscription/", allauth.signup, name="account_signup"),
    path("compte/code/", allauth.request_login_code, name="account_request_login_code"),
    path("compte/code/saisir/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("compte/confirmer/", allauth.reauthenticate, name="account_reauthenticate"),
    path("compte/mot-de-passe/", allauth.password_change, name="account_change_password"),
    path("compte/mot-de-passe/choisir/", allauth.password_set, name="account_set_password"),
    path("compte/mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path(
        "compte/mot-de-passe/oublie/envoye/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^compte/mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "compte/mot-de-passe/nouveau/fait/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    *PROVIDER,
    *SECOND_FACTOR,
    path("compte/", include("pacte.accounts.urls")),
    path("", include("pacte.roadmap.urls")),
    path("", include("pacte.network.urls")),
    path("", include("pacte.initiatives.urls")),
    path("", include("pacte.portal.urls")),
]

"""Every address of the site; paths are French, names English."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from pacte.core.health import health

handler403 = "pacte.ui.refusals.permission_denied"
urlpatterns = [
    path("sante/", health, name="health"),
    path("compte/connexion/", allauth.login, name="account_login"),
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
    path("compte/", include("pacte.accounts.urls")),
    path("", include("pacte.roadmap.urls")),
    path("", include("pacte.network.urls")),
    path("", include("pacte.initiatives.urls")),
    path("", include("pacte.portal.urls")),
]

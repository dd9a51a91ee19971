"""Addresses of an initiative's people and settings."""

from django.urls import path

from pacte.initiatives import views

app_name = "initiatives"
urlpatterns = [
    path("code/", views.enter_code, name="enter_code"),
    path("invitation/<str:secret>/", views.accept_invitation, name="accept_invitation"),
    path("d/<slug:initiative>/equipe/", views.members, name="members"),
    path("d/<slug:initiative>/equipe/inviter/", views.invite, name="invite"),
    path(
        "d/<slug:initiative>/equipe/invitations/<int:invitation>/renouveler/",
        views.renew_invitation,
        name="renew_invitation",
    ),
    path(
        "d/<slug:initiative>/equipe/invitations/<int:invitation>/retirer/",
        views.revoke_invitation,
        name="revoke_invitation",
    ),
    path(
        "d/<slug:initiative>/equipe/<int:membership>/",
        views.edit_membership,
        name="edit_membership",
    ),
    path(
        "d/<slug:initiative>/equipe/<int:membership>/reprendre/",
        views.restore_membership,
        name="restore_membership",
    ),
    path(
        "d/<slug:initiative>/equipe/<int:membership>/fin/",
        views.end_membership,
        name="end_membership",
    ),
    path("d/<slug:initiative>/absence/", views.absence, name="absence"),
    path(
        "d/<slug:initiative>/absence/<int:delegation>/fin/", views.end_absence, name="end_absence"
    ),
    path("d/<slug:initiative>/reglages/", views.edit_settings, name="edit_settings"),
    path("d/<slug:initiative>/reglages/logos/", views.add_logo, name="add_logo"),
    path("d/<slug:initiative>/reglages/logos/<int:logo>/", views.show_logo, name="show_logo"),
    path(
        "d/<slug:initiative>/reglages/logos/<int:logo>/retirer/",
        views.remove_logo,
        name="remove_logo",
    ),
    path(
        "d/<slug:initiative>/reglages/modele-word/",
        views.set_word_template,
        name="set_word_template",
    ),
]

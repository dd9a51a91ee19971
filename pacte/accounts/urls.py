"""Addresses of the account: ours, and allauth's views at French paths."""

from django.urls import path

from pacte.accounts import views

app_name = "accounts"
urlpatterns = [
    path("moi/", views.my_account, name="my_account"),
    path("moi/boite-partagee/", views.share_mailbox, name="share_mailbox"),
    path("moi/sessions/", views.sessions, name="sessions"),
    path("moi/sessions/fermer/", views.close_other_sessions, name="close_other_sessions"),
    path("moi/sessions/<int:session>/fermer/", views.close_session, name="close_session"),
    path("qui-etes-vous/", views.who_are_you, name="who_are_you"),
    path("qui-etes-vous/<int:person>/", views.i_am, name="i_am"),
    path("qui-etes-vous/<int:person>/retirer/", views.remove_person, name="remove_person"),
    path("langue/", views.choose_language, name="choose_language"),
    path("lien/<str:secret>/", views.sign_in_by_link, name="sign_in_by_link"),
]

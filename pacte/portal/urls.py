"""Addresses of the portal."""

from django.urls import path

from pacte.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("demonstration/", views.demo, name="demo"),
    path("demonstration/exemples/<str:name>", views.demo_sample, name="demo_sample"),
    path("demarches/nouvelle/", views.create_initiative, name="create_initiative"),
    path("installation/", views.administration, name="administration"),
    path("installation/sauvegarde/", views.make_backup, name="make_backup"),
    path("installation/travaux/", views.jobs, name="jobs"),
    path("installation/travaux/<str:job>/relancer/", views.retry_job, name="retry_job"),
    path("installation/travaux/<str:job>/abandonner/", views.abandon_job, name="abandon_job"),
    path("installation/<slug:initiative>/inviter/", views.invite_lead, name="invite_lead"),
    path("d/<slug:initiative>/", views.initiative_home, name="initiative_home"),
    path("d/<slug:initiative>/vu/", views.mark_seen, name="mark_seen"),
    path("d/<slug:initiative>/premiers-pas/", views.first_steps, name="first_steps"),
    path(
        "d/<slug:initiative>/premiers-pas/exemple/",
        views.add_sample,
        name="add_sample",
    ),
    path(
        "d/<slug:initiative>/premiers-pas/exemple/retirer/",
        views.remove_sample,
        name="remove_sample",
    ),
    path("d/<slug:initiative>/recherche/", views.search, name="search"),
    path("d/<slug:initiative>/territoire/", views.territory, name="territory"),
    path("d/<slug:initiative>/territoire/changer/", views.edit_territory, name="edit_territory"),
    path("d/<slug:initiative>/couleur.css", views.theme, name="theme"),
    path(
        "d/<slug:initiative>/partenaires/<slug:organisation>/",
        views.organisation,
        name="organisation",
    ),
    path("d/<slug:initiative>/passation/", views.hand_over_all, name="hand_over_all"),
    path(
        "d/<slug:initiative>/passation/service/<int:unit>/",
        views.hand_over_unit,
        name="hand_over_unit",
    ),
    path("d/<slug:initiative>/arrivee.pdf", views.arrival_file, name="arrival_file"),
    path(
        "d/<slug:initiative>/partenaires/<slug:organisation>/fiche.<str:ending>",
        views.organisation_sheet,
        name="organisation_sheet",
    ),
    path("d/<slug:initiative>/courriels/", views.outbox, name="outbox"),
    path("d/<slug:initiative>/courriels/lettres/", views.print_letters, name="print_letters"),
    path("d/<slug:initiative>/courriels/<int:letter>/", views.settle_letter, name="settle_letter"),
    path(
        "d/<slug:initiative>/courriels/<str:kind>/relire/",
        views.preview_letters,
        name="preview_letters",
    ),
    path("d/<slug:initiative>/automatismes/", views.choose_automations, name="choose_automations"),
    path("courriels/arreter/<str:token>/", views.leave_letters, name="leave_letters"),
    path("aide/", views.guide_page, name="guide"),
    path("aide/<slug:page>/", views.guide_page, name="guide_page"),
    path("d/<slug:initiative>/aide/", views.initiative_guide, name="initiative_guide"),
    path(
        "d/<slug:initiative>/aide/<slug:page>/",
        views.initiative_guide,
        name="initiative_guide_page",
    ),
    path("galerie/", views.gallery, name="gallery"),
    path("mentions-legales/", views.legal, name="legal"),
    path("vos-donnees/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
]

"""Addresses of the network."""

from django.urls import path

from pacte.network import views

app_name = "network"
NETWORK = "d/<slug:initiative>/partenaires/"
urlpatterns = [
    path(NETWORK, views.organisations, name="organisations"),
    path(f"{NETWORK}retires/", views.deleted, name="deleted"),
    path(f"{NETWORK}retires/<slug:sort>/<int:pk>/retablir/", views.restore, name="restore"),
    path(f"{NETWORK}ajouter/", views.add_organisation, name="add_organisation"),
    path(f"{NETWORK}listes/", views.start_sheet, name="start_sheet"),
    path(f"{NETWORK}listes/modele/", views.sheet_to_fill, name="sheet_to_fill"),
    path(f"{NETWORK}listes/<int:sheet>/", views.sheet, name="sheet"),
    path(f"{NETWORK}listes/<int:sheet>/reprendre/", views.apply_sheet, name="apply_sheet"),
    path(f"{NETWORK}listes/<int:sheet>/a-corriger/", views.rejected_lines, name="rejected_lines"),
    path(f"{NETWORK}personnes/", views.contacts, name="contacts"),
    path(f"{NETWORK}personnes/ajouter/", views.save_contact, name="add_contact"),
    path(f"{NETWORK}personnes/<int:contact>/", views.save_contact, name="edit_contact"),
    path(f"{NETWORK}personnes/<int:contact>/retirer/", views.delete_contact, name="delete_contact"),
    path(f"{NETWORK}personnes/<int:contact>/fonctions/", views.save_function, name="add_function"),
    path(
        f"{NETWORK}personnes/<int:contact>/fonctions/<int:function>/",
        views.save_function,
        name="edit_function",
    ),
    path(
        f"{NETWORK}personnes/<int:contact>/mandats/",
        views.save_mandate,
        name="add_mandate",
    ),
    path(
        f"{NETWORK}personnes/<int:contact>/mandats/<int:mandate>/",
        views.save_mandate,
        name="edit_mandate",
    ),
    path(
        f"{NETWORK}personnes/<int:contact>/mandats/<int:mandate>/effacer/",
        views.delete_mandate,
        name="delete_mandate",
    ),
    path(f"{NETWORK}mandats/", views.mandates, name="mandates"),
    path(f"{NETWORK}communes/", views.referents, name="referents"),
    path(f"{NETWORK}communes/relancer/", views.ask_communes, name="ask_communes"),
    path(f"{NETWORK}communes/carnet.<str:ending>", views.booklet, name="booklet"),
    path(f"{NETWORK}communes/personne/<int:referent>/", views.edit_referent, name="edit_referent"),
    path(f"{NETWORK}communes/c/<slug:commune>/", views.name_referent, name="name_referent"),
    path(f"{NETWORK}sigles/", views.acronyms, name="acronyms"),
    path(f"{NETWORK}sigles/ajouter/", views.save_acronym, name="save_acronym"),
    path(f"{NETWORK}sigles/<int:acronym>/", views.save_acronym, name="edit_acronym"),
    path(f"{NETWORK}sigles/<int:acronym>/retirer/", views.delete_acronym, name="delete_acronym"),
    path(f"{NETWORK}groupes/ajouter/", views.save_group, name="add_group"),
    path(f"{NETWORK}groupes/<int:group>/", views.save_group, name="edit_group"),
    path(f"{NETWORK}groupes/<int:group>/retirer/", views.delete_group, name="delete_group"),
    path(
        f"{NETWORK}<slug:organisation>/modifier/",
        views.edit_organisation,
        name="edit_organisation",
    ),
    path(f"{NETWORK}<slug:organisation>/noms/", views.save_name, name="add_name"),
    path(f"{NETWORK}<slug:organisation>/noms/<int:former>/", views.save_name, name="edit_name"),
    path(
        f"{NETWORK}<slug:organisation>/noms/<int:former>/effacer/",
        views.delete_name,
        name="delete_name",
    ),
    path(
        f"{NETWORK}<slug:organisation>/reunir/",
        views.merge_organisations,
        name="merge_organisations",
    ),
    path(f"{NETWORK}<slug:organisation>/services/", views.save_unit, name="add_unit"),
    path(f"{NETWORK}<slug:organisation>/services/<int:unit>/", views.save_unit, name="edit_unit"),
    path(
        f"{NETWORK}<slug:organisation>/services/<int:unit>/devient/",
        views.end_unit,
        name="end_unit",
    ),
    path(
        f"{NETWORK}<slug:organisation>/services/<int:unit>/retirer/",
        views.delete_unit,
        name="delete_unit",
    ),
    path(
        f"{NETWORK}<slug:organisation>/retirer/",
        views.end_participation,
        name="end_participation",
    ),
]

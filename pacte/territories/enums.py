"""Closed lists of territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Jurisdiction(models.TextChoices):
    FRANCE = "FR", _("France")
    QUEBEC = "QC", _("Québec")


class TerritoryKind(models.TextChoices):
    """What a territory is. Both countries live in one graph, each with its own kinds."""

    COUNTRY = "COUNTRY", _("Pays")
    REGION = "REGION", _("Région")
    COLLECTIVITY = "COLLECTIVITY", _("Collectivité d’outre-mer")
    DEPARTEMENT = "DEPARTEMENT", _("Département")
    ARRONDISSEMENT = "ARRONDISSEMENT", _("Arrondissement")
    EPCI = "EPCI", _("Intercommunalité")
    EMPLOYMENT_ZONE = "EMPLOYMENT_ZONE", _("Zone d’emploi")
    COMMUNE = "COMMUNE", _("Commune")
    PROVINCE = "PROVINCE", _("Province")
    ADMINISTRATIVE_REGION = "ADMINISTRATIVE_REGION", _("Région administrative")
    MRC = "MRC", _("MRC")
    EQUIVALENT = "EQUIVALENT", _("Territoire équivalent à une MRC")
    MUNICIPALITY = "MUNICIPALITY", _("Municipalité")
    PERIMETER = "PERIMETER", _("Périmètre dessiné")


# The finest territories: figures are added up from these, each counted once.
FINEST = (TerritoryKind.COMMUNE, TerritoryKind.MUNICIPALITY)

# A commune has one of these at a time, so entering one means leaving the other. MRC and
# equivalent territories share one tiling of Québec.
TILINGS: tuple[frozenset[TerritoryKind], ...] = (
    frozenset({TerritoryKind.EPCI}),
    frozenset({TerritoryKind.ARRONDISSEMENT}),
    frozenset({TerritoryKind.COLLECTIVITY}),
    frozenset({TerritoryKind.EMPLOYMENT_ZONE}),
    frozenset({TerritoryKind.MRC, TerritoryKind.EQUIVALENT}),
)


def tiling_of(kind: str) -> frozenset[TerritoryKind] | None:
    """Return the kinds that exclude one another with this one, or nothing where they overlap."""
    return next((tiling for tiling in TILINGS if kind in tiling), None)


def finest_kind(jurisdiction: str) -> TerritoryKind:
    if jurisdiction == Jurisdiction.QUEBEC:
        return TerritoryKind.MUNICIPALITY
    return TerritoryKind.COMMUNE


class LineProblem(models.TextChoices):
    """Why a line of an imported list of communes was not taken."""

    NO_NAME = "NO_NAME", _("ni code ni nom")
    UNKNOWN_CODE = "UNKNOWN_CODE", _("code inconnu, et pas de nom pour créer la commune")
    UNKNOWN_NAME = "UNKNOWN_NAME", _("nom inconnu, et pas de code pour créer la commune")
    SEVERAL = "SEVERAL", _("plusieurs communes portent ce nom : indiquez le code")
    BAD_CODE = "BAD_CODE", _("code mal formé")
    BAD_POPULATION = "BAD_POPULATION", _("population illisible")
    REPEATED = "REPEATED", _("déjà donnée plus haut")
    OTHER_NAME = "OTHER_NAME", _("ce code est celui d’une autre commune")


class ListedProblem(models.TextChoices):
    """Why a line of a pasted list names no single territory."""

    NOT_FOUND = "NOT_FOUND", _("aucun territoire de ce nom ou de ce code")
    SEVERAL = "SEVERAL", _("plusieurs territoires portent ce nom : choisissez")


class ListProblem(models.TextChoices):
    """Why a file is not a list of communes."""

    EMPTY = "EMPTY", _("le fichier est vide")
    NOT_TEXT = "NOT_TEXT", _("ce n’est pas un fichier CSV : enregistrez la feuille en CSV")
    NO_HEADING = (
        "NO_HEADING",
        _("une ligne de titres doit nommer au moins une colonne « code » ou « nom »"),
    )


# How the history calls what happens, and what of it is worth a reader's time.
EVENTS = {
    "territories.perimeter.made": _("Périmètre dessiné"),
    "territories.perimeter.changed": _("Périmètre changé"),
    "territories.perimeter.renamed": _("Périmètre renommé"),
    "territories.communes.imported": _("Liste de communes importée"),
    "territories.reference.loaded": _("Territoires officiels chargés"),
}
EVENT_FIELDS = {
    "territories.perimeter.name": _("Nom"),
    "territories.perimeter.parts": _("Ce qu’il réunit"),
    "territories.perimeter.on": _("À partir du"),
    "territories.communes.communes": _("Communes"),
}

"""Closed lists of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sector(models.TextChoices):
    EMPLOYMENT = "EMPLOYMENT", _("Emploi et insertion")
    EDUCATION = "EDUCATION", _("Formation et enseignement")
    HEALTH_SOCIAL = "HEALTH_SOCIAL", _("Santé et social")
    ECONOMIC = "ECONOMIC", _("Développement économique")
    LOCAL_GOVERNMENT = "LOCAL_GOVERNMENT", _("Collectivité")
    STATE = "STATE", _("État")
    COMMUNITY = "COMMUNITY", _("Association")
    RESEARCH = "RESEARCH", _("Recherche")
    EMPLOYER = "EMPLOYER", _("Employeur")
    OTHER = "OTHER", _("Autre")


class SheetState(models.TextChoices):
    READING = "READING", _("Lecture en cours")
    REFUSED = "REFUSED", _("Illisible")
    TO_REVIEW = "TO_REVIEW", _("À vérifier")
    APPLYING = "APPLYING", _("Enregistrement en cours")
    APPLIED = "APPLIED", _("Enregistrée")


class LineProblem(models.TextChoices):
    """Why a line of a sheet does not go in: what its last column says when it comes back."""

    NOBODY = "NOBODY", _("Ni organisme ni personne : écrivez au moins un nom")
    SIRET = "SIRET", _("Un SIRET a quatorze chiffres")
    NEQ = "NEQ", _("Un NEQ a dix chiffres")
    EMAIL = "EMAIL", _("L’adresse électronique est mal écrite")
    WEBSITE = "WEBSITE", _("L’adresse du site est mal écrite")
    SECTOR = "SECTOR", _("Ce domaine n’est pas dans la liste")
    TOO_LONG = "TOO_LONG", _("Un texte est trop long : 250 lettres au plus")
    TWO_NAMES = "TWO_NAMES", _("Une autre ligne donne ce numéro à un organisme d’un autre nom")


class ReferentKind(models.TextChoices):
    ELECTED = "ELECTED", _("élue ou élu")
    TECHNICAL = "TECHNICAL", _("agent")


class ReferentState(models.TextChoices):
    TO_NAME = "TO_NAME", _("À désigner")
    NAMED = "NAMED", pgettext_lazy("referent", "Désignée")
    WELCOMED = "WELCOMED", pgettext_lazy("referent", "Accueillie")
    ACTIVE = "ACTIVE", pgettext_lazy("referent", "Active")
    REPLACED = "REPLACED", pgettext_lazy("referent", "Suppléée")
    ENDED = "ENDED", pgettext_lazy("referent", "Terminée")


_R = ReferentState
# From each state, those that may follow; a mistake is taken back one step.
REFERENT_MOVES: dict[ReferentState, frozenset[ReferentState]] = {
    _R.TO_NAME: frozenset({_R.NAMED}),
    _R.NAMED: frozenset({_R.WELCOMED, _R.ACTIVE, _R.ENDED}),
    _R.WELCOMED: frozenset({_R.NAMED, _R.ACTIVE, _R.REPLACED, _R.ENDED}),
    _R.ACTIVE: frozenset({_R.WELCOMED, _R.REPLACED, _R.ENDED}),
    _R.REPLACED: frozenset({_R.ACTIVE, _R.ENDED}),
    _R.ENDED: frozenset(),
}


# How the history calls what happens, and what of it is worth a reader's time.
EVENTS = {
    "network.organisation.added": _("Fait partie du réseau"),
    "network.organisation.edited": _("Identité changée"),
    "network.organisation.named": _("Ancien nom noté"),
    "network.organisation.unnamed": _("Ancien nom effacé"),
    "network.organisation.merged": _("Réuni avec un autre organisme"),
    "network.organisation.left": _("Ne fait plus partie du réseau"),
    "network.organisation.returned": _("Fait de nouveau partie du réseau"),
    "network.sheet.applied": _("Liste reprise"),
    "network.unit.added": _("Service ajouté"),
    "network.unit.edited": _("Service modifié"),
    "network.unit.ended": _("Service fusionné, scindé, déplacé ou fermé"),
    "network.unit.deleted": _("Service retiré"),
    "network.unit.restored": _("Service rétabli"),
    "network.group.added": _("Groupe ajouté"),
    "network.group.saved": _("Groupe enregistré"),
    "network.group.deleted": _("Groupe retiré"),
    "network.group.restored": _("Groupe rétabli"),
    "network.contact.added": _("Personne ajoutée"),
    "network.contact.edited": _("Coordonnées enregistrées"),
    "network.contact.deleted": _("Personne retirée"),
    "network.contact.restored": _("Personne rétablie"),
    "network.function.added": _("Fonction ajoutée"),
    "network.function.edited": _("Fonction modifiée"),
    "network.mandate.saved": _("Mandat noté"),
    "network.mandate.deleted": _("Mandat effacé"),
    "network.referent.named": _("Personne de la commune désignée"),
    "network.referent.edited": _("Personne de la commune : ce qui change"),
    "network.referent.asked": _("Commune relancée"),
    "network.acronym.saved": _("Sens enregistré"),
    "network.acronym.deleted": _("Sigle retiré"),
    "network.acronym.restored": _("Sigle rétabli"),
}
EVENT_FIELDS = {
    "network.organisation.name": _("Nom"),
    "network.organisation.short_name": _("Sigle"),
    "network.organisation.sector": _("Domaine"),
    "network.organisation.siret": _("SIRET"),
    "network.organisation.neq": _("NEQ"),
    "network.organisation.website": _("Site"),
    "network.organisation.since_on": _("Depuis le"),
    "network.organisation.former_name": _("Ancien nom"),
    "network.organisation.from_on": _("Depuis le"),
    "network.organisation.to_on": _("Jusqu’au"),
    "network.organisation.merged": _("Organisme réuni"),
    "network.organisation.merged_siret": _("SIRET de l’organisme réuni"),
    "network.organisation.merged_neq": _("NEQ de l’organisme réuni"),
    "network.unit.unit": _("Service"),
    "network.unit.short_name": _("Sigle"),
    "network.unit.ended_on": _("À partir du"),
    "network.unit.successors": _("Repris par"),
    "network.group.name": _("Nom"),
    "network.group.short_name": _("Sigle"),
    "network.group.members": _("Organismes"),
    "network.contact.may_publish": _("Accepte d’être publiée"),
    "network.function.title": _("Fonction"),
    "network.function.where": _("Organisme"),
    "network.function.from_on": _("Depuis"),
    "network.function.to_on": _("Jusqu’au"),
    "network.mandate.title": _("Mandat"),
    "network.mandate.territory": _("Territoire"),
    "network.mandate.from_on": _("Depuis"),
    "network.mandate.to_on": _("Jusqu’au"),
    "network.referent.state": _("État"),
    "network.referent.kind": _("Sorte"),
    "network.referent.since_on": _("Depuis"),
    "network.referent.territory": _("Commune"),
    "network.acronym.text": _("Sigle"),
    "network.acronym.expansion": _("En toutes lettres"),
}
EVENT_WORDS = {
    "network.organisation.sector": dict(Sector.choices),
    "network.referent.state": dict(ReferentState.choices),
    "network.referent.kind": dict(ReferentKind.choices),
}

# What leads to an organisation, as a merger counts it before it moves it: see `registry`.
LINKS = {
    "network.organisation.merged_into": _("Organismes déjà réunis avec lui"),
    "network.organisationname.organisation": _("Anciens noms"),
    "network.participation.organisation": _("Démarches où il figure"),
    "network.unit.organisation": _("Services"),
    "network.group.organisations": _("Comités et groupes"),
    "network.contactfunction.organisation": _("Fonctions de personnes"),
    "network.acronym.organisation": _("Sigles"),
}

"""Closed lists of a démarche."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pacte.territories.enums import Jurisdiction

__all__ = [
    "ENDS_BY_ITSELF",
    "MANAGERS",
    "TEAM",
    "Currency",
    "Jurisdiction",
    "ListKind",
    "Paper",
    "Role",
]


class Role(models.TextChoices):
    LEAD = "LEAD", _("Chargée ou chargé de mission")
    ELECTED = "ELECTED", _("Élue ou élu")
    COMMITTEE = "COMMITTEE", _("Membre du comité")
    OBSERVER = "OBSERVER", _("Observatrice ou observateur")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administratrice ou administrateur")
    CONSULTANT = "CONSULTANT", _("Consultante ou consultant")


# Who writes the plan and its network, and reads what is kept to the team.
TEAM = (Role.LEAD, Role.CONSULTANT)
# Who gives roles and sets the initiative.
MANAGERS = (Role.LEAD, Role.ADMINISTRATOR)
# The role whose holder is there for a time.
ENDS_BY_ITSELF = Role.CONSULTANT


class Paper(models.TextChoices):
    A4 = "A4", _("A4 et A3")
    LETTER = "LETTER", _("Lettre et Tabloïd")


class Currency(models.TextChoices):
    EUR = "EUR", _("euro")
    CAD = "CAD", _("dollar canadien")


class ListKind(models.TextChoices):
    """The lists that a team keeps, in the order one thinks of them."""

    PUBLICS = "publics", _("Publics")
    THEMES = "themes", _("Thèmes")
    PILLARS = "pillars", _("Piliers")


# How the history calls what happens, and what of it is worth a reader's time.
EVENTS = {
    "initiatives.initiative.created": _("Démarche ouverte"),
    "initiatives.initiative.edited": _("Réglages changés"),
    "initiatives.initiative.placed": _("Territoire changé"),
    "initiatives.member.added": _("Une personne participe"),
    "initiatives.member.edited": _("Fonction ou dates changées"),
    "initiatives.member.left": _("Une personne ne participe plus"),
    "initiatives.member.restored": _("Une personne participe de nouveau"),
    "initiatives.delegation.made": _("Une personne s’absente, une autre la remplace"),
    "initiatives.delegation.ended": _("Fin d’un remplacement avant l’heure"),
    "initiatives.invitation.made": _("Invitation préparée"),
    "initiatives.invitation.renewed": _("Lien d’invitation refait"),
    "initiatives.invitation.accepted": _("Invitation acceptée"),
    "initiatives.invitation.revoked": _("Invitation retirée"),
    "initiatives.logo.added": _("Logo ajouté"),
    "initiatives.logo.removed": _("Logo retiré"),
    "initiatives.word_template.set": _("Modèle Word changé"),
    "initiatives.sample.added": _("Exemple ajouté"),
    "initiatives.sample.removed": _("Exemple retiré"),
    "initiatives.list.started": _("Listes proposées reprises"),
    "initiatives.listed.added": _("Ajout à une liste"),
    "initiatives.listed.edited": _("Entrée d’une liste changée"),
    "initiatives.listed.removed": _("Entrée d’une liste retirée"),
    "initiatives.listed.closed": _("Entrée d’une liste qui n’est plus proposée"),
    "initiatives.listed.reopened": _("Entrée d’une liste proposée de nouveau"),
    "core.job.retried": _("Travail relancé"),
    "core.job.abandoned": _("Travail abandonné"),
    "core.automation.chosen": _("Ce que Pacte fait de lui-même : réglé"),
}
EVENT_FIELDS = {
    "initiatives.initiative.name": _("Nom"),
    "initiatives.initiative.presentation": _("Présentation"),
    "initiatives.initiative.paper": _("Papier"),
    "initiatives.initiative.currency": _("Monnaie"),
    "initiatives.initiative.time_zone": _("Fuseau horaire"),
    "initiatives.initiative.colour": _("Couleur"),
    "initiatives.initiative.funders_notice": _("Mentions des financeurs"),
    "initiatives.initiative.modules_off": _("Rubriques fermées"),
    "initiatives.initiative.territory": _("Territoire"),
    "initiatives.member.who": _("Personne"),
    "initiatives.member.role": _("Rôle"),
    "initiatives.member.title": _("Fonction"),
    "initiatives.member.from_on": _("À partir du"),
    "initiatives.member.to_on": _("Jusqu’au"),
    "initiatives.delegation.who": _("Qui remplace qui"),
    "initiatives.delegation.from_on": _("À partir du"),
    "initiatives.delegation.to_on": _("Jusqu’au"),
    "initiatives.invitation.role": _("Rôle"),
    "initiatives.invitation.from_on": _("À partir du"),
    "initiatives.invitation.to_on": _("Jusqu’au"),
    "initiatives.logo.logo": _("Logo"),
    "initiatives.list.kind": _("Liste"),
    "initiatives.listed.name": _("Nom"),
    "initiatives.listed.words": _("Autres façons de le dire"),
    "initiatives.word_template.word_template": _("Modèle"),
}
EVENT_WORDS = {
    "initiatives.list.kind": dict(ListKind.choices),
    "initiatives.initiative.paper": dict(Paper.choices),
    "initiatives.initiative.currency": dict(Currency.choices),
    "initiatives.member.role": dict(Role.choices),
    "initiatives.invitation.role": dict(Role.choices),
}

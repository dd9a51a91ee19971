"""Closed lists of the roadmap, and which status may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(models.TextChoices):
    ACTION_PLAN = "ACTION_PLAN", _("Plan d’action")
    PACT = "PACT", _("Pacte pour l’emploi")
    ROADMAP = "ROADMAP", _("Feuille de route")


class LevelKind(models.TextChoices):
    FRAME = "FRAME", _("Regroupe")
    ACTION = "ACTION", _("Action suivie")
    STEP = "STEP", _("Étape d’une action")


class ScheduleKind(models.TextChoices):
    DATE = "DATE", _("à une date")
    PERIOD = "PERIOD", _("pendant une période")
    YEAR = "YEAR", _("dans une année")
    YEARS = "YEARS", _("sur plusieurs années")
    CONTINUOUS = "CONTINUOUS", _("en continu")
    UNDERWAY = "UNDERWAY", _("en cours, sans date")
    LONG_TERM = "LONG_TERM", _("à long terme")
    TO_BE_SET = "TO_BE_SET", _("à préciser")
    UNKNOWN = "UNKNOWN", _("non compris")


class ActionStatus(models.TextChoices):
    IDEA = "IDEA", _("Idée")
    PROPOSED = "PROPOSED", _("Proposée")
    ACCEPTED = "ACCEPTED", _("Retenue")
    TO_START = "TO_START", _("À démarrer")
    IN_PROGRESS = "IN_PROGRESS", _("En cours")
    DONE = "DONE", _("Réalisée")
    SUSTAINED = "SUSTAINED", _("Pérennisée")
    PAUSED = "PAUSED", _("En pause")
    ABANDONED = "ABANDONED", _("Non poursuivie")


_S = ActionStatus
# A pause and an end without result are open from anywhere, and may be taken back.
TRANSITIONS: dict[str, frozenset[str]] = {
    _S.IDEA: frozenset({_S.PROPOSED, _S.ACCEPTED, _S.ABANDONED, _S.PAUSED}),
    _S.PROPOSED: frozenset({_S.IDEA, _S.ACCEPTED, _S.TO_START, _S.ABANDONED, _S.PAUSED}),
    _S.ACCEPTED: frozenset({_S.PROPOSED, _S.TO_START, _S.IN_PROGRESS, _S.ABANDONED, _S.PAUSED}),
    _S.TO_START: frozenset({_S.ACCEPTED, _S.IN_PROGRESS, _S.DONE, _S.ABANDONED, _S.PAUSED}),
    _S.IN_PROGRESS: frozenset({_S.TO_START, _S.DONE, _S.SUSTAINED, _S.ABANDONED, _S.PAUSED}),
    _S.DONE: frozenset({_S.IN_PROGRESS, _S.SUSTAINED, _S.ABANDONED}),
    _S.SUSTAINED: frozenset({_S.IN_PROGRESS, _S.DONE, _S.PAUSED, _S.ABANDONED}),
    _S.PAUSED: frozenset(
        {_S.IDEA, _S.PROPOSED, _S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS, _S.ABANDONED}
    ),
    _S.ABANDONED: frozenset({_S.IDEA, _S.PROPOSED, _S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS}),
}
NEEDS_REASON = frozenset({_S.PAUSED, _S.ABANDONED})
OPEN_STATUSES = (_S.IDEA, _S.PROPOSED, _S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS)
DONE_STATUSES = (_S.DONE, _S.SUSTAINED)
# Open, or not said yet; bare strings, which each row of a table is looked up in.
UNENDED = frozenset({"", *(status.value for status in OPEN_STATUSES)})


class ProposalKind(models.TextChoices):
    DECLARED = "DECLARED", _("Une action que nous menons déjà")
    PROJECT = "PROJECT", _("Une action que nous voulons mener")
    IDEA = "IDEA", _("Une idée, sans personne encore pour la mener")


class ProposalState(models.TextChoices):
    WAITING = "WAITING", _("En attente de réponse")
    TAKEN = "TAKEN", _("Dans le plan")
    REFUSED = "REFUSED", _("Non retenue")


class RestructuringKind(models.TextChoices):
    MOVE_NODE = "MOVE_NODE", _("Partie déplacée")
    MERGE_NODES = "MERGE_NODES", _("Parties fusionnées")
    SPLIT_NODE = "SPLIT_NODE", _("Partie divisée")
    GROUP_ACTIONS = "GROUP_ACTIONS", _("Actions regroupées")
    MERGE_ACTIONS = "MERGE_ACTIONS", _("Actions fusionnées")
    SPLIT_ACTION = "SPLIT_ACTION", _("Action divisée")
    MOVE_ACTION = "MOVE_ACTION", _("Action déplacée")


class Weather(models.TextChoices):
    """How the lead feels about it: another thing than the status, and never computed."""

    ON_TRACK = "ON_TRACK", _("Bien engagée")
    WATCH = "WATCH", _("À surveiller")
    NEEDS_SUPPORT = "NEEDS_SUPPORT", _("Besoin d’appui")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Sans objet")


WORRIES = frozenset({Weather.WATCH, Weather.NEEDS_SUPPORT})


class Stands(models.TextChoices):
    """The one question that a lead is asked, and its three answers."""

    ADVANCES = "ADVANCES", _("Ça avance")
    NOTHING_NEW = "NOTHING_NEW", _("Rien de nouveau")
    STUCK = "STUCK", _("C’est difficile")


# What an answer says of the weather, where the lead says no more.
WEATHER_OF = {Stands.ADVANCES: Weather.ON_TRACK, Stands.STUCK: Weather.NEEDS_SUPPORT}


class ReportSource(models.TextChoices):
    """How the words of a follow-up entry came."""

    SCREEN = "SCREEN", _("écrit ici")
    LINK = "LINK", _("par le lien d’un courriel")
    PHONE = "PHONE", _("au téléphone")
    MEETING = "MEETING", _("en réunion")
    MAIL = "MAIL", _("en réponse à un courriel")
    PAPER = "PAPER", _("sur papier")


class RequestEnd(models.TextChoices):
    """Why a question about an action is no longer asked."""

    ANSWERED = "ANSWERED", _("Répondu")
    HANDED_OVER = "HANDED_OVER", _("Transmis à quelqu’un d’autre")
    TOLD_OTHERWISE = "TOLD_OTHERWISE", _("Dit autrement")
    WITHDRAWN = "WITHDRAWN", _("Sans objet")


class AnswerState(models.TextChoices):
    TO_REVIEW = "TO_REVIEW", _("À relire")
    ACCEPTED = "ACCEPTED", _("Repris")
    DISMISSED = "DISMISSED", _("Écarté")
    REPLACED = "REPLACED", _("Corrigé depuis")


class CallOutcome(models.TextChoices):
    ANSWERED = "ANSWERED", _("A répondu")
    NO_REPLY = "NO_REPLY", _("Pas de réponse")
    CALL_BACK = "CALL_BACK", _("À rappeler")
    SOMEONE_ELSE = "SOMEONE_ELSE", _("Ce n’est plus cette personne")


class ExternalKind(models.TextChoices):
    """What an initiative of others is."""

    PROJECT = "PROJECT", _("Projet ou démarche de territoire")
    PROGRAMME = "PROGRAMME", _("Dispositif")
    STRATEGY = "STRATEGY", _("Plan, stratégie ou contrat")
    OTHER = "OTHER", _("Autre")


class Bond(models.TextChoices):
    """How an action and an initiative of others meet."""

    FEEDS = "FEEDS", _("l’une nourrit l’autre")
    FUNDS = "FUNDS", _("elle finance l’action")
    SHARES = "SHARES", _("les mêmes publics")


class Origin(models.TextChoices):
    EXISTING = "EXISTING", _("Existe déjà")
    REINFORCED = "REINFORCED", _("Renforcée")
    NEW = "NEW", pgettext_lazy("action", "Nouvelle")


class ResponsibilityRole(models.TextChoices):
    LEAD = "LEAD", _("Responsable")
    CO_LEAD = "CO_LEAD", _("Coresponsable")
    PARTNER = "PARTNER", _("Partenaire")
    FUNDER = "FUNDER", _("Financeur")
    ELECTED_REFERENT = "ELECTED_REFERENT", _("Élue ou élu référent")


LEADING_ROLES = (ResponsibilityRole.LEAD, ResponsibilityRole.CO_LEAD)


class ResponsibilityState(models.TextChoices):
    SOUGHT = "SOUGHT", _("Pressenti")
    CONFIRMED = "CONFIRMED", _("Confirmé")
    DECLINED = "DECLINED", _("A décliné")


class FilterReach(models.TextChoices):
    """For whom filters are kept."""

    MINE = "MINE", _("Moi seulement")
    TEAM = "TEAM", _("L’équipe")
    MEMBERS = "MEMBERS", _("Tous les membres")


class FeedScope(models.TextChoices):
    """What a diary reads."""

    MINE = "MINE", _("Ce que je mène")
    INITIATIVE = "INITIATIVE", _("Tout le plan")


class ImportState(models.TextChoices):
    READING = "READING", _("Lecture en cours")
    TO_REVIEW = "TO_REVIEW", _("À vérifier")
    COMPARING = "COMPARING", _("Comparaison en cours")
    APPLYING = "APPLYING", _("Création en cours")
    APPLIED = "APPLIED", _("Plan créé")
    REFUSED = "REFUSED", _("Illisible")
    CANCELLED = "CANCELLED", _("Abandonné")


# Fields of an action, a plan or an initiative whose texts are long.
LONG_TEXTS = frozenset({"description", "expected_result", "presentation", "orientation"})

# Columns whose cell holds nothing but names of the initiative's lists, which no document has and
# a workbook of ours carries; publics keep the words of documents too.
LINKED = ("themes", "pillars", "territories", "externals", "alignments")

# What leads to an organisation, as a merger counts it: see `network.registry`.
LINKS = {
    "roadmap.responsibility.organisation": _("Rôles dans le plan"),
    "roadmap.achievementcredit.organisation": _("Réussites qu’on lui doit"),
    "roadmap.ongoingitem.organisation": _("Travaux en cours cités par une action"),
}

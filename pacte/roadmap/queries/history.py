"""The history of an action in words a person reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from pacte.core import audit
from pacte.core.history import Change, said
from pacte.roadmap import enums
from pacte.roadmap.queries.columns import KNOWN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.core.models import AuditEntry
    from pacte.roadmap.models import Action

SENTENCES: dict[str, _StrPromise] = {
    "roadmap.action.added": gettext_lazy("Action ajoutée"),
    "roadmap.action.edited": gettext_lazy("Modification"),
    "roadmap.action.scheduled": gettext_lazy("Échéance changée"),
    "roadmap.action.status_moved": gettext_lazy("État changé"),
    "roadmap.action.waiting": gettext_lazy("Mise en attente"),
    "roadmap.action.waiting_ended": gettext_lazy("Fin de l’attente"),
    "roadmap.action.moved": gettext_lazy("Déplacement dans le plan"),
    "roadmap.action.indented": gettext_lazy("Devenue une étape"),
    "roadmap.action.absorbed": gettext_lazy("Une autre action est fusionnée ici"),
    "roadmap.action.merged": gettext_lazy("Fusionnée avec une autre action"),
    "roadmap.action.split": gettext_lazy("Une partie devient une autre action"),
    "roadmap.action.split_off": gettext_lazy("Née d’une action divisée"),
    "roadmap.action.restructuring_undone": gettext_lazy("Réorganisation annulée"),
    "roadmap.key_project.added": gettext_lazy("Chantier ouvert"),
    "roadmap.key_project.edited": gettext_lazy("Chantier modifié"),
    "roadmap.key_project.gathered": gettext_lazy("Actions du chantier choisies"),
    "roadmap.key_project.milestone_added": gettext_lazy("Jalon ajouté"),
    "roadmap.key_project.milestone_edited": gettext_lazy("Jalon modifié"),
    "roadmap.key_project.milestone_deleted": gettext_lazy("Jalon retiré"),
    "roadmap.key_project.milestone_restored": gettext_lazy("Jalon rétabli"),
    "roadmap.key_project.deleted": gettext_lazy("Chantier mis de côté"),
    "roadmap.key_project.restored": gettext_lazy("Chantier rétabli"),
    "roadmap.proposal.made": gettext_lazy("Action proposée"),
    "roadmap.proposal.taken": gettext_lazy("Proposition mise dans le plan"),
    "roadmap.proposal.refused": gettext_lazy("Proposition non retenue"),
    "roadmap.proposal.reopened": gettext_lazy("Proposition à nouveau en attente"),
    "roadmap.restructuring.undone": gettext_lazy("Réorganisation annulée"),
    "roadmap.action.deleted": gettext_lazy("Action retirée"),
    "roadmap.action.restored": gettext_lazy("Action rétablie"),
    "roadmap.step.added": gettext_lazy("Étape ajoutée"),
    "roadmap.step.edited": gettext_lazy("Étape modifiée"),
    "roadmap.step.deleted": gettext_lazy("Étape retirée"),
    "roadmap.step.restored": gettext_lazy("Étape rétablie"),
    "roadmap.step.taken_in": gettext_lazy("Action devenue une étape d’ici"),
    "roadmap.step.outdented": gettext_lazy("Étape devenue une action"),
    "roadmap.ongoing.added": gettext_lazy("Travail en cours ajouté"),
    "roadmap.ongoing.edited": gettext_lazy("Travail en cours modifié"),
    "roadmap.ongoing.deleted": gettext_lazy("Travail en cours retiré"),
    "roadmap.ongoing.restored": gettext_lazy("Travail en cours rétabli"),
    "roadmap.achievement.added": gettext_lazy("Réalisation ajoutée"),
    "roadmap.achievement.edited": gettext_lazy("Réalisation modifiée"),
    "roadmap.achievement.deleted": gettext_lazy("Réalisation retirée"),
    "roadmap.achievement.restored": gettext_lazy("Réalisation rétablie"),
    "roadmap.achievement.proved": gettext_lazy("Preuve ajoutée"),
    "roadmap.achievement.credited": gettext_lazy("Mérite partagé"),
    "roadmap.report.added": gettext_lazy("Suivi noté"),
    "roadmap.report.edited": gettext_lazy("Suivi modifié"),
    "roadmap.report.deleted": gettext_lazy("Suivi retiré"),
    "roadmap.report.restored": gettext_lazy("Suivi rétabli"),
    "roadmap.file.added": gettext_lazy("Fichier ajouté"),
    "roadmap.file.edited": gettext_lazy("Fichier modifié"),
    "roadmap.file.deleted": gettext_lazy("Fichier retiré"),
    "roadmap.file.restored": gettext_lazy("Fichier rétabli"),
    "roadmap.responsibility.named": gettext_lazy("Nouveau rôle"),
    "roadmap.responsibility.renamed": gettext_lazy("Rôle confié à quelqu’un d’autre"),
    "roadmap.responsibility.answered": gettext_lazy("Réponse notée"),
    "roadmap.responsibility.dropped": gettext_lazy("Rôle retiré"),
    "roadmap.responsibility.restored": gettext_lazy("Rôle rétabli"),
    "roadmap.responsibility.person_named": gettext_lazy("Personne à interroger nommée"),
    "roadmap.progress_link.revoked": gettext_lazy("Lien fermé"),
    "roadmap.progress_settings.edited": gettext_lazy("Demandes de nouvelles réglées"),
    "roadmap.call.noted": gettext_lazy("Appel noté"),
    "roadmap.progress.asked": gettext_lazy("Nouvelles demandées"),
    "roadmap.answer.given": gettext_lazy("Réponse reçue par le lien"),
    "roadmap.answer.dismissed": gettext_lazy("Réponse laissée de côté"),
    "roadmap.filter.saved": gettext_lazy("Filtres gardés"),
    "roadmap.filter.deleted": gettext_lazy("Filtres retirés"),
    "roadmap.feed.made": gettext_lazy("Adresse d’agenda ouverte"),
    "roadmap.feed.revoked": gettext_lazy("Adresse d’agenda fermée"),
    "roadmap.answer.handed_over": gettext_lazy("Quelqu’un d’autre est à interroger"),
}
LABELS: dict[str, _StrPromise] = {
    "schedule_text": gettext_lazy("Échéance"),
    "budget_text": gettext_lazy("Budget"),
    "status_reason": gettext_lazy("Raison"),
    "reason": gettext_lazy("Raison"),
    "into": gettext_lazy("Fusionnée avec"),
    "from": gettext_lazy("Vient de"),
    "under": gettext_lazy("Étape de"),
    "waiting_for": gettext_lazy("En attente de"),
    "unblocking_condition": gettext_lazy("Ce qui la débloquera"),
    "review_on": gettext_lazy("À revoir le"),
    "role": gettext_lazy("Rôle"),
    "state": gettext_lazy("Réponse"),
    "who": gettext_lazy("Qui"),
    "text": gettext_lazy("Texte"),
    "file": gettext_lazy("Fichier"),
    "credits": gettext_lazy("Grâce à"),
    "done_on": gettext_lazy("Faite le"),
    "due_on": gettext_lazy("Pour le"),
    "lead": gettext_lazy("Responsable"),
    "is_team_only": gettext_lazy("Réservé à l’équipe"),
    "stands": gettext_lazy("Où l’on en est"),
}
WORDS: dict[str, dict[str, _StrPromise]] = {
    "status": dict(enums.ActionStatus.choices),
    "weather": dict(enums.Weather.choices),
    "origin": dict(enums.Origin.choices),
    "stands": dict(enums.Stands.choices),
    "role": dict(enums.ResponsibilityRole.choices),
    "state": dict(enums.ResponsibilityState.choices),
}
# Machinery that no reader needs beside what it goes with.
UNTOLD = frozenset(
    {
        "part",
        "position",
        "node",
        "version",
        "schedule_kind",
        "schedule_start",
        "schedule_end",
        "is_continuous",
        "budget_amount",
        "team_only_fields",
    }
)


SITTING = dt.timedelta(minutes=15)  # between two saves of a text that is being typed
SITTING_ENTRIES = 4  # read for one line, at most, on average
# What happened to a column that the team keeps is not told to others either.
EVENTS_OF = {
    "schedule": "roadmap.action.scheduled",
    "status": "roadmap.action.status_moved",
    "waiting": "roadmap.action.waiting",
    "steps": "roadmap.step.",
    "ongoing": "roadmap.ongoing.",
    **dict.fromkeys(("leads", "partners", "funders", "referents"), "roadmap.responsibility."),
}
# Achievements, entries and files may be the team's own, and their history with them.
OPEN_EVENTS = r"^roadmap\.(action|step|ongoing|responsibility)\."


@dataclass(frozen=True, slots=True)
class HistoryLine:
    when: dt.datetime
    who: str
    what: str
    changes: list[Change]


def history_of(action: Action, *, sees_team_only: bool, limit: int = 50) -> list[HistoryLine]:
    """Newest first. Outside the team: what happened, without the values, some being reserved."""
    entries = audit.history_of(action, *action.absorbed.order_by("pk"))
    if not sees_team_only:
        entries = entries.filter(event__regex=OPEN_EVENTS)
        for column in action.team_only_fields:
            if event := EVENTS_OF.get(column):
                entries = entries.exclude(event__startswith=event)
    found: list[AuditEntry] = []
    for entry in entries[: limit * SITTING_ENTRIES]:
        if found and is_same_sitting(found[-1], entry):
            folded_into(found[-1], entry)
        else:
            found.append(entry)
    return [line_of(entry, with_values=sees_team_only) for entry in found[:limit]]


def is_same_sitting(later: AuditEntry, earlier: AuditEntry) -> bool:
    """One text saved again and again as it is typed, by one person, is one line."""
    return (
        later.event == earlier.event == "roadmap.action.edited"
        and later.actor_key == earlier.actor_key
        and set(later.changes) == set(earlier.changes) <= enums.LONG_TEXTS
        and later.at - earlier.at < SITTING
    )


def folded_into(later: AuditEntry, earlier: AuditEntry) -> None:
    """Make the later entry tell both; only this copy, read for a page, is changed."""
    later.changes = {
        field: [earlier.changes[field][0], after] for field, (_, after) in later.changes.items()
    }
    later.at = earlier.at


def line_of(entry: AuditEntry, *, with_values: bool) -> HistoryLine:
    sentence = str(SENTENCES.get(entry.event, entry.event.rpartition(".")[2]))
    part = entry.changes.get("part") if with_values else None
    changes = entry.changes.items() if with_values else ()
    return HistoryLine(
        when=entry.at,
        who=entry.actor_label,
        what=f"{sentence} : {part[1]}" if part and part[1] else sentence,
        changes=[
            Change(label_of(field), told(field, before), told(field, after))
            for field, (before, after) in changes
            if field not in UNTOLD and (told(field, before) or told(field, after))
        ],
    )


def label_of(field: str) -> str:
    if field in KNOWN:
        return str(KNOWN[field].label)
    return str(LABELS.get(field, field))


def told(field: str, value: object) -> str:
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return said(value, WORDS.get(field, {}))


PROJECT_FIELDS: dict[str, _StrPromise] = {
    f"roadmap.key_project.{name}": label
    for name, label in {
        "title": gettext_lazy("Intitulé"),
        "purpose": gettext_lazy("Ce qu’il vise"),
        "group": gettext_lazy("Conduit par"),
        "people": gettext_lazy("Quelles personnes"),
        "target": gettext_lazy("Combien de personnes"),
        "reached": gettext_lazy("Combien atteintes"),
        "reached_on": gettext_lazy("Comptées le"),
        "funded_until": gettext_lazy("Financé jusqu’au"),
        "afterwards": gettext_lazy("Et après le financement"),
        "actions": gettext_lazy("Actions"),
        "milestone": gettext_lazy("Jalon"),
        "schedule_text": gettext_lazy("Pour quand"),
    }.items()
}

"""What the importer is not sure of: the questions about a value, and how they are worded.

A function that understands a value returns `Question`s; whoever knows the place makes a doubt of
each. Reasons and labels are worded only when somebody reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.roadmap.enums import ActionStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class DoubtCode(StrEnum):
    # Schedules
    YEARS_CONVENTION = "years_convention"  # « 2014-2015 »: civil, fiscal or school years
    UNDERWAY_AS_SCHEDULE = "underway_as_schedule"  # « En cours » where a date is expected
    TO_BE_CONTINUED = "to_be_continued"  # « À poursuivre »
    DONE_AS_SCHEDULE = "done_as_schedule"  # « Réalisé » where a date is expected
    STATE_AS_SCHEDULE = "state_as_schedule"  # any other state where a date is expected
    YEAR_MISSING = "year_missing"  # « mars », « T2 », without a year
    SCHEDULE_PARTLY_READ = "schedule_partly_read"  # dates stand among other words
    SCHEDULE_REVERSED = "schedule_reversed"  # the end stands before the start
    SCHEDULE_UNKNOWN = "schedule_unknown"
    # People and organisations
    NAMES_NOT_SEPARATED = "names_not_separated"  # several names seem to follow one another
    NAMES_SLASH = "names_slash"  # « A/ B »
    NAMES_HYPHEN = "names_hyphen"  # « A - B »
    NAMES_AND = "names_and"  # « A et B », not both known
    GROUP_MEMBERS = "group_members"  # « Comité X, A, B »: are A and B its members?
    NAME_TOO_LONG = "name_too_long"  # a sentence rather than a name
    # Amounts, statuses, numbers
    AMOUNT_SEVERAL = "amount_several"  # several amounts in one cell
    STATUS_UNKNOWN = "status_unknown"
    # What a document says
    ACHIEVEMENT_PLANNED = "achievement_planned"  # « À venir… » among achievements
    COUNT_DIFFERS = "count_differs"  # « 11 organismes » against a list of nine
    SUMMARY_DIFFERS = "summary_differs"  # a summary in other words than the plan
    ITEMS_NOT_SEPARATED = "items_not_separated"  # several items may stand in one text
    COLUMN_UNSURE = "column_unsure"  # heading recognised only by its content, or loosely
    LEVEL_UNSURE = "level_unsure"
    HIDDEN_PART = "hidden_part"
    STRUCK_ACTION = "struck_action"  # its title is struck through
    FORMULA_NOT_COMPUTED = "formula_not_computed"  # the file holds no result


REASONS: dict[DoubtCode, _StrPromise] = {
    DoubtCode.YEARS_CONVENTION: _(
        "« {words} » peut désigner des années civiles, financières ou scolaires."
    ),
    DoubtCode.UNDERWAY_AS_SCHEDULE: _("« {words} » dit un état d’avancement, et non une échéance."),
    DoubtCode.TO_BE_CONTINUED: _(
        "« {words} » peut vouloir dire que l’action continue, ou qu’elle reste à faire."
    ),
    DoubtCode.DONE_AS_SCHEDULE: _("« {words} » dit que l’action est terminée, sans dire quand."),
    DoubtCode.STATE_AS_SCHEDULE: _("« {words} » dit un état d’avancement, et non une échéance."),
    DoubtCode.YEAR_MISSING: _("« {words} » ne dit pas de quelle année il s’agit."),
    DoubtCode.SCHEDULE_PARTLY_READ: _(
        "« {words} » mêle des dates à d’autres mots : seules les dates sont comprises."
    ),
    DoubtCode.SCHEDULE_REVERSED: _("Dans « {words} », la fin précède le début."),
    DoubtCode.SCHEDULE_UNKNOWN: _("Aucune échéance n’est reconnue dans « {words} »."),
    DoubtCode.NAMES_NOT_SEPARATED: _(
        "« {words} » semble nommer plusieurs responsables que rien ne sépare."
    ),
    DoubtCode.NAMES_SLASH: _(
        "Dans « {words} », la barre peut séparer deux noms ou n’en former qu’un."
    ),
    DoubtCode.NAMES_HYPHEN: _(
        "Dans « {words} », le tiret peut séparer deux noms ou n’en former qu’un."
    ),
    DoubtCode.NAMES_AND: _("Dans « {words} », « et » peut séparer deux noms ou n’en former qu’un."),
    DoubtCode.GROUP_MEMBERS: _(
        "Dans « {words} », les noms qui suivent le groupe peuvent en être les membres."
    ),
    DoubtCode.NAME_TOO_LONG: _("« {words} » est une phrase plutôt qu’un nom."),
    DoubtCode.AMOUNT_SEVERAL: _("« {words} » contient plusieurs montants."),
    DoubtCode.STATUS_UNKNOWN: _("« {words} » n’est pas un état connu."),
    DoubtCode.ACHIEVEMENT_PLANNED: _(
        "« {words} » annonce une réalisation qui n’a pas encore eu lieu."
    ),
    DoubtCode.COUNT_DIFFERS: _("Le nombre annoncé par « {words} » n’est pas celui de la liste."),
    DoubtCode.SUMMARY_DIFFERS: _(
        "Le résumé ne dit pas la même chose que le tableau : « {words} »."
    ),
    DoubtCode.ITEMS_NOT_SEPARATED: _("« {words} » peut réunir plusieurs éléments."),
    DoubtCode.COLUMN_UNSURE: _("Le sens de la colonne « {words} » n’est pas certain."),
    DoubtCode.LEVEL_UNSURE: _("Le niveau de « {words} » n’est pas certain."),
    DoubtCode.HIDDEN_PART: _("« {words} » est masqué dans le document."),
    DoubtCode.STRUCK_ACTION: _("« {words} » est barré dans le document."),
    DoubtCode.FORMULA_NOT_COMPUTED: _(
        "« {words} » est une formule dont le fichier ne garde pas le résultat."
    ),
}

# What a person reads instead of the value that the program keeps.
LABELS: dict[str, _StrPromise] = {
    "civil": _("Années civiles (1er janvier au 31 décembre)"),
    "fiscal": _("Années financières (1er avril au 31 mars)"),
    "school": _("Années scolaires (1er septembre au 31 août)"),
    "underway": _("Action en cours, sans échéance"),
    "continuous": _("En continu"),
    "to_be_set": _("Échéance à déterminer"),
    "long_term": _("À long terme"),
    "unknown": _("Garder les mots, sans date"),
    "period": _("Une période"),
    "date": _("Une date"),
    "whole": _("Garder le texte entier"),
    "members": _("Des membres du groupe"),
    "separate": _("Des responsables distincts"),
    "planned": _("Réalisation prévue"),
    "done": _("Réalisation faite"),
    **{status.value: status.label for status in ActionStatus},
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is not sure about one value; `understood` and `alternatives` are values, not labels."""

    code: DoubtCode
    words: str
    understood: str = ""
    alternatives: tuple[str, ...] = ()


def reason_of(code: DoubtCode, words: str) -> str:
    """The sentence a person reads, in her language."""
    return str(REASONS[code]).format(words=_short(words))


def label_of(value: str) -> str:
    """What a person reads for an understood value or an alternative."""
    return str(LABELS[value]) if value in LABELS else value


def _short(words: str, limit: int = 90) -> str:
    line = " ".join(words[: 20 * limit].split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"

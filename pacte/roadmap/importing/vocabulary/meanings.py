"""What a heading can mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    # Frame levels
    ORIENTATION = "orientation"
    PILLAR = "pillar"
    AXIS = "axis"
    SUB_AXIS = "sub_axis"
    ISSUE = "issue"
    OBJECTIVE = "objective"
    SUB_OBJECTIVE = "sub_objective"  # also « objectif opérationnel »
    SPECIFIC_OBJECTIVE = (
        "specific_objective"  # frame, or the action itself where nothing is below but steps
    )
    PROGRAMME = "programme"
    WORKSITE = "worksite"  # chantier
    THEME = "theme"
    STRAND = "strand"  # volet
    FIELD = "field"  # domaine, secteur d'intervention
    CHALLENGE = "challenge"  # défi
    PRIORITY_AREA = "priority_area"  # « Priorité 1 : … »
    PART = "part"  # partie, chapitre, section
    # Action and step levels
    ACTION = "action"
    SUB_ACTION = "sub_action"
    STEP = "step"
    # Fields of an action
    NUMBER = "number"
    DESCRIPTION = "description"
    CONTEXT = "context"
    EXPECTED_RESULT = "expected_result"
    LEAD = "lead"
    LEAD_UNIT = "lead_unit"  # service pilote, beside a structure pilote
    LEAD_PERSON = "lead_person"  # personne pilote, chef de projet
    ELECTED = "elected"  # élu référent
    LEAD_AND_PARTNERS = "lead_and_partners"
    PARTNERS = "partners"
    FUNDERS = "funders"
    FUNDER_AMOUNT = "funder_amount"  # « Montant », after « Financeur »
    BUDGET = "budget"
    REMAINING = "remaining"  # what nobody pays yet
    RESOURCES = "resources"  # moyens humains, techniques
    SCHEDULE = "schedule"
    START = "start"
    END = "end"
    CONTINUOUS = "continuous"  # a yes or no
    STATUS = "status"
    PROGRESS = "progress"  # a percentage
    WEATHER = "weather"  # how well it goes: no state
    PRIORITY = "priority"
    INDICATORS = "indicators"
    TARGET = "target"  # cible chiffrée of an indicator
    PUBLICS = "publics"
    TERRITORY = "territory"
    ACHIEVEMENTS = "achievements"
    ONGOING = "ongoing"
    REMARKS = "remarks"
    LINKS = "links"  # related actions, documents
    GOVERNANCE = "governance"
    OWN = "own"  # kept under the document's own heading: a person says so
    IGNORED = "ignored"  # left out of the plan: a person says so
    # Parts of a document
    SUMMARY = "summary"
    MEMBERS = "members"
    FINDING = "finding"  # lecture terrain, constats, diagnostic
    LEGEND = "legend"


class Role(StrEnum):
    FRAME = "frame"
    ACTION = "action"
    STEP = "step"
    FIELD = "field"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Recognition:
    meaning: Meaning
    score: float  # 1 for a heading of the lexicon, less for a close one
    label: str  # for levels, singular in sentence case; the heading itself otherwise
    role: Role


LEVEL_ROLES = frozenset({Role.FRAME, Role.ACTION, Role.STEP})

# Outermost first, where two levels are one to one. The first five are what people expect; the
# others stand where plans usually put them.
_ORDER = (
    Meaning.ORIENTATION,
    Meaning.PILLAR,
    Meaning.AXIS,
    Meaning.SUB_AXIS,
    Meaning.STRAND,
    Meaning.FIELD,
    Meaning.THEME,
    Meaning.ISSUE,
    Meaning.CHALLENGE,
    Meaning.PRIORITY_AREA,
    Meaning.OBJECTIVE,
    Meaning.SUB_OBJECTIVE,
    Meaning.SPECIFIC_OBJECTIVE,
    Meaning.PROGRAMME,
    Meaning.WORKSITE,
    Meaning.PART,
    Meaning.ACTION,
    Meaning.SUB_ACTION,
    Meaning.STEP,
)
_RANKS = {meaning: rank for rank, meaning in enumerate(_ORDER)}
_ROLES = {
    Meaning.ACTION: Role.ACTION,
    Meaning.SUB_ACTION: Role.STEP,
    Meaning.STEP: Role.STEP,
    Meaning.SUMMARY: Role.PART,
    Meaning.MEMBERS: Role.PART,
    Meaning.FINDING: Role.PART,
    Meaning.LEGEND: Role.PART,
}


def frame_order(meaning: Meaning) -> int:
    """Outermost first where two are one to one: orientation, pilier, axe, enjeu, objectif."""
    return _RANKS.get(meaning, len(_ORDER))


def role_of(meaning: Meaning) -> Role:
    if meaning in _ROLES:
        return _ROLES[meaning]
    return Role.FRAME if meaning in _RANKS else Role.FIELD

"""What actions are tied to: by column of the table, by name, and which names one may write."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet

from pacte.core.among import Among
from pacte.core.prepared import prepared
from pacte.initiatives.models import Listed, PublicProfile
from pacte.initiatives.queries import Matcher
from pacte.roadmap.enums import LINKED
from pacte.roadmap.models import TIED_LISTS, Action, Attachment
from pacte.roadmap.models.frameworks import DEEPEST
from pacte.roadmap.queries.kept import kept
from pacte.territories.enums import TerritoryKind
from pacte.territories.models import Territory, TerritoryQuerySet, search_key
from pacte.territories.queries import within

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative

# The column of the table behind each thing that an action is tied to.
COLUMN_OF = {
    "public": "publics",
    "theme": "themes",
    "pillar": "pillars",
    "territory": "territories",
    "external": "externals",
    "framework_item": "alignments",
}
TIE_OF = {column: tie for tie, column in COLUMN_OF.items()}
NAMED: Mapping[str, type[Listed | Territory]] = {
    **{TIE_OF[column]: model for column, model in TIED_LISTS.items()},
    "territory": Territory,
}
# What an action may be tied to within the perimeter, besides the whole of it.
PLACES = (
    *(TerritoryKind.EPCI, TerritoryKind.MRC, TerritoryKind.EQUIVALENT),
    *(TerritoryKind.COMMUNE, TerritoryKind.MUNICIPALITY),
)


def names_by_action(
    keys: Collection[int], ties: Sequence[str] = ()
) -> Mapping[tuple[int, str], list[str]]:
    """Names by action and column, in the order of the lists, territories by name."""
    asked = ties or [TIE_OF[column] for column in LINKED]
    found: dict[tuple[int, str], list[tuple[object, str]]] = defaultdict(list)
    for action, *told in names_tied(tuple(asked), actions=list(keys)):
        for place, column in enumerate(COLUMN_OF.values()):
            rank, name = told[2 * place : 2 * place + 2]
            if name is not None:
                found[action, column].append((rank, name))
    return {key: [name for _, name in sorted(names)] for key, names in found.items()}


@prepared
def names_tied(ties: Sequence[str], *, actions: list[int]) -> QuerySet[Attachment, tuple[Any, ...]]:
    """By action, then the rank and the name of each kind of tie, of which one is told."""
    some = Q()
    for tie in ties:
        some |= Q(**{f"{tie}__isnull": False})
    # Territories have no order but their names.
    ranks = ("name" if tie == "territory" else "position" for tie in COLUMN_OF)
    told_of = zip(COLUMN_OF, ranks, strict=True)
    parts = [f"{tie}__{part}" for tie, rank in told_of for part in (rank, "name")]
    return Attachment.objects.filter(some, Among("action", actions)).values_list(
        "action_id", *parts
    )


def names_on(action: Action, column: str) -> list[str]:
    """What one column of one action says."""
    return names_by_action([action.pk], [TIE_OF[column]]).get((action.pk, column), [])


def places_of(initiative: Initiative, today: dt.date) -> TerritoryQuerySet:
    """The territories that an action may be tied to: the perimeter and what lies in it."""
    found = within(Territory(pk=initiative.territory_id), on=today)
    return found.filter(Q(kind__in=PLACES) | Q(pk=initiative.territory_id)).on(today)


def names_offered(initiative: Initiative, column: str, today: dt.date) -> list[str]:
    """What one may write in this column."""
    if column == "territories":
        return list(
            places_of(initiative, today).order_by("search_key", "pk").values_list("name", flat=True)
        )
    entries = TIED_LISTS[column].objects.of_initiative(initiative).offered()
    return list(entries.values_list("name", flat=True))


def entries_named(
    initiative: Initiative, column: str, lines: Sequence[str], today: dt.date
) -> dict[str, Listed | Territory | None]:
    """What each line names, nothing where it is in no list."""
    if column != "territories":
        matcher = Matcher.of(TIED_LISTS[column].objects.of_initiative(initiative))
        return {line: matcher.exactly(line) for line in lines}
    keys = {line: search_key(line) for line in lines}
    by_key: dict[str, Territory] = {}
    found = places_of(initiative, today).filter(search_key__in=set(keys.values()))
    for place in found.order_by("pk"):
        if place.is_finest or place.search_key not in by_key:  # « Périgueux » is the commune
            by_key[place.search_key] = place
    return {line: by_key.get(key) for line, key in keys.items()}


def unknown_names(
    initiative: Initiative, column: str, lines: Sequence[str], today: dt.date
) -> list[str]:
    """The lines that name nothing of the list; none where the column takes any words."""
    if column not in LINKED or not lines:
        return []
    found = entries_named(initiative, column, lines, today)
    return [line for line, entry in found.items() if entry is None]


class Option(NamedTuple):
    key: int
    label: str


def options_of(
    actions: QuerySet[Action] | Sequence[int], *, sees_team_only: bool
) -> dict[str, list[Option]]:
    """What these actions are tied to, as this person may read it, to filter them by. One query."""
    rows: Iterable[tuple[Any, ...]]
    if isinstance(actions, QuerySet):
        rows = entries_tied(Q(action__in=actions), sees_team_only=sees_team_only)
    else:
        rows = entries_among(sees_team_only, actions=list(actions))
    used: dict[str, set[tuple[object, int, str]]] = {tie: set() for tie in COLUMN_OF}
    for row in rows:
        for place, tie in enumerate(COLUMN_OF):
            key, rank, name = row[3 * place : 3 * place + 3]
            if key is not None:
                used[tie].add((rank, key, name))
    return {
        tie: [Option(key, name) for _rank, key, name in sorted(entries)]
        for tie, entries in used.items()
    }


def entries_tied(
    of_them: Q | Among, *, sees_team_only: bool
) -> QuerySet[Attachment, tuple[Any, ...]]:
    seen = Q()
    for tie, column in COLUMN_OF.items():
        is_read = Q() if sees_team_only else ~kept(column, "action__")
        seen |= Q(is_read, **{f"{tie}__isnull": False})
    ranks = {tie: "search_key" if tie == "territory" else "position" for tie in COLUMN_OF}
    asked = [name for tie in ranks for name in (tie, f"{tie}__{ranks[tie]}", f"{tie}__name")]
    return Attachment.objects.filter(of_them, seen).values_list(*asked).distinct()


@prepared
def entries_among(
    sees_team_only: bool, *, actions: list[int]
) -> QuerySet[Attachment, tuple[Any, ...]]:
    return entries_tied(Among("action", actions), sees_team_only=sees_team_only)


# The filters that one thing of a list answers, by their names in the address of the table.
FILTERED_BY = {
    "public": "public",
    "theme": "theme",
    "pilier": "pillar",
    "territoire": "territory",
    "exterieure": "external",
    "element": "framework_item",
}


def tie_names(initiative: Initiative, keys: Mapping[str, int]) -> dict[str, str]:
    """What the things that a filter asks for are called; none of another initiative's."""
    names = {}
    for filtered, key in keys.items():
        found: Listed | Territory | None
        column = COLUMN_OF[FILTERED_BY[filtered]]
        if column in TIED_LISTS:
            entries = TIED_LISTS[column].objects.of_initiative(initiative)
            found = entries.filter(pk=key).first()
        else:
            spaces = ("", initiative.audit_space)
            found = Territory.objects.filter(pk=key, space__in=spaces).first()
        if found is not None:
            names[filtered] = found.name
    return names


def within_item(key: int, item: str = "") -> Q:
    """A line of a framework and those under it; `item` leads to it (« framework_item__ »)."""
    found = Q()
    for depth in range(DEEPEST):
        found |= Q(**{f"{item}{'parent__' * depth}pk": key})
    return found


NOWHERE = 0  # asked for where a territory, or a line of a framework, is: tied to none
MAY_BE_NOWHERE = frozenset({"territory", "framework_item"})


def tied_to(tie: str, key: int, today: dt.date) -> Q:
    """Actions tied to this; for a territory or a line of a framework, to what lies in it too."""
    rows = Attachment.objects.all()
    if tie in MAY_BE_NOWHERE and key == NOWHERE:
        return ~Q(pk__in=rows.filter(**{f"{tie}__isnull": False}).values("action"))
    if tie == "territory":
        rows = rows.filter(territory__in=within(Territory(pk=key), on=today))
    elif tie == "framework_item":
        rows = rows.filter(within_item(key, "framework_item__"))
    else:
        rows = rows.filter(**{tie: key})
    return Q(pk__in=rows.values("action"))


@dataclass(frozen=True, slots=True)
class ListedEntry:
    entry: Listed
    count: int  # actions present that it is tied to


def list_with_counts(initiative: Initiative, column: str) -> list[ListedEntry]:
    """Every entry of a list, closed ones last, with how many actions it is tied to."""
    tie = TIE_OF[column]
    used = Attachment.objects.filter(action__initiative=initiative, action__deleted_at=None)
    counts = Counter(used.exclude(**{tie: None}).values_list(tie, flat=True))
    entries = TIED_LISTS[column].objects.of_initiative(initiative)
    rows = [ListedEntry(entry, counts[entry.pk]) for entry in entries]
    return sorted(rows, key=lambda row: row.entry.closed_at is not None)


@dataclass(frozen=True, slots=True)
class Unmatched:
    words: str
    count: int


def unmatched_publics(initiative: Initiative, limit: int = 50) -> list[Unmatched]:
    """The words of publics that name nothing of the list, the most frequent first."""
    matcher = Matcher.of(PublicProfile.objects.of_initiative(initiative))
    held = Action.objects.filter(initiative=initiative, deleted_at=None).exclude(publics=[])
    counts: Counter[str] = Counter()
    for words in held.values_list("publics", flat=True):
        counts.update(word for word in words if not matcher.named_in(word))
    return [Unmatched(words, count) for words, count in counts.most_common(limit)]

"""Ties to publics, kept from the words of the actions: one place writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pacte.initiatives.models import PublicProfile
from pacte.initiatives.queries import Matcher
from pacte.roadmap.models import Action, Attachment

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative

BATCH = 500


def match_publics(initiative: Initiative | int, actions: Iterable[Action]) -> None:
    """Tie these actions of one initiative to the publics that their words name."""
    rows = list(actions)
    if not any(action.publics for action in rows) and len(rows) == 1:
        Attachment.objects.filter(action=rows[0], public__isnull=False).delete()
        return
    matcher = Matcher.of(
        PublicProfile.objects.filter(initiative=initiative).order_by("position", "pk")
    )
    for start in range(0, len(rows), BATCH):
        tie(rows[start : start + BATCH], matcher)


def tie(actions: list[Action], matcher: Matcher[PublicProfile]) -> None:
    held: dict[int, dict[int | None, int]] = defaultdict(dict)
    for row in Attachment.objects.filter(action__in=actions, public__isnull=False):
        held[row.action_id][row.public_id] = row.pk
    made, gone = [], []
    for action in actions:
        named = {public.pk for words in action.publics for public in matcher.named_in(words)}
        before = held[action.pk]
        made += [
            Attachment(action=action, public_id=key) for key in sorted(named) if key not in before
        ]
        gone += [row for key, row in before.items() if key not in named]
    Attachment.objects.filter(pk__in=gone).delete()
    Attachment.objects.bulk_create(made)


def match_every_public(initiative: Initiative) -> None:
    """After the list changed: read again the words of every action, those taken out included."""
    match_publics(
        initiative,
        Action.objects.filter(initiative=initiative).only("pk", "publics").order_by("pk"),
    )

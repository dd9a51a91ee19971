"""Actions of a document that exist already elsewhere: made all the same, and saying so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pacte.core.ranks import keys_of
from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative

Json = Mapping[str, Any]
CREATED = "create"
LINKED_TO = "link:"  # before the code of the one that exists


def with_links(
    initiative: Initiative,
    actions: Sequence[Json],
    answers: Mapping[str, str],
    *,
    by: Actor,
    at: dt.datetime,
) -> list[Json]:
    """Give each action that was said to exist already a note of the team, which names the other."""
    codes = {
        key: answer.removeprefix(LINKED_TO)
        for key, answer in answers.items()
        if answer.startswith(LINKED_TO)
    }
    rows = Action.objects.present().filter(initiative=initiative, code__in=set(codes.values()))
    known = {action.code: action for action in rows.select_related("plan")} if codes else {}
    made: list[Json] = []
    for key, told in zip(keys_of([one["where"] for one in actions]), actions, strict=True):
        other = known.get(codes.get(key, ""))
        if other is None:
            made.append(told)
            continue
        text = _("Existe déjà : %(code)s, « %(title)s » (%(plan)s).") % {
            "code": other.code,
            "title": other.title,
            "plan": other.plan,
        }
        note = {"kind": "comment", "text": text, "author": by.label, "date": at.isoformat()}
        made.append({**told, "notes": [*told["notes"], note]})
    return made

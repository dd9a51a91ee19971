"""The history in words: each app says once what its events and fields are called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, TypeVar

from django.utils.translation import gettext as _

from pacte.core import audit
from pacte.core.days import said_day

if TYPE_CHECKING:
    from django.db import models
    from django.utils.functional import _StrPromise

    from pacte.core.models import AuditEntry

Name = TypeVar("Name")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 50

_sentences: dict[str, _StrPromise] = {}
_fields: dict[str, _StrPromise] = {}
_words: dict[str, Mapping[str, _StrPromise]] = {}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


class Line(TypedDict):
    """One entry as the timeline component takes it."""

    when: dt.datetime
    who: str
    what: str
    changes: list[Change]


def register(
    sentences: Mapping[str, _StrPromise],
    fields: Mapping[str, _StrPromise] | None = None,
    words: Mapping[str, Mapping[str, _StrPromise]] | None = None,
) -> None:
    """Say, in `AppConfig.ready()`, how events and fields are called; a field unnamed stays untold.

    Keys of `fields` and `words` are `app.noun.field`, after the events that carry them, or
    `app.field` for a field that is called the same whatever holds it.
    """
    _sentences.update(sentences)
    _fields.update(fields or {})
    _words.update(words or {})


def told(*targets: models.Model, space: str = "", events: str = "") -> list[Line]:
    """Return what happened to these rows, newest first: of one space only, of events that begin so.

    The caller has passed their gate. What happened outside any space is everyone's.
    """
    entries = audit.history_of(*targets)
    if space:
        entries = entries.filter(space__in=["", space])
    if events:
        entries = entries.filter(event__startswith=events)
    return [line_of(entry) for entry in entries[:LONGEST] if entry.event in _sentences]


def sentence_of(event: str) -> str:
    """Return nothing where no app says it."""
    return str(_sentences.get(event, ""))


def label_of(noun: str, field: str) -> str:
    """Return how a field of `app.noun` is called, or nothing."""
    return str(_of(_fields, noun, field) or "")


def said_of(noun: str, field: str, value: object) -> str:
    """Return a value of a field of `app.noun` in words."""
    return said(value, _of(_words, noun, field) or {})


def _of(names: Mapping[str, Name], noun: str, field: str) -> Name | None:
    app = noun.partition(".")[0]
    return names.get(f"{noun}.{field}") or names.get(f"{app}.{field}")


def line_of(entry: AuditEntry, *, about: str = "", as_is: bool = False) -> Line:
    """Say an entry that has its sentence; `about` names what it happened to.

    `as_is`: a field that no app names is told by its key, a heading that people wrote.
    """
    noun, what = entry.event.rpartition(".")[0], sentence_of(entry.event)
    changes = (
        Change(label, said_of(noun, field, before), said_of(noun, field, after))
        for field, (before, after) in entry.changes.items()
        if (label := label_of(noun, field) or (field if as_is else ""))
    )
    return Line(
        when=entry.at,
        who=entry.actor_label,
        what=_("%(what)s : %(which)s") % {"what": what, "which": about} if about else what,
        changes=[change for change in changes if change.before or change.after],
    )


def said(value: object, words: Mapping[str, _StrPromise]) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(str(words.get(str(item), item)) for item in value)
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return said_day(dt.date.fromisoformat(value))
    return str(words.get(str(value), value))

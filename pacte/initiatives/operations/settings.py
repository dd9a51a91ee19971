"""Changing what an initiative says of itself: its settings, its logos, its Word template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit, files
from pacte.initiatives.models import Initiative, Logo

if TYPE_CHECKING:
    from pacte.core.actor import Actor

SETTINGS = frozenset(
    {
        "name",
        "presentation",
        "paper",
        "time_zone",
        "currency",
        "colour",
        "funders_notice",
        "modules_off",
    }
)


@transaction.atomic
def edit_settings(
    *, initiative: Initiative, values: Mapping[str, object], by: Actor, at: dt.datetime
) -> Initiative:
    """Change what `SETTINGS` lists; what did not change is not in the history."""
    if unknown := set(values) - SETTINGS:
        raise KeyError(*unknown)
    if changes := audit.changed(initiative, values):
        for field, (_, value) in changes.items():
            setattr(initiative, field, value)
        initiative.save(update_fields=list(changes))
        audit.record(
            "initiatives.initiative.edited", target=initiative, by=by, at=at, changes=changes
        )
    return initiative


@transaction.atomic
def note_sample(
    *, initiative: Initiative, sample: Mapping[str, list[int]], by: Actor, at: dt.datetime
) -> Initiative:
    """Remember which rows are an example's, so that one click takes them away; none: it is gone."""
    initiative.sample = dict(sample)
    initiative.save(update_fields=["sample"])
    event = "added" if sample else "removed"
    audit.record(f"initiatives.sample.{event}", target=initiative, by=by, at=at)
    return initiative


@transaction.atomic
def add_logo(
    *, initiative: Initiative, content: bytes, name: str, owner: str, by: Actor, at: dt.datetime
) -> Logo:
    """Add a logo at the end of the strip that heads the documents."""
    logo = Logo.objects.create(
        initiative=initiative,
        file=files.keep(content, name=name, at=at),
        owner=owner,
        position=initiative.logos.count(),
    )
    audit.record(
        "initiatives.logo.added", target=initiative, by=by, at=at, changes={"logo": ["", owner]}
    )
    return logo


@transaction.atomic
def remove_logo(*, logo: Logo, by: Actor, at: dt.datetime) -> None:
    audit.record(
        "initiatives.logo.removed",
        target=logo.initiative,
        by=by,
        at=at,
        changes={"logo": [logo.owner, ""]},
    )
    logo.delete()


@transaction.atomic
def set_word_template(
    *, initiative: Initiative, content: bytes | None, name: str, by: Actor, at: dt.datetime
) -> Initiative:
    """Keep the territory's own .docx to write exports into, or none."""
    initiative.word_template = files.keep(content, name=name, at=at) if content else None
    initiative.save(update_fields=["word_template"])
    audit.record(
        "initiatives.word_template.set",
        target=initiative,
        by=by,
        at=at,
        changes={"word_template": ["", name if content else ""]},
    )
    return initiative

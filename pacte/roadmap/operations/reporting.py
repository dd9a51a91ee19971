"""Telling actions elsewhere: forms of others, words kept for them, and what was told when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted
from pacte.roadmap.models import Reporting, ReportingField, ReportingForm, ReportingText
from pacte.roadmap.operations.fields import AskedFields, change_fields
from pacte.roadmap.operations.lists import newlines
from pacte.roadmap.operations.plans import next_position

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action
    from pacte.roadmap.queries.reporting import Filled, Value

FORM_FIELDS = frozenset({"name", "recipient", "address", "guidance"})
FIELD_FIELDS = frozenset({"label", "help", "most", "source", "fixed_text"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person had before her in one field, and what she left there."""

    read: str
    text: str


def record(
    verb: str, form: ReportingForm, by: Actor, at: dt.datetime, **changes: list[object]
) -> None:
    audit.record(f"roadmap.reporting_form.{verb}", target=form, by=by, at=at, changes=changes)


def locked(form: ReportingForm) -> ReportingForm:
    return ReportingForm.objects.select_for_update(of=("self",)).get(pk=form.pk)


@transaction.atomic
def add_reporting_form(
    *, initiative: Initiative, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> ReportingForm:
    if unknown := set(fields) - FORM_FIELDS:
        raise KeyError(*unknown)
    form = ReportingForm.objects.create(initiative=initiative, created_at=at, **dict(fields))
    record("added", form, by, at, name=["", form.name])
    return form


@transaction.atomic
def edit_reporting_form(
    *, form: ReportingForm, asked: AskedFields, by: Actor, at: dt.datetime
) -> ReportingForm:
    form = locked(form)
    if changes := change_fields(form, asked, FORM_FIELDS):
        form.save(update_fields=list(changes))
        record("edited", form, by, at, **changes)
    return form


@transaction.atomic
def delete_reporting_form(*, form: ReportingForm, by: Actor, at: dt.datetime) -> None:
    form.deleted_at = at
    form.save(update_fields=["deleted_at"])
    record("deleted", form, by, at, name=[form.name, ""])


@transaction.atomic
def restore_reporting_form(*, form: ReportingForm, by: Actor, at: dt.datetime) -> None:
    if form.deleted_at is None:
        raise NotDeleted
    form.deleted_at = None
    form.save(update_fields=["deleted_at"])
    record("restored", form, by, at, name=["", form.name])


@transaction.atomic
def add_reporting_field(
    *, form: ReportingForm, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> ReportingField:
    """Add it after the others."""
    if unknown := set(fields) - FIELD_FIELDS:
        raise KeyError(*unknown)
    locked(form)
    made = ReportingField.objects.create(
        form=form, position=next_position(form.fields.all()), **dict(fields)
    )
    record("field_added", form, by, at, field=["", made.label])
    return made


@transaction.atomic
def edit_reporting_field(
    *, field: ReportingField, asked: AskedFields, by: Actor, at: dt.datetime
) -> ReportingField:
    form = locked(field.form)
    field.refresh_from_db()
    before = field.label
    if changes := change_fields(field, asked, FIELD_FIELDS):
        field.save(update_fields=list(changes))
        record("field_edited", form, by, at, field=[before, field.label], **changes)
    return field


@transaction.atomic
def shift_reporting_field(*, field: ReportingField, down: bool, by: Actor, at: dt.datetime) -> None:
    """Change places with the field before, or after; nothing at either end."""
    form = locked(field.form)
    rows = list(form.fields.present().order_by("position", "pk"))
    place = next(n for n, row in enumerate(rows) if row.pk == field.pk)
    other = place + (1 if down else -1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        row.position = position
    ReportingField.objects.bulk_update(rows, ["position"])
    record("field_moved", form, by, at, field=["", field.label])


@transaction.atomic
def delete_reporting_field(*, field: ReportingField, by: Actor, at: dt.datetime) -> None:
    """Put it aside with the words kept for it."""
    field.deleted_at = at
    field.save(update_fields=["deleted_at"])
    record("field_deleted", field.form, by, at, field=[field.label, ""])


@transaction.atomic
def restore_reporting_field(*, field: ReportingField, by: Actor, at: dt.datetime) -> None:
    if field.deleted_at is None:
        raise NotDeleted
    field.deleted_at = None
    field.save(update_fields=["deleted_at"])
    record("field_restored", field.form, by, at, field=["", field.label])


@transaction.atomic
def keep_texts(
    *,
    form: ReportingForm,
    seen: Filled,
    typed: Mapping[int, Typed],
    by: Actor,
    at: dt.datetime,
) -> dict[int, str]:
    """Keep for this form the words that differ from the plan's; return the text of each field.

    `seen` is what the form says of the action now. Words that are the plan's again are forgotten.
    Raise FieldChangedMeanwhile, naming the key of the field, where what stands is not what was
    read and not what is wanted.
    """
    locked(form)
    # Somebody else may have written since `seen` was read, which waited for her.
    kept = {
        (row.field_id, row.has_team_only): row.text
        for row in ReportingText.objects.filter(action=seen.action, field__form=form)
    }
    texts, told = {}, []
    for value in seen.values:
        key = value.field.pk
        text = kept.get((key, value.has_team_only), value.told.text)
        if (said := typed.get(key)) is not None:
            read, wanted = newlines(said.read).strip(), newlines(said.text).strip()
            if wanted != read:
                if text.strip() not in (read, wanted):
                    raise FieldChangedMeanwhile(str(key), read, text, wanted)
                text = keep_text(seen.action, value, wanted, at)
                told.append(value.field.label)
        texts[key] = text
    if told:
        changes: dict[str, list[object]] = {"form": ["", form.name], "fields": [[], told]}
        event = "roadmap.reporting_text.kept"
        audit.record(event, target=seen.action, by=by, at=at, changes=changes)
    return texts


def keep_text(action: Action, value: Value, wanted: str, at: dt.datetime) -> str:
    named: dict[str, Any] = {
        "field": value.field,
        "action": action,
        "has_team_only": value.has_team_only,
    }
    rows = ReportingText.objects.filter(**named)
    if wanted == value.told.text.strip():
        rows.delete()
        return value.told.text
    ReportingText.objects.update_or_create(
        **named,
        defaults={"text": wanted, "instead_of": value.told.text, "written_at": at},
    )
    return wanted


@transaction.atomic
def record_reporting(
    *,
    form: ReportingForm,
    seen: Filled,
    typed: Mapping[int, Typed],
    reported_on: dt.date,
    has_team_only: bool,
    by: Actor,
    at: dt.datetime,
) -> Reporting:
    """Say that the action was told in this form that day, with these words; they are kept.

    A button pressed twice tells it once. Raise FieldChangedMeanwhile as `keep_texts` does.
    """
    texts = keep_texts(form=form, seen=seen, typed=typed, by=by, at=at)
    said: dict[str, object] = {
        "reported_on": reported_on,
        "reported_by": by.label,
        "values": {str(key): text for key, text in texts.items()},
        "has_team_only": has_team_only,
    }
    last = form.reportings.present().filter(action=seen.action).order_by("recorded_at", "pk").last()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    made = Reporting.objects.create(form=form, action=seen.action, recorded_at=at, **said)
    told(made, "recorded", by, at)
    return made


def told(reporting: Reporting, verb: str, by: Actor, at: dt.datetime) -> None:
    """In the history of the action."""
    changes: dict[str, list[object]] = {
        "form": ["", reporting.form.name],
        "reported_on": ["", reporting.reported_on.isoformat()],
    }
    event = f"roadmap.reporting.{verb}"
    audit.record(event, target=reporting.action, by=by, at=at, changes=changes)


@transaction.atomic
def cancel_reporting(*, reporting: Reporting, by: Actor, at: dt.datetime) -> None:
    """It was not told there that day after all; the words stay."""
    reporting.deleted_at = at
    reporting.save(update_fields=["deleted_at"])
    told(reporting, "cancelled", by, at)


@transaction.atomic
def restore_reporting(*, reporting: Reporting, by: Actor, at: dt.datetime) -> None:
    if reporting.deleted_at is None:
        raise NotDeleted
    reporting.deleted_at = None
    reporting.save(update_fields=["deleted_at"])
    told(reporting, "restored", by, at)

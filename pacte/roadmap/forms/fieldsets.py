"""An action's own fields, a few at a time: one form for those that one thinks of together."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.forms.cells import (
    LINES,
    LONG,
    REVERSED,
    CellForm,
    Read,
    check_listed,
    check_reason,
    held,
    held_lines,
    is_reversed,
    meaning_of,
    schedule_meant,
)
from pacte.roadmap.forms.listed import MOST_TICKED, ListedField, entries_offered
from pacte.roadmap.forms.names import PEOPLE, TypedNames
from pacte.roadmap.operations.cells import StatusMeant
from pacte.roadmap.operations.lists import newlines
from pacte.roadmap.queries.columns import EXTRA, closed_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from pacte.roadmap.models import Action

REVIEW = "review_on"
HELP: dict[str, _StrPromise] = {
    "schedule": gettext_lazy("Avec vos mots : « 2027 », « de mars à juin », « en continu »…"),
    "budget": gettext_lazy("Avec vos mots : « 12 000 € sur deux ans »."),
    "funders": gettext_lazy("Un financeur par ligne, ou séparés par « ; »."),
    "publics": gettext_lazy("Un public par ligne."),
    "indicators": gettext_lazy("Un indicateur par ligne."),
    "alignments": gettext_lazy("Une ligne d’un cadre de référence par ligne : « FSE+ 2.1 »."),
    "territories": gettext_lazy("Une commune ou une intercommunalité du périmètre par ligne."),
}


@dataclass(frozen=True, slots=True)
class Fieldset:
    title: _StrPromise
    columns: tuple[str, ...]


FIELDSETS = {
    "intitule": Fieldset(gettext_lazy("Comment s’appelle cette action ?"), ("title", "number")),
    "texte": Fieldset(
        gettext_lazy("De quoi s’agit-il, et qu’en attend-on ?"),
        ("description", "expected_result"),
    ),
    "etat": Fieldset(gettext_lazy("Où en est-elle ?"), ("status", "weather")),
    "echeance": Fieldset(gettext_lazy("Pour quand ?"), ("schedule", REVIEW)),
    "moyens": Fieldset(gettext_lazy("Avec quels moyens ?"), ("budget", "funders")),
    "publics": Fieldset(
        gettext_lazy("Pour qui, et à quoi le verra-t-on ?"), ("publics", "indicators")
    ),
    "rattachements": Fieldset(
        gettext_lazy("À quoi la rattachez-vous ?"),
        ("publics", "themes", "pillars", "territories", "externals", "alignments"),
    ),
    "place": Fieldset(gettext_lazy("D’où vient-elle, et presse-t-elle ?"), ("priority", "origin")),
    "autres": Fieldset(gettext_lazy("Ce que dit encore votre document"), ()),
}


def columns_of(action: Action, fieldset: str) -> tuple[str, ...]:
    """The columns of a fieldset; those that only the document knows are of this action."""
    if fieldset != "autres":
        closed = closed_columns(action.initiative)
        return tuple(c for c in FIELDSETS[fieldset].columns if c not in closed)
    return tuple(dict.fromkeys(f"{EXTRA}{extra['header']}" for extra in action.extra))


def name_of(column: str) -> str:
    """A name that an address and an id may hold, whatever the document called its column."""
    if not column.startswith(EXTRA):
        return column
    return f"autre-{hashlib.sha256(column.encode()).hexdigest()[:10]}"


class FieldsetForm(forms.Form):
    """One field for each column, each with what it held when the form was opened."""

    def __init__(
        self,
        action: Action,
        columns: Mapping[str, str],
        sent: Mapping[str, str] | None = None,
        *,
        today: dt.date,
    ) -> None:
        super().__init__(sent)
        self.action, self.columns, self.today = action, columns, today
        for column, label in columns.items():
            self.add(column, label)

    def add(self, column: str, label: str) -> None:
        name, now = name_of(column), self.held(column)
        cell = CellForm(self.action, column, label=label) if column != REVIEW else None
        field = cell.fields["value"] if cell else self.review_field()
        field.help_text = HELP.get(column, field.help_text)
        if "themes" in self.columns:
            field = self.ticks(column, label) or field
        self.fields[name] = field
        self.fields[f"read-{name}"] = Read()
        self.initial.update({name: now, f"read-{name}": now})
        if column in LONG and column != "title":
            field.widget.attrs |= {"rows": 6, "data-pacte-autosave": f"{self.action.code}-{name}"}
        if cell and "reason" in cell.fields:
            self.fields["reason"] = cell.fields["reason"]

    def ticks(self, column: str, label: str) -> forms.Field | None:
        """Boxes to tick, unless the perimeter is too large for them."""
        words = held_lines(self.action, column)
        offered = entries_offered([self.action], column, self.today)
        if len(offered) > MOST_TICKED:
            return None
        return ListedField(offered, words, label=label, column=column)

    def review_field(self) -> forms.DateField:
        field = day_field(_("À revoir le"))
        field.help_text = _("Une action en continu ne finit pas : on la revoit.")
        return field

    def held(self, column: str) -> str:
        if column == REVIEW:
            return self.action.review_on.isoformat() if self.action.review_on else ""
        return held(self.action, column)

    @property
    def is_continuous(self) -> bool:
        """Whether the schedule, as typed so far, goes on without end."""
        text = str(self["schedule"].value() or "") if "schedule" in self.fields else ""
        return schedule_meant(text.strip()).kind == ScheduleKind.CONTINUOUS

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        check_reason(self, cleaned.get("status"))
        if "schedule" in cleaned:
            self.check_schedule(cleaned)
        if "territories" in cleaned:
            told = cleaned["territories"]
            check_listed(self, self.action, "territories", told, field="territories")
        return cleaned

    def check_schedule(self, cleaned: dict[str, object]) -> None:
        text = str(cleaned["schedule"]).strip()
        if is_reversed(text) and self.was_changed("schedule"):
            self.add_error("schedule", REVERSED)
        review = cleaned.get(REVIEW)
        if schedule_meant(text).kind != ScheduleKind.CONTINUOUS:
            cleaned[REVIEW] = None  # only what goes on without end is reviewed
        elif isinstance(review, dt.date) and review < self.today and self.was_changed(REVIEW):
            self.add_error(REVIEW, _("Ce jour est passé : choisissez un jour à venir."))

    def was_changed(self, column: str) -> bool:
        read: str = self.cleaned_data[f"read-{name_of(column)}"]
        return self.told(column) != read

    def told(self, column: str) -> str:
        value = self.cleaned_data[name_of(column)]
        if isinstance(value, dt.date):
            return value.isoformat()
        return newlines(str(value if value is not None else ""))

    def asked(self) -> dict[str, tuple[object, object]]:
        """Each column that the person changed: what she saw, what `edit_cell` takes for it."""
        found = {}
        for column in self.columns:
            reason = str(self.cleaned_data.get("reason") or "").strip()
            has_new_reason = column == "status" and reason != self.action.status_reason
            if self.was_changed(column) or has_new_reason:
                read = self.cleaned_data[f"read-{name_of(column)}"]
                found[column] = (self.seen(column, read), self.meaning(column, reason))
        return found

    def seen(self, column: str, read: str) -> object:
        if column == REVIEW:
            return self.seen_day(read)
        return read.splitlines() if column in LINES else read

    def seen_day(self, read: str) -> dt.date | str | None:
        """A text that is no day is none that the action ever held."""
        try:
            return dt.date.fromisoformat(read) if read else None
        except ValueError:
            return read

    def meaning(self, column: str, reason: str) -> object:
        if column == REVIEW:
            review: dt.date | None = self.cleaned_data[REVIEW]
            return review
        if column == "status":
            return StatusMeant(self.told(column), reason)
        if column in PEOPLE:
            names = TypedNames(self.action.initiative)
            return names.split(
                self.told(column), column=column, read=held_lines(self.action, column)
            )
        return meaning_of(column, self.told(column))

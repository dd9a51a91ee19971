"""One cell as a form: what it shows to change, and what was typed, with its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap.enums import (
    LINKED,
    NEEDS_REASON,
    TRANSITIONS,
    ActionStatus,
    Origin,
    ScheduleKind,
    Weather,
)
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.forms.listed import page_of_list
from pacte.roadmap.forms.names import PEOPLE, TypedNames
from pacte.roadmap.importing.amounts import understand_amount
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.schedules import understand_schedule
from pacte.roadmap.operations.cells import (
    BudgetMeant,
    ScheduleMeant,
    StatusMeant,
    extra_text,
)
from pacte.roadmap.operations.lists import ROWS, as_shown, lines_of, newlines
from pacte.roadmap.queries.attachments import names_on, unknown_names
from pacte.roadmap.queries.columns import EXTRA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.roadmap.models import Action

LINES = frozenset({*ROWS, *LINKED, "indicators", "publics"})
LONG = frozenset({"title", "description", "expected_result"})
SHORT = frozenset({"number", "priority", "budget", "schedule"})
CHOICES = {"weather": Weather.choices, "origin": Origin.choices}
REVERSED = gettext_lazy("La fin tombe avant le début : écrivez-les dans l’ordre.")
EDITABLE_COLUMNS = LINES | LONG | SHORT | {"status", *CHOICES}


def is_editable(column: str) -> bool:
    return column in EDITABLE_COLUMNS or column.startswith(EXTRA)


def held(action: Action, column: str) -> str:
    """What the cell holds, as one edits it."""
    if column in LINES:
        return "\n".join(held_lines(action, column))
    if column == "schedule":
        return action.schedule_text
    if column == "budget":
        return action.budget_text
    if column.startswith(EXTRA):
        return extra_text(action, column.removeprefix(EXTRA))
    return str(getattr(action, column))


def held_lines(action: Action, column: str) -> list[str]:
    if column in LINKED:
        return names_on(action, column)
    return lines_of(action, column) if column in ROWS else as_shown(getattr(action, column))


class Read(forms.CharField):
    """What the person had before her eyes, kept to the letter."""

    def __init__(self) -> None:
        super().__init__(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self, value: object) -> str:
        return newlines(str(super().clean(value) or ""))


class CellForm(forms.Form):
    read = Read()
    value = forms.CharField(required=False, strip=False)

    def __init__(
        self,
        action: Action,
        column: str,
        sent: Mapping[str, str] | None = None,
        *,
        label: str,
        prefix: str | None = None,
    ) -> None:
        self.action, self.column = action, column
        now = held(action, column)
        super().__init__(sent, initial={"read": now, "value": now}, prefix=prefix)
        self.fields["value"] = self.field_of(column, label)
        if column == "status":
            self.fields["reason"] = reason_field(action.status_reason)
        bound(self)

    def field_of(self, column: str, label: str) -> forms.Field:
        if column == "status":
            return forms.ChoiceField(label=label, choices=self.statuses())
        if column in CHOICES:
            return forms.ChoiceField(
                label=label, required=False, choices=[("", "—"), *CHOICES[column]]
            )
        if column in SHORT:
            return forms.CharField(label=label, required=False, max_length=500)
        help_text = _("Une ligne pour chacun.") if column in LINES else ""
        if column in PEOPLE:
            help_text = _("Un nom par ligne, ou séparés par « ; ».")
        if column in LINKED:
            help_text = _("Un nom de la liste par ligne.")
        return forms.CharField(
            label=label,
            required=column == "title",
            strip=column not in LINES,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 4, "data-pacte-autosave": self.draft_name()}),
            error_messages={"required": _("Une action garde un intitulé.")},
        )

    def draft_name(self) -> str:
        """The same in the table and on a page of its own: a draft is found again in both."""
        return f"{self.action.initiative.slug}/cells/{self.action.code}/{self.column}"

    def statuses(self) -> list[tuple[str, str]]:
        """The present one, and those that may follow it; any where there was none."""
        now = self.action.status
        allowed = TRANSITIONS[now] | {now} if now else set(ActionStatus.values)
        kept = [(value, str(label)) for value, label in ActionStatus.choices if value in allowed]
        return kept if now else [("", "—"), *kept]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if self.column == "status":
            check_reason(self, cleaned.get("value"))
        if self.column == "schedule" and is_reversed(str(cleaned.get("value", ""))):
            self.add_error("value", REVERSED)
        check_listed(self, self.action, self.column, cleaned.get("value"))
        return cleaned

    def is_changed(self) -> bool:
        """Whether what was typed differs from what was shown."""
        given = self.cleaned_data
        if newlines(str(given["value"])) != str(given["read"]):
            return True
        return "reason" in given and given["reason"] != self.action.status_reason

    def meaning(self) -> object:
        """What `operations.edit_cell` takes as the new value."""
        text = newlines(str(self.cleaned_data["value"]))
        if self.column == "status":
            return StatusMeant(text, str(self.cleaned_data.get("reason") or ""))
        if self.column in PEOPLE and "as_is" not in self.data:  # put back as it was
            names = TypedNames(self.action.initiative)
            return names.split(text, column=self.column, read=held_lines(self.action, self.column))
        return meaning_of(self.column, text)

    def read_value(self) -> object:
        text = str(self.cleaned_data["read"])
        return text.splitlines() if self.column in LINES else text


def reason_field(initial: str = "") -> forms.CharField:
    return forms.CharField(
        label=_("Pourquoi (pour une pause ou un arrêt)"),
        required=False,
        initial=initial,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def check_reason(form: forms.Form, status: object) -> None:
    """A pause or an end wants its reason."""
    if status in NEEDS_REASON and not str(form.cleaned_data.get("reason") or "").strip():
        form.add_error("reason", _("Dites pourquoi : les partenaires le liront."))


def check_listed(
    form: forms.Form, action: Action, column: str, text: object, field: str = "value"
) -> None:
    """Themes, pillars and territories are those of the lists; what is not is said by name."""
    if column not in LINKED or not text:
        return
    initiative = action.initiative
    lines = meaning_of(column, str(text))
    assert isinstance(lines, list)  # noqa: S101 — a column of lines
    today = initiative.today(timezone.now())
    if unknown := unknown_names(initiative, column, lines, today):
        names = ", ".join(f"« {name} »" for name in unknown)
        told = (
            _("Hors du périmètre, ou inconnu : %(names)s.")
            if column == "territories"
            else _("Pas dans la liste : %(names)s. Elle se complète sur la page « %(page)s ».")
        )
        form.add_error(field, told % {"names": names, "page": page_of_list(column)})


def schedule_meant(text: str) -> ScheduleMeant:
    """The words of a schedule with the kind and the dates that they mean."""
    if not text:
        return ScheduleMeant("", "")
    meant = understand_schedule(text)
    return ScheduleMeant(text, ScheduleKind(meant.kind.value.upper()), meant.start, meant.end)


def is_reversed(text: str) -> bool:
    """Whether it ends before it begins: a document's words are kept so, nobody types them."""
    questions = understand_schedule(text).questions
    return any(question.code is DoubtCode.SCHEDULE_REVERSED for question in questions)


def meaning_of(column: str, text: str) -> object:
    """What `operations.edit_cell` takes for a text typed in that column."""
    text = newlines(text)
    if column in LINES:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if column == "schedule":
        return schedule_meant(text.strip())
    if column == "budget":
        amount = understand_amount(text.strip())
        return BudgetMeant(text.strip(), amount.amount, amount.currency or "")
    return text.strip()

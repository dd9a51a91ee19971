"""One thing to complete in several actions: a column, or the answers of those who are sought."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.roadmap.enums import TRANSITIONS, ActionStatus, Weather
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.forms.cells import (
    LINES,
    REVERSED,
    check_listed,
    check_reason,
    held,
    held_lines,
    is_reversed,
    meaning_of,
    reason_field,
)
from pacte.roadmap.forms.listed import TICKED, ListedField, entries_offered
from pacte.roadmap.forms.names import PEOPLE, TypedNames
from pacte.roadmap.operations.cells import StatusMeant
from pacte.roadmap.queries.filters import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pacte.roadmap.models import Action

ANSWERS = "answers:"  # before « leads » or « partners »: those who are sought said yes
MENDED = (
    *("leads", "partners", "schedule", "status", "weather"),
    *("priority", "publics", "themes", "pillars", "territories", "externals", "alignments"),
    *("indicators", "budget"),
)
CHOICES = {"status": ActionStatus.choices, "weather": Weather.choices}


class MendForm(forms.Form):
    column = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(
        label=gettext_lazy("À inscrire"), widget=forms.Textarea(attrs={"rows": 2})
    )
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Pour quelles actions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une action.")},
    )

    def __init__(
        self,
        actions: Sequence[Action],
        column: str,
        sent: Mapping[str, str] | None = None,
        *,
        ticked: Collection[str] = (),
        today: dt.date,
    ) -> None:
        super().__init__(sent, initial={"column": column, "codes": list(ticked), "said_on": today})
        self.actions, self.asked = {action.code: action for action in actions}, column
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101 — declared above
        codes.choices = [(code, str(action)) for code, action in self.actions.items()]
        if column.startswith(ANSWERS):
            self.ask_answers()
        elif column in CHOICES:
            self.fields["value"] = forms.ChoiceField(
                label=_("À inscrire"), choices=[("", "—"), *CHOICES[column]]
            )
        elif column in TICKED and (offered := entries_offered(actions[:1], column, today)):
            self.fields["value"] = ListedField(offered, (), label=_("À inscrire"), column=column)
            self.fields["value"].required = True
        else:
            self.fields["value"].help_text = help_of(column)
        if column == "status":
            self.fields["reason"] = reason_field()
        bound(self)
        self.order_fields(["column", "value", "reason", "said_by", "said_on", "codes"])

    def ask_answers(self) -> None:
        del self.fields["value"]
        self.fields["said_by"] = forms.CharField(
            label=_("Dit par"),
            max_length=200,
            help_text=_("Qui l’a dit, ou où : « le comité de pilotage »."),
        )
        self.fields["said_on"] = day_field(_("Le"))
        self.fields["said_on"].required = True

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if self.asked == "status" and cleaned.get("value"):
            self.check_status(str(cleaned["value"]))
        if self.asked == "schedule" and is_reversed(str(cleaned.get("value", ""))):
            self.add_error("value", REVERSED)
        if self.actions and not self.asked.startswith(ANSWERS):
            check_listed(self, next(iter(self.actions.values())), self.asked, cleaned.get("value"))
        return cleaned

    def check_status(self, value: str) -> None:
        check_reason(self, value)
        chosen = [self.actions[code] for code in self.cleaned_data.get("codes", ())]
        refused = [one for one in chosen if one.status and not follows(one.status, value)]
        if refused:
            told = ", ".join(str(action) for action in refused)
            self.add_error(
                "value",
                _("Cet état ne peut pas suivre celui de : %(actions)s.") % {"actions": told},
            )

    @property
    def roles(self) -> Sequence[str]:
        """Whose answers are noted."""
        return ROLES[self.asked.removeprefix(ANSWERS)]

    def ticked(self) -> list[Action]:
        return [self.actions[code] for code in self.cleaned_data["codes"]]

    def cells(self) -> list[tuple[Action, object, object]]:
        """The ticked actions, each with what its cell holds now and what it is to hold."""
        column, meant = self.asked, self.meaning()
        return [
            (action, read_of(action, column), self.value_for(action, meant))
            for action in self.ticked()
        ]

    def value_for(self, action: Action, meant: object) -> object:
        """Lines come after those that are there; anything else takes their place."""
        if self.asked not in LINES or not isinstance(meant, list):
            return meant
        present = held_lines(action, self.asked)
        return [*present, *(line for line in meant if line not in present)]

    def meaning(self) -> object:
        text = self.cleaned_data["value"]
        if self.asked in PEOPLE:
            (first, *_others) = self.actions.values()
            return TypedNames(first.initiative).split(text, column=self.asked)
        if self.asked == "status":
            return StatusMeant(text, str(self.cleaned_data.get("reason") or "").strip())
        return meaning_of(self.asked, text)


def follows(before: str, value: str) -> bool:
    return value == before or value in TRANSITIONS[ActionStatus(before)]


def help_of(column: str) -> str:
    if column in PEOPLE:
        return _("Un nom par ligne, ou séparés par « ; ». S’ajoute à ce qui s’y trouve.")
    if column in LINES:
        return _("Une ligne pour chacun. S’ajoute à ce qui s’y trouve.")
    return _("Prend la place de ce qui s’y trouve.")


def read_of(action: Action, column: str) -> object:
    text = held(action, column)
    return text.splitlines() if column in LINES else text

"""One column pasted downwards: each line in the cell of a row, as a spreadsheet does."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pacte.roadmap.forms.cells import CellForm, held
from pacte.roadmap.operations.lists import newlines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.roadmap.models import Action, Plan
    from pacte.roadmap.queries.columns import Column

MOST_FILLED = 100


@dataclass(frozen=True, slots=True)
class Filled:
    """What one cell holds, and what it is to hold."""

    action: Action
    before: str
    after: str


class FillForm(forms.Form):
    """`codes` are the rows under each other on the screen, from the selected one."""

    column = forms.CharField(widget=forms.HiddenInput)
    codes = forms.CharField(widget=forms.HiddenInput)
    rows = forms.CharField(strip=False, widget=forms.HiddenInput)
    read = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, columns: Mapping[str, Column], sent: Mapping[str, str]) -> None:
        super().__init__(sent)
        self.plan, self.columns = plan, columns
        self.before: dict[str, object] = {}
        self.filled: list[Filled] = []
        self.cells: list[CellForm] = []

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["column"] not in self.columns:
            raise ValidationError(_("Cette colonne ne se remplit pas vers le bas."))
        read = cleaned.get("read") or {}
        self.before = read if isinstance(read, dict) else {}
        self.filled = self.pairs(column_of(str(cleaned["rows"])), str(cleaned["codes"]).split())
        self.cells = [self.cell_of(one) for one in self.filled]
        for cell in self.cells:
            for told in () if cell.is_valid() else cell.errors.values():
                raise ValidationError(f"{cell.action} – {told[0]}")
        return cleaned

    def pairs(self, lines: list[str], codes: list[str]) -> list[Filled]:
        """A blank line leaves its cell as it is."""
        if len(lines) > MOST_FILLED:
            told = _("Collez au plus %(most)s lignes à la fois.")
            raise ValidationError(told % {"most": MOST_FILLED})
        rows = self.plan.actions.filter(deleted_at=None, code__in=codes[: len(lines)])
        actions = {action.code: action for action in rows}
        if len(actions) < len(lines):
            raise ValidationError(
                _("Il y a plus de lignes collées que d’actions sous cette cellule.")
            )
        return [
            Filled(actions[code], held(actions[code], self.key), line)
            for code, line in zip(codes, lines, strict=False)
            if line
        ]

    @property
    def key(self) -> str:
        return str(self.cleaned_data["column"])

    @property
    def told(self) -> str:
        """The heading of the column, where it is one that may be filled."""
        column = self.columns.get(str(self.data.get("column", "")))
        return column.label if column else "—"

    def cell_of(self, filled: Filled) -> CellForm:
        read = self.before.get(filled.action.code, filled.before)
        return CellForm(
            filled.action, self.key, {"read": str(read), "value": filled.after}, label=self.told
        )

    def meant(self) -> list[tuple[Action, object, object]]:
        return [(cell.action, cell.read_value(), cell.meaning()) for cell in self.cells]

    def seen(self) -> str:
        """What each cell holds now, sent back with the answer: nobody else's words are lost."""
        return json.dumps({one.action.code: one.before for one in self.filled})


def column_of(text: str) -> list[str]:
    """The lines of one column; none where there are several columns."""
    try:
        lines = list(csv.reader(io.StringIO(newlines(text).rstrip("\n")), delimiter="\t"))
    except csv.Error:
        lines = []
    if any(len(line) > 1 for line in lines) or len(lines) < 2:  # noqa: PLR2004 — one is a value
        raise ValidationError(_("Collez une seule colonne, de plusieurs lignes."))
    return [line[0].strip() if line else "" for line in lines]

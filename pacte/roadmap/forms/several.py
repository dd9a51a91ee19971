"""Rows pasted from a spreadsheet, and one value for several actions."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap.forms.bounds import LONGEST_TEXT, is_too_long
from pacte.roadmap.forms.cells import meaning_of
from pacte.roadmap.forms.names import PEOPLE, TypedNames
from pacte.roadmap.forms.plans import PlaceForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.models import Plan
    from pacte.roadmap.queries.columns import Column

MOST_ROWS = 500
MOST_PREVIEWED = 20


def lines_of_cells(text: str) -> list[list[str]]:
    """What a spreadsheet copies: one line a row, a tab between two cells."""
    reader = csv.reader(io.StringIO(text), delimiter="\t")
    try:
        return [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise ValidationError(
            _("Une cellule est trop longue : un guillemet y est-il resté ouvert ?")
        ) from error


class PasteForm(PlaceForm):
    rows = forms.CharField(
        label=gettext_lazy("Lignes copiées du tableur"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-pacte-autosave": "lignes-collees"}),
    )
    field_order = ("rows", "after", "node")

    def __init__(self, plan: Plan, columns: Sequence[Column], *args: object) -> None:
        super().__init__(plan, *args)
        self.columns = columns
        self.names = TypedNames(plan.initiative)

    def clean_rows(self) -> list[dict[str, object]]:
        """Cells in the order of the screen's columns; a row of headings is left aside."""
        lines = lines_of_cells(self.cleaned_data["rows"])
        if len(lines) > MOST_ROWS:
            raise ValidationError(
                _(
                    "Rien n’a été ajouté : vous avez collé %(count)s lignes. "
                    "Collez au plus %(most)s lignes à la fois."
                )
                % {"count": number_format(len(lines), force_grouping=True), "most": MOST_ROWS}
            )
        if any(is_too_long(cell) for line in lines for cell in line):
            raise ValidationError(
                _("Une cellule dépasse %(most)s caractères : raccourcissez-la.")
                % {"most": LONGEST_TEXT}
            )
        columns = self.columns_of(lines)
        found = [self.row_of(line, columns) for line in lines if not self.is_heading(line)]
        if not found:
            raise ValidationError(
                _("Il n’y a rien à ajouter : collez au moins une ligne qui porte un intitulé.")
            )
        untitled = [place for place, row in enumerate(found, 1) if not row["title"]]
        if untitled:
            raise ValidationError(
                _("La ligne %(place)s n’a pas d’intitulé : la colonne « %(column)s » est vide.")
                % {"place": untitled[0], "column": self.title_heading()}
            )
        return found

    def columns_of(self, lines: Sequence[Sequence[str]]) -> Sequence[Column | None]:
        if lines and self.is_heading(lines[0]):
            return self.columns_named(lines[0])
        return self.columns

    def preview(self, text: str) -> list[list[str]]:
        """The first rows under the headings of the screen: is each cell in its place?"""
        try:
            lines = lines_of_cells(text)
        except ValidationError:
            return []
        columns = self.columns_of(lines)
        places = {column.key: place for place, column in enumerate(self.columns)}
        rows = []
        for line in [line for line in lines if not self.is_heading(line)][:MOST_PREVIEWED]:
            row = [""] * len(self.columns)
            named = columns if len(line) > 1 else [self.columns[places["title"]]]
            for column, cell in zip(named, line, strict=False):
                if column is not None:
                    row[places[column.key]] = cell.strip()
            rows.append(row)
        return rows

    def title_heading(self) -> str:
        return next(column.label for column in self.columns if column.key == "title")

    def is_heading(self, line: Sequence[str]) -> bool:
        labels = {column.label.casefold() for column in self.columns}
        return all(cell.strip().casefold() in labels for cell in line if cell.strip())

    def columns_named(self, headings: Sequence[str]) -> list[Column | None]:
        """In the order of the pasted headings, which may not be that of the screen."""
        named = {column.label.casefold(): column for column in self.columns}
        return [named.get(heading.strip().casefold()) for heading in headings]

    def row_of(self, line: Sequence[str], columns: Sequence[Column | None]) -> dict[str, object]:
        if len(line) == 1:
            return {"title": line[0].strip()}
        row: dict[str, object] = {"title": ""}
        for column, cell in zip(columns, line, strict=False):
            if column is not None and (text := cell.strip()):
                row[column.key] = self.meaning(column.key, text)
        return row

    def meaning(self, column: str, text: str) -> object:
        if column == "title":
            return text
        if column in PEOPLE:
            return self.names.split(text, column=column)
        return meaning_of(column, text)

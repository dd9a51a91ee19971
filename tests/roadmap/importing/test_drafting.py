"""How far a reading is, told while it goes on."""

import io

import pytest
import xlsxwriter

from pacte.documents.reading import Limits
from pacte.roadmap.importing.drafting import draft
from pacte.roadmap.importing.foreseeing import rows_ahead
from pacte.roadmap.importing.keeping import choices_of

ROWS = 2_500


def workbook(sheets: int) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Axe", "Action", "Responsable"])
            for row in range(1, ROWS):
                sheet.write_row(row, 0, ["Emploi", f"Faire la chose {row}", "SARCA"])
    return target.getvalue()


def test_rows_are_foreseen_in_each_kind_of_file():
    limits = Limits()

    assert rows_ahead(workbook(2), limits) == 2 * ROWS
    assert rows_ahead(b"Axe;Action\nA;B\n", limits) == 2
    assert rows_ahead(b"%PDF-1.7 ...", limits) == 0
    assert rows_ahead(b"PK broken", limits) == 0


def test_reading_tells_how_many_of_the_rows_it_has_read():
    stages, reached = [], []

    draft(
        workbook(2),
        name="plan.xlsx",
        choices=choices_of({}),
        step=lambda name, total: stages.append((name, total)),
        reached=reached.append,
    )

    assert stages[0] == ("reading", 2 * ROWS)
    assert reached == sorted(reached)
    assert ROWS < max(reached) <= 2 * ROWS
    assert len(set(reached)) > 3


def test_a_reading_that_is_stopped_ends_while_it_reads():
    class Stopped(Exception):
        pass

    def stop(rows: int) -> None:
        if rows > 100:
            raise Stopped

    with pytest.raises(Stopped):
        draft(workbook(1), name="plan.xlsx", choices=choices_of({}), reached=stop)

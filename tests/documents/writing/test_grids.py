from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pacte.documents.writing.grids import column_widths, letter_size, place, shown
from pacte.documents.writing.layout import Cell, Column, Grid, Row
from tests.documents.writing.samples import plan_grid

_cells = st.builds(
    Cell, text=st.just("x"), row_span=st.integers(-1, 5), column_span=st.integers(-1, 5)
)
_rows = st.lists(st.lists(_cells, max_size=6).map(lambda cells: Row(tuple(cells))), max_size=6)


def texts(grid: Grid) -> list[list[object]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def test_place_covers_spans_and_fills_what_is_missing():
    rows = (Row((Cell("a", row_span=2), Cell("b"))), Row((Cell("c"),)))

    placed = place(rows, 3)

    assert [[slot.cell.text for slot in line] for line in placed] == [
        ["a", "b", ""],
        ["a", "c", ""],
    ]
    assert [slot.is_origin for slot in placed[1]] == [False, True, True]


@given(_rows, st.integers(1, 5))
def test_place_gives_each_position_one_cell_that_fits(rows, width):
    placed = place(tuple(rows), width)

    for down, line in enumerate(placed):
        assert len(line) == width
        for index, slot in enumerate(line):
            top, left = down - slot.row_offset, index - slot.column_offset
            assert placed[top][left].cell is slot.cell
            assert top + slot.cell.row_span <= len(placed)
            assert left + slot.cell.column_span <= width


def test_shown_leaves_hidden_columns_out_and_shortens_spans():
    grid = shown(plan_grid())

    assert [column.header for column in grid.columns] == ["Axe", "Action", "Échéance", "Budget"]
    assert grid.rows[0].cells[0].column_span == 4
    assert texts(grid)[2][0] == '=HYPERLINK("http://x")'


def test_shown_keeps_a_span_that_begins_in_a_hidden_column():
    columns = (Column("a", hidden=True), Column("b"), Column("c", hidden=True), Column("d"))

    grid = shown(Grid(columns, (Row((Cell("tout", column_span=4),)),)))

    assert grid.rows[0].cells == (Cell("tout", column_span=2),)


def test_column_widths_fill_the_line_and_cut_no_word():
    grid = plan_grid()

    widths = column_widths(shown(grid), 271.0, letter_size(grid, 271.0))

    assert round(sum(widths), 3) == 271.0
    assert min(widths) > 15


def test_letters_shrink_as_columns_are_added():
    one = Grid((Column("a", 20),), ())
    many = Grid(tuple(Column("a", 40) for _ in range(12)), ())

    assert letter_size(one, 271.0) == 9.5
    assert letter_size(many, 271.0) == 7.0

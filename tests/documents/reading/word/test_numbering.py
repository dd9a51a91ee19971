from __future__ import annotations

from tests.documents.reading.files import p, paragraphs, read_word, tables, tbl, tc, tr


def level(index: int, text: str, written: str = "decimal", start: int = 1, inside: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{written}"/>'
        f'{inside}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(found_id: int, *levels: str, inside: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{found_id}">{inside}{"".join(levels)}</w:abstractNum>'


def num(found_id: int, abstract_id: int, inside: str = "") -> str:
    return f'<w:num w:numId="{found_id}"><w:abstractNumId w:val="{abstract_id}"/>{inside}</w:num>'


def item(text: str, at: int = 0, *, of: int = 1, more: str = "") -> str:
    return p(
        text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>{more}'
    )


def markers(body: str, numbering: str, styles: str = "") -> list[tuple[str | None, int]]:
    content = read_word(body, numbering=numbering, styles=styles)
    return [(each.marker, each.depth) for each in paragraphs(content)]


MULTI = abstract(
    0,
    level(0, "%1."),
    level(1, "%1.%2"),
    level(2, "%1.%2.%3)", "lowerLetter"),
) + num(1, 0)


def test_levels_count_and_restart_below_a_higher_one():
    body = item("a") + item("b", 1) + item("c", 1) + item("d", 2) + item("e") + item("f", 1)

    assert markers(body, MULTI) == [
        ("1.", 0),
        ("1.1", 1),
        ("1.2", 1),
        ("1.2.a)", 2),
        ("2.", 0),
        ("2.1", 1),
    ]


def test_plain_paragraphs_between_items_do_not_restart():
    assert markers(item("a") + p("x") + item("b"), MULTI) == [("1.", 0), (None, 0), ("2.", 0)]


def test_two_lists_over_the_same_definition_go_on_counting():
    numbering = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0)

    assert markers(item("a") + item("b", of=2), numbering) == [("1.", 0), ("2.", 0)]


def test_list_that_restarts_says_so():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0, again)

    assert markers(item("a") + item("b", of=2) + item("c", of=2), numbering) == [
        ("1.", 0),
        ("1.", 0),
        ("2.", 0),
    ]


def test_list_may_redefine_a_level():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "Axe %1", "upperRoman", 3)}</w:lvlOverride>'
    numbering = abstract(0, level(0, "%1.")) + num(1, 0, other)

    assert markers(item("a") + item("b"), numbering) == [("Axe III", 0), ("Axe IV", 0)]


def test_formats_are_written_as_word_does():
    numbering = "".join(
        abstract(index, level(0, "%1", name, 3)) + num(index, index)
        for index, name in enumerate(
            ["upperLetter", "lowerRoman", "decimalZero", "ordinal", "chineseCounting"], 1
        )
    )
    body = "".join(item("x", of=index) for index in range(1, 6))

    assert [marker for marker, _ in markers(body, numbering)] == ["C", "iii", "03", "3e", "3"]


def test_bullets_of_symbol_fonts_are_bullets():
    numbering = abstract(
        0, level(0, "\uf0b7", "bullet"), level(1, "o", "bullet"), level(2, "–", "bullet")
    ) + num(1, 0)

    assert markers(item("a") + item("b", 1) + item("c", 2), numbering) == [
        ("•", 0),
        ("o", 1),
        ("–", 2),
    ]


def test_level_may_never_restart():
    numbering = abstract(
        0, level(0, "%1."), level(1, "%2.", inside='<w:lvlRestart w:val="0"/>')
    ) + num(1, 0)
    body = item("a") + item("b", 1) + item("c") + item("d", 1)

    assert [marker for marker, _ in markers(body, numbering)] == ["1.", "1.", "2.", "2."]


def test_legal_level_writes_every_part_in_digits():
    numbering = abstract(
        0, level(0, "%1", "upperRoman"), level(1, "%1.%2", inside="<w:isLgl/>")
    ) + num(1, 0)

    assert [marker for marker, _ in markers(item("a") + item("b", 1), numbering)] == ["I", "1.1"]


def test_numbers_come_from_styles_too():
    numbering = abstract(
        0,
        level(0, "%1.", inside='<w:pStyle w:val="T1"/>'),
        level(1, "%1.%2", inside='<w:pStyle w:val="T2"/>'),
    ) + num(1, 0)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="T{index}"><w:name w:val="heading {index}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for index in (1, 2)
    )
    body = "".join(
        p(text, properties=f'<w:pStyle w:val="T{index}"/>')
        for text, index in (("a", 1), ("b", 2), ("c", 2))
    )

    assert markers(body, numbering, styles) == [("1.", 0), ("1.1", 1), ("1.2", 1)]


def test_number_zero_takes_a_paragraph_out_of_its_list():
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    none = '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>'

    assert markers(
        p("a", properties='<w:pStyle w:val="L"/>') + p("b", properties=none), MULTI, styles
    ) == [("1.", 0), (None, 0)]


def test_list_of_a_list_style_is_followed():
    numbering = (
        abstract(0, level(0, "%1°"), inside='<w:styleLink w:val="Puces"/>')
        + abstract(1, inside='<w:numStyleLink w:val="Puces"/>')
        + num(1, 1)
    )

    assert markers(item("a"), numbering) == [("1°", 0)]


def test_deeper_list_style_tells_its_depth():
    styles = (
        '<w:style w:type="paragraph" w:styleId="B2"><w:name w:val="List Bullet 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(0, level(0, "•", "bullet")) + num(1, 0)

    assert markers(p("a", properties='<w:pStyle w:val="B2"/>'), numbering, styles) == [("•", 1)]


def test_empty_numbered_cell_keeps_its_number():
    content = read_word(
        tbl(tr(tc(item("")), "a"), tr(tc(item("")), "b")),
        numbering=abstract(0, level(0, "%1")) + num(1, 0),
    )

    cells = [row.cells[0] for row in tables(content)[0].rows]
    assert [[each.marker for each in cell.paragraphs] for cell in cells] == [["1"], ["2"]]


def test_paragraph_that_a_change_took_out_does_not_count():
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    deleted = (
        f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{gone}</w:pPr>'
        '<w:del w:author="A"><w:r><w:delText>b</w:delText></w:r></w:del></w:p>'
    )

    assert markers(item("a") + deleted + item("c"), MULTI) == [("1.", 0), ("2.", 0)]


def test_unknown_list_draws_nothing():
    assert markers(item("a", of=42), MULTI) == [(None, 0)]

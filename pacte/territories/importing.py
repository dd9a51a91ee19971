"""Lists of communes, and of the zones they are in, in CSV as people and producers write them."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pacte.territories.enums import LineProblem, ListProblem
from pacte.territories.errors import UnreadableList
from pacte.territories.models import search_key
from pacte.territories.operations import CommuneRow, RefusedLine, ZoneRow

# What people and producers (Insee, DGCL, MAMH) call each column, without accent or case.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "code",
        "code insee",
        "insee",
        "code commune",
        "codgeo",
        "com",
        "depcom",
        "code geographique",
        "mcode",
        "code officiel",
    ),
    "name": (
        "nom",
        "commune",
        "communes",
        "nom commune",
        "nom de la commune",
        "libelle",
        "libgeo",
        "municipalite",
        "munnom",
        "name",
    ),
    "population": (
        "population",
        "population municipale",
        "pmun",
        "popmun",
        "pop",
        "habitants",
        "nombre d habitants",
        "mpopul",
    ),
    "parent": ("code epci", "epci", "siren epci", "siren", "code mrc", "mrc"),
}
ZONE_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": HEADINGS["code"],
    "zone_code": ("ze2020", "ze", "code ze", "code zone", "code zone d emploi", "code zone emploi"),
    "zone_name": (
        "libze2020",
        "libze",
        "zone d emploi",
        "libelle zone d emploi",
        "nom zone",
        "zone",
    ),
}
LINES_ABOVE_HEADING = 20  # Insee writes a title and a source above its columns
DELIMITERS = ";\t,|"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE = re.compile(r"[0-9][0-9AB][0-9]{3}\Z")
CODE_IN_BRACKETS = re.compile(r"\((\w+)\)\s*\Z")
LOST_ZERO_LENGTH = 4
NUMBER = re.compile(r"[0-9]+\Z")
SPACES_IN_NUMBER = str.maketrans("", "", " \u00a0\u202f")


@dataclass(slots=True)
class CommuneList:
    """What was read; the refused lines are complete only once the rows are imported."""

    rows: list[CommuneRow] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


@dataclass(slots=True)
class ZoneList:
    rows: list[ZoneRow] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def read_communes(content: bytes) -> CommuneList:
    """Read a CSV of one commune a line, named by its code, its name or both.

    UTF-8, UTF-16 or Windows-1252, with any usual delimiter; columns are recognised by what they
    are called, in any order. Raises `UnreadableList`.
    """
    lines = lines_of(content)
    columns = columns_of(lines, HEADINGS, {"code", "name"})
    found = CommuneList()
    for number, cells in lines:
        read = row_of(number, cells, columns)
        if isinstance(read, RefusedLine):
            found.refused.append(read)
        else:
            found.rows.append(read)
    return found


def read_zones(content: bytes) -> ZoneList:
    """Read a CSV of one commune a line with the code and name of its zone.

    Insee's own table of zones d’emploi, saved in CSV, is one. Raises `UnreadableList`.
    """
    lines = lines_of(content)
    columns = columns_of(lines, ZONE_HEADINGS, {"zone_code"})
    found = ZoneList()
    for number, cells in lines:
        held = cells_by_column(cells, columns)
        code, zone = code_of(held.get("code", "")), held["zone_code"]
        if CODE.match(code) and zone:
            found.rows.append(ZoneRow(number, code, zone, held.get("zone_name", "")))
        else:
            text = " ".join(filter(None, held.values()))
            found.refused.append(RefusedLine(number, LineProblem.BAD_CODE, text))
    return found


def lines_of(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = text_of(content)
    head = [line for line in text.splitlines() if line.strip()][:LINES_ABOVE_HEADING]
    if not head:
        raise UnreadableList(ListProblem.EMPTY)
    delimiter = max(DELIMITERS, key=lambda sign: max(line.count(sign) for line in head))
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def text_of(content: bytes) -> str:
    encoding = next((name for bom, name in BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("windows-1252", errors="replace")
    if "\0" in text:
        raise UnreadableList(ListProblem.NOT_TEXT)
    return text


def columns_of(
    lines: Iterator[tuple[int, list[str]]],
    headings: Mapping[str, tuple[str, ...]],
    needed: set[str],
) -> dict[str, int]:
    """Take the lines up to the heading and return the place of each column it names.

    Where two columns are of a kind the first wins; one at least is of those needed.
    """
    for _, heading in islice(lines, LINES_ABOVE_HEADING):
        words = [search_key(cell).strip() for cell in heading]
        columns = {
            column: min(places)
            for column, names in headings.items()
            if (places := [words.index(name) for name in names if name in words])
        }
        if columns.keys() & needed:
            return columns
    raise UnreadableList(ListProblem.NO_HEADING)


def row_of(
    number: int, cells: Sequence[str], columns: Mapping[str, int]
) -> CommuneRow | RefusedLine:
    held = cells_by_column(cells, columns)
    code, name = code_of(held.get("code", "")), held.get("name", "")
    people = held.get("population", "").translate(SPACES_IN_NUMBER)
    problem = None
    if not code and not name:
        problem = LineProblem.NO_NAME
    elif code and not CODE.match(code):
        problem = LineProblem.BAD_CODE
    elif people and not NUMBER.match(people):
        problem = LineProblem.BAD_POPULATION
    if problem is not None:
        said = (held.get(column, "") for column in ("code", "name", "population"))
        return RefusedLine(number, problem, " ".join(filter(None, said)))
    return CommuneRow(
        line=number,
        code=code,
        name=name,
        population=int(people) if people else None,
        parent_code=parent_code_of(held.get("parent", "")),
    )


def cells_by_column(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        column: cells[place].strip() if place < len(cells) else ""
        for column, place in columns.items()
    }


def code_of(text: str) -> str:
    """Return a code with the zero that a spreadsheet took off: 1001 is 01001."""
    code = text.upper().replace(" ", "")
    return code.zfill(LOST_ZERO_LENGTH + 1) if len(code) == LOST_ZERO_LENGTH else code


def parent_code_of(text: str) -> str:
    """Return the code, also where the producer writes « MRC Abitibi (880) »."""
    bracketed = CODE_IN_BRACKETS.search(text)
    return bracketed[1] if bracketed else text

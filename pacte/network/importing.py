"""A sheet of organisations and people: its columns recognised by their names, its lines checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from pacte.core.confined import MemoryExceeded, TimeExceeded, WorkCrashed, confined
from pacte.documents import reading
from pacte.documents.content import Table as ReadTable
from pacte.documents.errors import CorruptDocument, TooLong, TooMuchUnpacked
from pacte.network.enums import LineProblem, Sector
from pacte.network.errors import NoColumnKnown
from pacte.network.queries import folded

if TYPE_CHECKING:
    from pacte.documents.content import Cell, Content

FIELDS: dict[str, tuple[str, ...]] = {
    "organisation": (
        *("organisme", "organisation", "structure", "nom de l organisme", "nom de la structure"),
        *("raison sociale", "partenaire", "nom organisme", "nom structure", "denomination"),
        *("organization", "employeur", "entreprise", "etablissement", "nom du partenaire"),
    ),
    "short_name": ("sigle", "acronyme", "nom court", "sigle ou nom court", "acronym"),
    "sector": ("domaine", "secteur", "sector"),
    "siret": ("siret", "n siret", "numero siret", "no siret"),
    "neq": ("neq", "numero neq", "no neq"),
    "website": ("site", "site web", "site internet", "url", "website", "adresse du site"),
    "unit": ("service", "direction", "unite"),
    "person": (
        *("personne", "contact", "nom et prenom", "prenom et nom", "nom prenom", "prenom nom"),
        *("interlocuteur", "interlocutrice", "personne ressource", "referent", "referente"),
        *("nom du contact", "personne a appeler", "full name"),
    ),
    "first_name": ("prenom", "prenom du contact", "first name"),
    "last_name": ("nom", "nom de famille", "last name"),
    "title": ("fonction", "poste", "titre", "qualite", "job title"),
    "phone": (
        *(
            "telephone",
            "tel",
            "portable",
            "mobile",
            "numero de telephone",
            "phone",
            "ligne directe",
        ),
        *("telephone fixe", "telephone portable", "n de telephone"),
    ),
    "email": (
        *("courriel", "email", "e mail", "mail", "mel", "adresse electronique", "adresse mail"),
        *("adresse courriel", "adresse e mail", "adresse email"),
    ),
    "may_publish": ("publiable", "accepte d etre publiee", "accepte d etre publie", "publication"),
}
BY_HEADING = {name: key for key, names in FIELDS.items() for name in names}
NAMES = frozenset({"organisation", "person", "last_name"})
YES = frozenset({"oui", "o", "x", "yes", "vrai", "true", "1"})
HEADS = 15  # the first lines among which the headings stand
DIGITS = re.compile(r"[\s.\u00a0\u202f-]")
FRENCH_PHONE = 9  # figures that are left where a spreadsheet ate the first zero
LONGEST = 250
MEMORY_PER_BYTE = 6
SECTORS = {folded(str(label)): value for value, label in Sector.choices} | {
    folded(value): value for value, _label in Sector.choices
}


class Line(TypedDict):
    """A line as it was read; `values` by field, `problem` none where it may go in."""

    number: int
    cells: list[str]
    values: dict[str, str]
    problem: str


class Table(TypedDict):
    name: str
    headings: list[str]
    fields: list[str]  # what each column is, empty where it is not known
    lines: list[Line]


def read_apart(
    data: bytes, *, name: str, limits: reading.Limits, restores_zero: bool = False
) -> list[Table]:
    """Read the sheet in a process of its own, and check each line.

    Raises:
        DocumentError: it cannot be read.
        NoColumnKnown: none of its tables names an organisation or a person.
    """
    memory, seconds = MEMORY_PER_BYTE * limits.max_unpacked, limits.max_seconds
    try:
        return confined(
            lambda _say: tables_of(reading.read(data, name=name, limits=limits), restores_zero),
            memory=memory,
            seconds=seconds,
        )
    except MemoryExceeded as error:
        raise TooMuchUnpacked(limits.max_unpacked) from error
    except TimeExceeded as error:
        raise TooLong(limits.max_seconds) from error
    except WorkCrashed as error:
        raise CorruptDocument from error


def tables_of(content: Content, restores_zero: bool) -> list[Table]:
    found = [
        table
        for block in content.blocks
        if isinstance(block, ReadTable) and not block.is_hidden
        if (table := table_of(block, restores_zero)) is not None
    ]
    if not found:
        raise NoColumnKnown
    return found


def table_of(table: ReadTable, restores_zero: bool) -> Table | None:
    """None where no line of its top names an organisation or a person."""
    heads = [(index, fields_of(row.cells)) for index, row in enumerate(table.rows[:HEADS])]
    known = [(index, fields) for index, fields in heads if NAMES.intersection(fields)]
    if not known:
        return None
    head, fields = max(known, key=lambda one: (len(set(one[1])), -one[0]))
    lines = [
        line_of(
            row.place.row or index + 1, [text_of(cell) for cell in row.cells], fields, restores_zero
        )
        for index, row in enumerate(table.rows)
        if index > head and not row.is_hidden and any(text_of(cell) for cell in row.cells)
    ]
    headings = [text_of(cell) for cell in table.rows[head].cells]
    return Table(name=table.name or "", headings=headings, fields=fields, lines=lines)


def fields_of(cells: Iterable[Cell]) -> list[str]:
    """What each column is, by its heading; the first of two that say the same.

    « Nom » alone is the organisation's, unless another column is: it is then the person's.
    """
    fields = [BY_HEADING.get(folded(text_of(cell)), "") for cell in cells]
    fields = [key if key not in fields[:place] else "" for place, key in enumerate(fields)]
    if "last_name" in fields and "first_name" not in fields:
        alone = "person" if "organisation" in fields else "organisation"
        return [alone if key == "last_name" else key for key in fields]
    return fields


def text_of(cell: Cell) -> str:
    return " ".join(cell.text.split())


def line_of(number: int, cells: list[str], fields: list[str], restores_zero: bool) -> Line:
    values = {key: text for key, text in zip(fields, cells, strict=False) if key and text}
    problem = ""
    if names := [values.pop(key) for key in ("first_name", "last_name") if key in values]:
        values.setdefault("person", " ".join(names))
    if restores_zero and "phone" in values:
        values["phone"] = with_zero(values["phone"])
    for check in CHECKS:
        problem = problem or check(values)
    return Line(number=number, cells=cells, values=values, problem=problem)


def with_zero(phone: str) -> str:
    """A French number as people write it, where a spreadsheet ate its first zero."""
    figures = DIGITS.sub("", phone)
    if not (figures.isdecimal() and len(figures) == FRENCH_PHONE):
        return phone
    figures = f"0{figures}"
    return " ".join(figures[at : at + 2] for at in range(0, len(figures), 2))


def check_names(values: dict[str, str]) -> str:
    if not (values.get("organisation") or values.get("person")):
        return LineProblem.NOBODY
    longest = max(map(len, values.values()))
    return LineProblem.TOO_LONG if longest > LONGEST else ""


def check_numbers(values: dict[str, str]) -> str:
    for key, digits, problem in (("siret", 14, LineProblem.SIRET), ("neq", 10, LineProblem.NEQ)):
        if key in values:
            values[key] = DIGITS.sub("", values[key])
            if not (values[key].isdecimal() and len(values[key]) == digits):
                return problem
    return ""


def check_addresses(values: dict[str, str]) -> str:
    if "email" in values:
        try:
            validate_email(values["email"])
        except ValidationError:
            return LineProblem.EMAIL
    if "website" in values:
        if "://" not in values["website"]:
            values["website"] = f"https://{values['website']}"
        try:
            URLValidator(schemes=["http", "https"])(values["website"])
        except ValidationError:
            return LineProblem.WEBSITE
    return ""


def check_words(values: dict[str, str]) -> str:
    if "may_publish" in values:
        values["may_publish"] = "yes" if folded(values["may_publish"]) in YES else ""
    if "sector" in values:
        known = SECTORS.get(folded(values["sector"]))
        if known is None:
            return LineProblem.SECTOR
        values["sector"] = known
    return ""


CHECKS = (check_names, check_numbers, check_addresses, check_words)

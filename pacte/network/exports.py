"""What leaves the network: the booklet of whom to call, lines to mend, a list to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pacte.documents.writing import write_xlsx
from pacte.documents.writing.layout import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Figures,
    Grid,
    Heading,
    Item,
    Paragraph,
    Row,
    Sheet,
    Tone,
    Workbook,
)
from pacte.initiatives.exports import MadeFile, letterhead, paged_file
from pacte.network.enums import LineProblem, Sector
from pacte.network.queries import Coverage, coverage_of, people_by_organisation

if TYPE_CHECKING:
    import datetime as dt

    from pacte.initiatives.models import Initiative
    from pacte.network.models import Contact, SheetImport


def rejected_lines(sheet: SheetImport) -> bytes:
    """The lines that did not go in, as they came, each with its reason in a last column."""
    reasons = dict(LineProblem.choices)
    sheets = [
        Sheet(
            name=table["name"] or _("Lignes à corriger"),
            grid=Grid(
                (*columns(table["headings"]), Column(_("Ce qui ne va pas"), 50)),
                tuple(
                    Row((*map(Cell, line["cells"]), Cell(str(reasons[line["problem"]]), bold=True)))
                    for line in wrong
                ),
            ),
        )
        for table in sheet.tables
        if (wrong := wrong_lines(table))
    ]
    return written(_("Lignes à corriger"), sheets)


def wrong_lines(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [line for line in table["lines"] if line["problem"]]


def columns(headings: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(heading, max(14, len(heading) + 2)) for heading in headings)


def sheet_to_fill() -> bytes:
    """A list with the columns that Pacte knows, and a line that shows how."""
    headings = {
        _("Organisme"): _("Mission locale du Bassin"),
        _("Sigle"): "MLB",
        _("Domaine"): str(Sector.EMPLOYMENT.label),
        _("SIRET"): "",
        _("Site"): "https://mission.example",
        _("Service"): _("Accueil"),
        _("Prénom"): "Camille",
        _("Nom"): "Exemple",
        _("Fonction"): _("Conseillère"),
        _("Téléphone"): "01 99 00 00 00",
        _("Courriel"): "camille@mission.example",
        _("Publiable"): _("non"),
    }
    example = Row(tuple(map(Cell, headings.values())), tone=Tone.QUIET)
    grid = Grid(columns(list(headings)), (example,))
    return written(_("Partenaires"), [Sheet(name=_("Partenaires"), grid=grid)])


def written(title: str, sheets: Sequence[Sheet]) -> bytes:
    target = io.BytesIO()
    write_xlsx(Workbook(title=title, language=get_language() or "fr", sheets=tuple(sheets)), target)
    return target.getvalue()


BOOKLET_FORMS = ("pdf", "docx")


def booklet(
    initiative: Initiative, ending: str, *, at: dt.datetime, only_published: bool
) -> MadeFile:
    """The referents of each commune, then whom to call in each organisation.

    `only_published` leaves out who has not agreed to be published: it may then be given to anyone.
    """
    today = initiative.today(at)
    coverage = coverage_of(initiative, today=today)
    blocks: list[Block] = [
        Figures(
            (
                Figure(
                    str(coverage.covered),
                    _("communes sur %(total)s ont quelqu’un") % {"total": coverage.total},
                ),
            )
        ),
        Heading(_("Une personne par commune")),
        referents_grid(coverage, only_published=only_published),
    ]
    if coverage.vacant:
        names = (Item(line.territory.name) for line in coverage.vacant)
        blocks += [Heading(_("À désigner"), 2), Bullets(tuple(names))]
    blocks.append(Heading(_("Qui appeler dans les organismes")))
    blocks += directory_blocks(initiative, today, only_published=only_published)
    subtitle = (
        _("Personnes qui acceptent d’être publiées") if only_published else _("Usage interne")
    )
    head = letterhead(initiative, at=at, has_team_only=False)
    output = head.document(_("Carnet : qui appeler"), subtitle, blocks)
    return paged_file(initiative, output, stem=f"carnet-{today:%Y-%m-%d}", ending=ending)


def referents_grid(coverage: Coverage, *, only_published: bool) -> Grid:
    rows = [
        Row(
            (
                Cell(line.territory.name),
                Cell(f"{row.contact.name}, {row.get_kind_display()}"),
                Cell(reaching(row.contact)),
                Cell(f"{row.deputy.name}\n{row.deputy.phone}".strip() if row.deputy else ""),
            )
        )
        for line in coverage.lines
        for row in line.referents
        if row.contact and (row.contact.may_publish or not only_published)
    ]
    heads = (
        Column(_("Commune"), 24, heads_rows=True),
        Column(_("Personne"), 30),
        Column(_("La joindre"), 30),
        Column(_("En son absence"), 22),
    )
    return Grid(heads, tuple(rows), caption=_("Une personne par commune"))


def directory_blocks(
    initiative: Initiative, today: dt.date, *, only_published: bool
) -> list[Block]:
    blocks: list[Block] = []
    for organisation, functions in people_by_organisation(initiative, on=today):
        rows = [
            Row((Cell(one.contact.name), Cell(one.title), Cell(reaching(one.contact))))
            for one in functions
            if one.contact.may_publish or not only_published
        ]
        if rows:
            names = (_("Personne"), _("Fonction"), _("La joindre"))
            heads = (Column(name, 30, heads_rows=not at) for at, name in enumerate(names))
            blocks += [
                Heading(organisation.name, 2),
                Grid(tuple(heads), tuple(rows), caption=organisation.name),
            ]
    return blocks or [Paragraph(_("Personne dans le carnet encore"))]


def reaching(contact: Contact) -> str:
    return "\n".join(filter(None, (contact.phone, contact.email)))

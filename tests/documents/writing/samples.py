"""Small documents to write, and the texts that break careless writers."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pacte.documents.writing.layout import (
    Bullets,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Grid,
    Heading,
    Item,
    Kind,
    Logo,
    Orientation,
    Output,
    PageBreak,
    Panel,
    Paragraph,
    Picture,
    Row,
    Run,
    Sheet,
    Side,
    Tone,
    Workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<rect width="40" height="20" fill="#0f5964"/></svg>'
)

any_text = st.text(st.characters(codec=None), max_size=40)


def written(write: Callable[..., None], *args: object, **options: object) -> bytes:
    target = io.BytesIO()
    write(*args, target, **options)
    return target.getvalue()


def plan_grid() -> Grid:
    return Grid(
        (
            Column("Code", 10, hidden=True),
            Column("Axe", 16),
            Column("Action", 30, heads_rows=True),
            Column("Échéance", 12, Kind.DATE),
            Column("Budget", 12, Kind.NUMBER),
        ),
        (
            Row((Cell("Axe 1 — Accueillir", column_span=5),), tone=Tone.BAND),
            Row(
                (
                    Cell("ACT-0001"),
                    Cell("Accueillir", row_span=2),
                    Cell((Run("1.1 ", bold=True), Run("Ouvrir un guichet\nen mairie"))),
                    Cell(value=dt.date(2026, 3, 1)),
                    Cell(value=12500),
                )
            ),
            Row((Cell("ACT-0002"), Cell('=HYPERLINK("http://x")'), Cell("En continu"), Cell())),
        ),
        caption="Les actions",
    )


def plain_grid(*texts: str) -> Grid:
    return Grid((Column("Texte"),), tuple(Row((Cell(text),)) for text in texts))


def workbook(grid: Grid | None = None, **more: object) -> Workbook:
    metadata = Grid((Column("clé"), Column("valeur")), (Row((Cell("version"), Cell("1"))),))
    sheets = (
        Sheet("Plan", grid or plan_grid(), above=("Plan d’action", "État au 3 mars 2026")),
        Sheet("_pacte", metadata, hidden=True, filtered=False),
    )
    return Workbook("Plan d’action", "fr-FR", sheets, **more)  # type: ignore[arg-type]


def output(**more: object) -> Output:
    blocks = (
        Heading("Résumé"),
        Paragraph("Un territoire\nqui accueille.", lead=True),
        Figures((Figure("54", "actions", href="https://exemple.org/actions"),)),
        Bullets((Item("Accueillir"), Item("Guichet", 1))),
        Side(((Paragraph("Réussites"),), (Paragraph("Difficultés"),))),
        Picture(SVG, "Un rectangle", share=0.2, caption="Figure 1"),
        PageBreak(Orientation.LANDSCAPE),
        Heading("Tableau", 3),
        plan_grid(),
        PageBreak(Orientation.PORTRAIT),
        Panel("Ouvrir un guichet", kicker="ACT-0001", facts=(("Responsable", "Mairie"),)),
        PageBreak(),
        Facts((("Échéance", "En continu"),)),
    )
    given: dict[str, object] = {
        "title": "Plan d’action",
        "language": "fr-CA",
        "blocks": blocks,
        "subtitle": "Rivière-aux-Bouleaux",
        "date_label": "État au 3 mars 2026",
        "notice": "Données fictives",
        "mentions": ("Avec le soutien de la Région.",),
        "logos": (Logo(SVG, "Logo du territoire"),),
    }
    return Output(**(given | more))  # type: ignore[arg-type]

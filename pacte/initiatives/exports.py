"""What every document of a démarche carries, and its writing in PDF and in Word."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.utils import timezone, translation
from django.utils.translation import gettext as _

import pacte.ui
from pacte.core import days
from pacte.documents.writing import write_docx, write_pdf, write_xlsx
from pacte.documents.writing.errors import PictureUnreadable, TemplateUnreadable
from pacte.documents.writing.layout import Logo, Orientation, Output, Paper, Sheet, Workbook
from pacte.documents.writing.pictures import as_bitmap
from pacte.initiatives.enums import Jurisdiction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.writing.layout import Block, Grid
    from pacte.initiatives.models import Initiative

FONTS = Path(pacte.ui.__file__).parent / "static" / "ui" / "fonts"
_COUNTRY = {
    ("fr", Jurisdiction.FRANCE): "fr-FR",
    ("fr", Jurisdiction.QUEBEC): "fr-CA",
    ("en", Jurisdiction.FRANCE): "en-GB",
    ("en", Jurisdiction.QUEBEC): "en-CA",
}
_ACCENT = "#0f5964"
_LARGE = {Paper.A4: Paper.A3, Paper.LETTER: Paper.TABLOID}


@dataclass(frozen=True, slots=True)
class Letterhead:
    language: str
    paper: Paper
    accent: str
    date_label: str
    notice: str
    author: str
    made_at: dt.datetime
    logos: tuple[Logo, ...]
    mentions: tuple[str, ...]

    @property
    def large_paper(self) -> Paper:
        """A3 or Tabloid, for tables that ask for it."""
        return _LARGE.get(self.paper, self.paper)

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the title of a table in a spreadsheet."""
        return tuple(line for line in (self.date_label, self.notice) if line)

    def document(
        self,
        title: str,
        subtitle: str,
        blocks: Sequence[Block],
        *,
        paper: Paper | None = None,
        orientation: Orientation = Orientation.PORTRAIT,
    ) -> Output:
        """A paged document under this head."""
        return Output(
            title=title,
            subtitle=subtitle,
            language=self.language,
            date_label=self.date_label,
            notice=self.notice,
            author=self.author,
            made_at=self.made_at,
            paper=paper or self.paper,
            orientation=orientation,
            logos=self.logos,
            mentions=self.mentions,
            accent=self.accent,
            blocks=tuple(blocks),
        )


def letterhead(initiative: Initiative, *, at: dt.datetime, has_team_only: bool) -> Letterhead:
    tongue = (translation.get_language() or "fr")[:2]
    language = _COUNTRY.get((tongue, Jurisdiction(initiative.jurisdiction)), "fr-FR")
    day = days.said_day(timezone.localtime(at))
    notices = [_("Données fictives")] if initiative.is_demo else []
    if has_team_only:
        notices.append(_("Contient des éléments réservés à l’équipe"))
    return Letterhead(
        language=language,
        paper=Paper(initiative.paper),
        accent=initiative.colour or _ACCENT,
        date_label=_("État au %(day)s") % {"day": day},
        notice=" – ".join(notices),
        author=initiative.name,
        made_at=at,
        logos=_logos(initiative),
        mentions=tuple(
            line.strip() for line in initiative.funders_notice.splitlines() if line.strip()
        ),
    )


def _logos(initiative: Initiative) -> tuple[Logo, ...]:
    """Those that can be drawn: one that cannot is no reason to refuse a document."""
    logos = []
    for logo in initiative.logos.select_related("file").order_by("position", "pk"):
        try:
            with logo.file.content.open("rb") as stored:
                data = stored.read()
            as_bitmap(data)
        except (FileNotFoundError, PictureUnreadable):
            continue
        logos.append(Logo(data, logo.owner))
    return tuple(logos)


@dataclass(frozen=True, slots=True)
class MadeFile:
    name: str
    content: bytes


def paged_file(initiative: Initiative, output: Output, *, stem: str, ending: str) -> MadeFile:
    """Write a document in PDF, or in the territory's own Word template; `ending` says which."""
    target = io.BytesIO()
    if ending == "pdf":
        write_pdf(output, target, font_paths=[FONTS])
    else:
        write_word(initiative, output, target)
    return MadeFile(f"{stem}.{ending}", target.getvalue())


def grid_file(
    head: Letterhead,
    titles: tuple[str, str],
    grid: Grid,
    *,
    name: str,
    stem: str,
    below: Sequence[str] = (),
) -> MadeFile:
    """Write a spreadsheet of one sheet of that name, under this head; `below` stands under it.

    `titles` say of what, then which grid of it.
    """
    heading = " – ".join(titles)
    sheet = Sheet(
        name,
        grid,
        above=(heading, *head.lines),
        below=(*below, *head.mentions),
    )
    workbook = Workbook(
        title=heading,
        subject=head.date_label,
        author=head.author,
        language=head.language,
        made_at=head.made_at,
        footer=" – ".join((titles[0], *head.lines)),
        paper=head.paper,
        orientation=Orientation.LANDSCAPE,
        logos=head.logos,
        sheets=(sheet,),
        overflow=_("Textes longs"),
    )
    target = io.BytesIO()
    write_xlsx(workbook, target)
    return MadeFile(f"{stem}.xlsx", target.getvalue())


def write_word(initiative: Initiative, output: Output, target: BinaryIO) -> None:
    """Into the territory's own template; without it where it cannot be read."""
    template = None
    if initiative.word_template is not None:
        with initiative.word_template.content.open("rb") as stored:
            template = stored.read()
    try:
        write_docx(output, target, template=template)
    except TemplateUnreadable:
        write_docx(output, target)

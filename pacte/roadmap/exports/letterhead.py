"""What every document of a démarche carries: its logos, its date, its funders' mentions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pacte.core import days
from pacte.documents.writing.errors import PictureUnreadable
from pacte.documents.writing.layout import Logo, Orientation, Output, Paper
from pacte.documents.writing.pictures import as_bitmap
from pacte.initiatives.enums import Jurisdiction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.writing.layout import Block
    from pacte.initiatives.models import Initiative

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

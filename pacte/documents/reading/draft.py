"""A paragraph while it is read: its visible text, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.documents.content import NoteKind

if TYPE_CHECKING:
    import datetime as dt

    from pacte.documents.reading.xmltree import Element


@dataclass(frozen=True, slots=True)
class Look:
    """What makes text visible or not, and what makes it stand out."""

    bold: bool = False
    underline: bool = False
    struck: bool = False
    hidden: bool = False


PLAIN = Look()


@dataclass(slots=True)
class Aside:
    """A note whose place is not known yet."""

    kind: NoteKind
    parts: list[str] = field(default_factory=list)
    author: str | None = None
    date: dt.datetime | None = None
    at: int = -1  # how much visible text stood before it, for what may join it
    source: Element | None = None  # a story of its own, to be read: a text box, a footnote


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change that takes text out."""

    author: str | None
    date: dt.datetime | None


@dataclass(slots=True)
class Draft:
    parts: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    visible: int = 0
    plain: int = 0  # characters that are not bold
    bare: int = 0  # characters that are not underlined
    page: int | None = None  # where its text begins

    def add(self, text: str, look: Look, change: Change | None, page: int | None) -> None:
        if change is not None:
            self.set_aside(NoteKind.DELETION, text, change.author, change.date)
        elif look.hidden:
            self.set_aside(NoteKind.HIDDEN, text)
        elif look.struck:
            self.set_aside(NoteKind.STRUCK, text)
        else:
            self._show(text, look, page)

    def set_aside(
        self,
        kind: NoteKind,
        text: str,
        author: str | None = None,
        date: dt.datetime | None = None,
    ) -> None:
        """Keep a text beside; what follows it directly in the same way joins it."""
        last = self.asides[-1] if self.asides else None
        same = last is not None and (last.kind, last.author, last.date) == (kind, author, date)
        if last is not None and same and last.at == self.visible:
            last.parts.append(text)
        else:
            self.asides.append(Aside(kind, [text], author, date, self.visible))

    def refer(self, aside: Aside | None) -> None:
        """Keep a text of its own, which joins no other."""
        if aside is not None:
            self.asides.append(aside)

    def text(self) -> str:
        return "".join(self.parts).replace("\xad", "").strip(" \t\n\r\xa0")

    def _show(self, text: str, look: Look, page: int | None) -> None:
        self.parts.append(text)
        size = len(text.strip())
        if not size:
            return
        if not self.visible:
            self.page = page
        self.visible += size
        if not look.bold:
            self.plain += size
        if not look.underline:
            self.bare += size

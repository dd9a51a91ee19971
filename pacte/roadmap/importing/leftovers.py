"""What stands outside tables and cards: title, orientation, members, and what is said besides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.building import without_continued
from pacte.roadmap.importing.contents import contents_of, without_page
from pacte.roadmap.importing.coverage import notes_of
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.frames import UNNAMED, FrameLines, following_lines
from pacte.roadmap.importing.lines import SHEET, Sections, is_frame, look
from pacte.roadmap.importing.organisations import distinct, organisations_of
from pacte.roadmap.importing.pieces import (
    Card,
    Line,
    Part,
    distinct_cells,
    fold,
    squeeze,
    text_of,
)
from pacte.roadmap.importing.plan import ReadAction, ReadNode, Repeated
from pacte.roadmap.importing.summaries import PLAN, Summaries
from pacte.roadmap.importing.vocabulary import Meaning, field_label, level_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Content
    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.pieces import Piece

LONGEST_TITLE = 200
_TERRITORY = re.compile(
    r"^(?:communauté (?:de communes|d['’]agglomération|urbaine)|métropole|ville|commune"
    r"|municipalité|m\.?r\.?c\.?|département|région|petr|pays|agglomération"
    r"|parc naturel régional|comté|canton|pôle d['’]équilibre|regional county municipality"
    r"|(?:county|city|town|district|region|township|municipality|village) of)"
    r"\s+(?:de|du|des|d['’]|la|le|les|l['’])?[^.;:]{2,70}$",
    re.IGNORECASE,
)
_COVER = re.compile(r"(?:page de )?(?:couverture|garde|titre|accueil|presentation|cover|title)\b")
_COUNT = re.compile(r"\d{1,9}")
_INTRODUCED = re.compile(r"^(?P<header>[^:\n]{3,90}?)\s*:\s+(?P<text>\S.*)$", re.DOTALL)


@dataclass(slots=True)
class Passage:
    """Lines under the same headings."""

    headings: list[Line]
    lines: list[Line]
    sheet: str | None
    node: str | None = None  # of the heading that it stands under


def _is_bare(head: Line) -> bool:
    """« ORIENTATION » alone; with its text on the same line, it heads nothing."""
    named = level_label(head.text)
    return named is None or not named.title


@dataclass(slots=True)
class Leftovers:
    builder: Builder
    pieces: Sequence[Piece]
    content: Content
    unread: set[int]  # positions of the tables that hold no plan
    frames: FrameLines
    following: dict[int, Line] = field(default_factory=dict)
    _past_table: bool = False  # since the last heading
    _sections: Sections = field(default_factory=Sections)
    _passages: list[Passage] = field(default_factory=list)

    def place(self) -> None:
        self.following = following_lines(self.pieces)
        self._title()
        self._territory()
        summaries = Summaries(self.builder, self.following)
        for position, piece in enumerate(self.pieces):
            if isinstance(piece, Line):
                self._line(piece, summaries)
            elif isinstance(piece, Part) and position in self.unread:
                self._table(piece)
            else:
                self._past_table = True
        for passage in self._passages:
            if passage.lines:
                self._passage(passage)
        for passage in self._passages:
            self._headings_alone(passage)
        self._contents(summaries)
        self._notes()

    def _contents(self, summaries: Summaries) -> None:
        """The table of contents says again what the plan says, or what stands around it."""
        for paragraph in contents_of(self.content.blocks).values():
            target = summaries.target_of(without_page(paragraph.text))
            text = squeeze(f"{paragraph.marker or ''} {paragraph.text}")
            of = PLAN if target is None else target.id
            self.builder.plan.repeated.append(Repeated(str(paragraph.place), text, of))

    def _notes(self) -> None:
        """Notes that hang on no action."""
        held = {note.text for action in self.builder.plan.actions for note in action.notes}
        held.update(passage.text for passage in self.builder.remainder.unplaced)
        for note in notes_of(self.content):
            if note.text not in held and note.text.strip() not in held:
                held.add(note.text)
                self.builder.remainder.leave(note.place, note.text)

    def _title(self) -> None:
        """The first line, where it stands above the plan rather than in it."""
        plan = self.builder.plan
        if (head := self._only_heading()) is not None:
            plan.title, head.used = squeeze(head.text), True
            return
        for position, piece in enumerate(self.pieces):
            if isinstance(piece, Card) or (isinstance(piece, Part) and position not in self.unread):
                break
            if not isinstance(piece, Line) or look(piece) == SHEET:
                continue
            if piece.sheet is not None and not self._planned_sheet(piece.sheet):
                continue
            named = piece.label is not None and (is_frame(piece) or piece.label.number)
            if not (piece.used or named or piece.bullet) and len(piece.text) <= LONGEST_TITLE:
                plan.title, piece.used = squeeze(piece.text), True
            break
        if plan.title is None:
            self._title_of_cover()
        if plan.title is None and self.content.title:
            plan.title = squeeze(self.content.title)

    def _only_heading(self) -> Line | None:
        """The heading that stands alone above all others, where it begins the document."""
        declared = [
            piece
            for piece in self.pieces
            if isinstance(piece, Line)
            and piece.heading not in (None, SHEET)
            and not (piece.guessed or piece.sheet)
        ]
        if not declared:
            return None
        first, rank = declared[0], min(look(line) for line in declared)
        alone = sum(look(line) == rank for line in declared) == 1
        if not alone or look(first) != rank or first.used or is_frame(first):
            return None
        if (first.label is not None and first.label.number) or len(first.text) > LONGEST_TITLE:
            return None
        tables = (p for p in self.pieces if isinstance(p, (Part, Card)))
        before = next(tables, None)
        after = before is None or self.pieces.index(first) < self.pieces.index(before)
        meant = self._meaning(first.text)
        return first if after and meant is None else None

    def _title_of_cover(self) -> None:
        """The first line of a sheet that is the cover of a workbook."""
        lines = (piece for piece in self.pieces if isinstance(piece, Line) and look(piece) != SHEET)
        first = next(lines, None)
        if first is None or first.used or len(first.text) > LONGEST_TITLE:
            return
        if _COVER.match(fold(first.sheet or "")):
            self.builder.plan.title, first.used = squeeze(first.text), True

    def _territory(self) -> None:
        """A line above the plan that only names a territory."""
        plan = self.builder.plan
        for position, piece in enumerate(self.pieces):
            if not isinstance(piece, Line):
                if position in self.unread:
                    continue
                return
            if not piece.used and _TERRITORY.match(piece.text) and plan.territory is None:
                plan.territory, piece.used = squeeze(piece.text), True

    def _planned_sheet(self, sheet: str) -> bool:
        return any(
            (isinstance(piece, Part) and piece.table.name == sheet and position not in self.unread)
            or (isinstance(piece, Card) and piece.place.sheet == sheet)
            for position, piece in enumerate(self.pieces)
        )

    def _line(self, line: Line, summaries: Summaries) -> None:
        heading = line.heading is not None or is_frame(line)
        if heading:
            self._sections.open(line)
            self._past_table = False
        else:
            self._sections.pass_over()
        if line.notes:
            self.builder.leave_notes(line.notes)
        if line.used:
            self._near_node(line, summaries)
            return
        if self._says_plan_again(line) or summaries.repeats(line):
            return
        if not line.heading and isinstance(summaries.last, (ReadAction, ReadNode)):
            if self._beside_summary(line, summaries):
                return
        elif line.heading:
            summaries.last = None
        self._keep(line, heading=heading)

    def _near_node(self, line: Line, summaries: Summaries) -> None:
        if is_frame(line):
            summaries.last = None

    def _says_plan_again(self, line: Line) -> bool:
        plan = self.builder.plan
        known = {fold(plan.title or ""), fold(plan.orientation or "")} - {""}
        if {fold(line.text), fold(without_continued(line.text))} & known:
            plan.repeated.append(Repeated(str(line.place), line.text, PLAN))
            line.used = True
            return True
        return False

    def _beside_summary(self, line: Line, summaries: Summaries) -> bool:
        """A passage beneath a part of the summary speaks of that part's node."""
        last = summaries.last
        node = last.node if isinstance(last, ReadAction) else last.id if last else None
        match = _INTRODUCED.match(line.text)
        if node is None or match is None or line.bullet:
            return False
        self.builder.node_extra(node, match["header"], match["text"].strip(), line.place)
        line.used = True
        return True

    def _keep(self, line: Line, *, heading: bool) -> None:
        headings = [other for other in self._sections.stack if other is not line]
        node = None if self._past_table else self._node(headings)
        last = self._passages[-1] if self._passages else None
        if heading:
            above = last.headings if last is not None and not last.lines else []
            pending = [h for h in above if h not in headings and not h.used]
            self._passages.append(Passage([*headings, *pending, line], [], line.sheet, node))
        elif last is not None and last.sheet == line.sheet and self._holds(last, headings):
            last.lines.append(line)
        else:
            self._passages.append(Passage(headings, [line], line.sheet, node))

    def _node(self, headings: list[Line]) -> str | None:
        for heading in reversed(headings):
            node = self.frames.node_under(heading)
            if node is not None:
                return node
        return None

    def _holds(self, passage: Passage, headings: list[Line]) -> bool:
        if not passage.headings:
            return not headings
        return bool(headings) and passage.headings[-1] is headings[-1]

    def _table(self, part: Part) -> None:
        """A table that is no plan is kept row by row."""
        rows = [body.row for body in part.rows]
        named = (f"{c.group} {c.heading}".strip() for c in part.columns)
        headings = " | ".join(name for name in named if name)
        lines = [Line(headings, part.table.place)] if headings else []
        for row in rows:
            text = " | ".join(squeeze(text_of(cell)) for cell in distinct_cells(row))
            if text:
                lines.append(Line(text, row.place))
        stack = list(self._sections.stack)
        self._passages.append(Passage(stack, lines, part.table.name))

    def _passage(self, passage: Passage) -> None:
        own = [line for line in passage.headings if not (line.used or self._is_summary(line))]
        body = [line for line in passage.lines if not line.used]
        head = passage.headings[-1] if passage.headings else None
        meaning = self._meaning(head.text) if head is not None else None
        if head is not None and meaning is Meaning.ORIENTATION and body and _is_bare(head):
            self._orientation(own, body)
        elif head is not None and meaning is Meaning.MEMBERS and body:
            self._members(head, body)
            for line in own:
                self.builder.remainder.leave(line.place, line.text)
        elif not self._own_words(own, body):
            self._extra(passage, own, body)
        for line in (*own, *body):
            line.used = True

    def _is_summary(self, line: Line) -> bool:
        return self._meaning(line.text) is Meaning.SUMMARY

    def _headings_alone(self, passage: Passage) -> None:
        """Headings under which nothing is left: those of a summary go with it."""
        for line in passage.headings:
            if line.used:
                continue
            line.used = True
            if self._own_words([line], []):
                continue
            if self._is_summary(line):
                repeated = Repeated(str(line.place), line.text, PLAN)
                self.builder.plan.repeated.append(repeated)
            else:
                self.builder.remainder.leave(line.place, line.text)

    def _meaning(self, heading: str) -> Meaning | None:
        found = self.builder.lexicon.meaning(heading.rstrip(" :"))
        return found.meaning if found else None

    def _orientation(self, own: list[Line], body: list[Line]) -> None:
        plan = self.builder.plan
        for line in own[:-1]:  # what stands above the word « Orientation » itself
            self.builder.remainder.leave(line.place, line.text)
        own = own[-1:]
        text = "\n".join(line.text for line in body)
        if plan.orientation is None:
            plan.orientation = text
            return
        new = [line for line in body if fold(line.text) not in fold(plan.orientation)]
        for line in (*own, *body):
            if line not in new and not (line in own and new):
                plan.repeated.append(Repeated(str(line.place), line.text, PLAN))
        if new:  # a vision beside a mission
            header = " – ".join(line.text for line in own).rstrip(" :") or UNNAMED
            self.builder.say(header, "\n".join(line.text for line in new), new[0].place)

    def _members(self, head: Line, body: list[Line]) -> None:
        builder = self.builder
        for line in body:
            names = organisations_of(line.text, builder.known)
            builder.plan.organisations.extend(
                name for name in names if name not in builder.plan.organisations
            )
            builder.remainder.leave_rest(line.place, line.text, names)
        said = _COUNT.search(head.text)
        count = distinct(builder.plan.organisations)
        if said is not None and int(said[0]) != count:
            builder.doubt(
                DoubtCode.COUNT_DIFFERS, head.place, PLAN, head.text, str(count), (said[0],)
            )

    def _own_words(self, own: list[Line], body: list[Line]) -> bool:
        """A single line that names a field of the plan itself: « Territoire : … »."""
        lines = [*own, *body]
        if len(lines) != 1:
            return False
        plan, text = self.builder.plan, lines[0].text
        named = level_label(text) or field_label(text)
        if named is None or not named.title:
            return False
        if named.recognition.meaning is Meaning.TERRITORY and plan.territory is None:
            plan.territory = named.title
        elif named.recognition.meaning is Meaning.ORIENTATION and plan.orientation is None:
            plan.orientation = named.title
        else:
            return False
        return True

    def _extra(self, passage: Passage, own: list[Line], body: list[Line]) -> None:
        builder = self.builder
        text = "\n".join(line.text for line in body)
        header = " – ".join(squeeze(line.text) for line in own)
        place = (own or body)[0].place if own or body else self.content.name
        if not text:
            for line in own:
                builder.remainder.leave(line.place, line.text)
        elif passage.node is not None:
            builder.node_extra(passage.node, header.rstrip(" :") or None, text, place)
        elif header:
            builder.say(header.rstrip(" :"), text, place)
        elif passage.headings and self._is_title(passage.headings[-1]):
            builder.say(None, text, place)
        elif self._is_legend(passage) or self._is_other_sheet(passage):
            builder.say(passage.sheet or UNNAMED, text, place)
        else:
            for line in body:
                self._alone(line)

    def _is_title(self, line: Line) -> bool:
        return line.heading is not None and squeeze(line.text) == self.builder.plan.title

    def _alone(self, line: Line) -> None:
        """« Légende : … » says what it is; anything else is left."""
        match = _INTRODUCED.match(line.text)
        if match is not None and self._meaning(match["header"]) is not None:
            self.builder.say(match["header"], match["text"].strip(), line.place)
        else:
            self.builder.remainder.leave(line.place, line.text)

    def _is_other_sheet(self, passage: Passage) -> bool:
        return passage.sheet is not None and not self._planned_sheet(passage.sheet)

    def _is_legend(self, passage: Passage) -> bool:
        return passage.sheet is not None and self._meaning(passage.sheet) is Meaning.LEGEND

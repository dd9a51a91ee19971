"""The rows under one header, made into nodes and actions.

A vertically merged cell holds for every row it covers. A blank unmerged cell repeats the one above
in frame columns only. Rows without a title go on with the action above them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.documents.content import NoteKind
from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.choices import Joining
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.fields import Filler, Filling
from pacte.roadmap.importing.items import steps_of
from pacte.roadmap.importing.levels import depth_of_code, is_alone, row_number
from pacte.roadmap.importing.numbering import split_items, take_number
from pacte.roadmap.importing.pieces import BodyRow, squeeze
from pacte.roadmap.importing.plan import ReadStatus
from pacte.roadmap.importing.rows.groups import Group, turns_page
from pacte.roadmap.importing.rows.words import (
    DATES,
    LEADS,
    PARTIAL,
    PLAN,
    SHARED,
    STILL_OPEN,
    TOTAL,
    filler_of,
    frame_key,
    is_formula,
    is_list,
    is_total,
    labelled_line,
    own_place,
    rung_level,
    same_words,
    title_and_rest,
)
from pacte.roadmap.importing.ticks import settle
from pacte.roadmap.importing.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Cell, Place
    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.levels import Layout
    from pacte.roadmap.importing.pieces import Column, Part
    from pacte.roadmap.importing.plan import ReadAction


@dataclass(slots=True)
class RowReader:
    """Reads the parts that share a layout; frames and the open action outlive a page break."""

    builder: Builder
    layout: Layout
    source: str
    fillers: list[tuple[Column, Filler]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    outer: str | None = None  # the node of headings and banners above the table
    group: Group | None = None
    _frames: list[str] = field(default_factory=list)  # text of each frame column now
    _node: str | None = None
    _grouped: BodyRow | None = None  # the last row that an action took
    _merged: list[tuple[Cell, Place, str, str | None]] = field(default_factory=list)
    _ladder: list[tuple[int, str]] = field(default_factory=list)  # nodes told in the title column

    def __post_init__(self) -> None:
        layout = self.layout
        self.columns = [layout.title, *layout.frames, *layout.fields, *layout.steps]
        self.columns.sort(key=lambda column: column.index)
        columns = [*self.layout.fields, *self.layout.steps]
        columns.sort(key=lambda column: column.index)
        self.fillers = [(column, filler_of(column, self.layout)) for column in columns]
        self._frames = [""] * len(self.layout.frames)

    def under(self, outer: str | None) -> None:
        """A heading or a banner opens another section."""
        self.close()
        if outer != self.outer:
            self.outer = outer
            self._frames = [""] * len(self.layout.frames)
        self._node = outer
        self._ladder.clear()

    def read(self, part: Part) -> None:
        if not part.continued:
            self.close()
        for position, body in enumerate(part.rows):
            if (
                self.builder.choices.left_out
                and str(body.row.place) in self.builder.choices.left_out
            ):
                self._leave(body)
            elif is_total(body, self.layout):
                self._total(body)
            else:
                over = self.group is not None and turns_page(self.group.rows[-1], body)
                self._row(body, first=(position == 0 and part.continued) or over)
        for cell, place, text, heading in self._merged:
            if not (self._grouped and any(cell is known for known in self._grouped.row.cells)):
                self._aside(place, text, heading)
        self._merged.clear()

    def _take(self, body: BodyRow) -> None:
        """An action takes a row: merged cells of rows without action above it are taken too."""
        self._grouped = body
        if self._merged:
            cells = body.row.cells
            self._merged = [m for m in self._merged if not any(m[0] is cell for cell in cells)]

    def _row(self, body: BodyRow, *, first: bool) -> None:
        moved = self._move(body)
        index = self.layout.title.index
        title = body.texts[index] or self._struck(body)
        if title and self.layout.depth is not None and self._is_rung(body, title):
            return
        if title and self._opens(body, title, first=first, moved=moved):
            self.close()
            self.group = Group([body], self._node)
            self._take(body)
        elif self.group is not None and not moved:
            if first:
                self.group.cut.add(len(self.group.rows))
            self.group.rows.append(body)
            self._take(body)
        else:
            self._orphan(body)

    def _is_rung(self, body: BodyRow, title: str) -> bool:
        """A row of a title alone, less or more deep than actions: a frame level, or a step."""
        code = self.layout.code
        number = row_number(body, self.layout.title, code)
        if number is None or not is_alone(body, code):
            return False
        depth, actions = depth_of_code(number), self.layout.depth or 0
        coded = code is not None and bool(body.texts[code.index])
        if coded:
            title = f"{number} {title}"
        if depth > actions and self.group is not None:
            self.group.below.append(title)
            return True
        if depth >= actions:
            return False
        self.close()
        while self._ladder and self._ladder[-1][0] >= depth:
            self._ladder.pop()
        above = self._ladder[-1][1] if self._ladder else self.outer
        level = self.builder.level(*rung_level(self.builder, self.layout, len(self._ladder)))
        said = None if coded else self.builder.lexicon.label(title)
        words = said.title if said and said.title else title.removeprefix(number)
        words = words.strip(" .)-–—:")
        place = body.row.place
        self._node = self.builder.named_node(level, number, words, above, place).id
        self._ladder.append((depth, self._node))
        return True

    def _opens(self, body: BodyRow, title: str, *, first: bool, moved: bool) -> bool:
        """Whether the title of this row is a new one, or goes on with the one above."""
        if self.group is None:
            return True
        if self.builder.choices.rows:
            joining = self.builder.choices.rows.get(str(body.row.place))
            if joining is not None:
                return joining is Joining.SPLIT
        index = self.layout.title.index
        above = self.group.rows[-1]
        if body.row.cells[index] is above.row.cells[index]:
            return False
        if first and not moved:
            return not self._is_cut(body, title)
        return True

    def _is_cut(self, body: BodyRow, title: str) -> bool:
        """After a page break, a title that only goes on with the one above.

        It has no number among numbered ones, and begins in small letters, stands alone in its row,
        or follows a number without any title.
        """
        assert self.group is not None  # noqa: S101 — only asked of an open action
        before = self.group.rows[0].texts[self.layout.title.index]
        label = self.builder.lexicon.label(before)
        numbered = take_number(before).number is not None or label is not None
        if numbered and (take_number(title).number or self.builder.lexicon.label(title)):
            return False
        bare = label is not None and not label.title
        alone = numbered and sum(map(bool, body.texts)) == 1
        return title[:1].islower() or alone or bare

    def _struck(self, body: BodyRow) -> str:
        """A title struck through is still that of an action, which the document gives up."""
        index = self.layout.title.index
        cell = body.row.cells[index]
        struck = [note.text for note in cell.all_notes if note.kind is NoteKind.STRUCK]
        taken = self.group is not None and self.group.rows[-1].row.cells[index] is cell
        if not struck or taken:
            return ""
        body.texts[index] = squeeze(" ".join(struck))
        body.struck = True
        return body.texts[index]

    def _total(self, body: BodyRow) -> None:
        """A row of sums says something of the plan, or of the level that it ends."""
        self.close()
        cells = [
            (squeeze(column.heading), text)
            for column, text in zip(self.columns, body.texts, strict=True)
            if text
        ]
        name = next(text for _, text in cells if TOTAL.match(text))
        told = (f"{head} : {text}" if head else text for head, text in cells if text != name)
        text = "\n".join(told) or name
        for head, said in cells:
            if is_formula(said):
                self.builder.formula(body.row.place, PLAN, head, said)
        if self._node is not None and PARTIAL.match(name):
            self.builder.node_extra(self._node, name, text, body.row.place)
        else:
            self.builder.say(name, text, body.row.place)

    def _move(self, body: BodyRow) -> bool:
        """Follow the frame columns; true when the row stands under another node."""
        changed = False
        for place, column in enumerate(self.layout.frames):
            text = body.texts[column.index]
            if not text or text == self._frames[place]:
                continue
            if body.row.cells[column.index].lines_lost or "\n" in text:
                text = labelled_line(text, self.builder.lexicon)
                if text == self._frames[place]:
                    continue
            own = own_place(self.builder.lexicon, self.layout, body, text, place)
            if text == self._frames[own]:
                continue
            self._frames[own] = text
            self._frames[own + 1 :] = [""] * (len(self._frames) - own - 1)
            changed = True
        if not changed:
            return False
        return self._settle(body)

    def _settle(self, body: BodyRow) -> bool:
        before, node = self._node, self.outer
        for text, column in zip(self._frames, self.layout.frames, strict=True):
            if text:
                key = frame_key(self.builder, column, text)
                node = self.builder.node(key, text, node, body.row.place).id
        self._node = node
        return node != before

    def _orphan(self, body: BodyRow) -> None:
        """Cells of a row without action: what they say is about the node they stand under."""
        for column, _ in [(self.layout.title, Filling.other), *self.fillers]:
            cell, text = body.row.cells[column.index], body.texts[column.index]
            if not text:
                continue
            heading = squeeze(column.heading) or None
            place = body.row.place.at(column=heading)
            if cell.row_span > 1:
                self._defer(cell, place, text, heading)
            else:
                self._aside(place, text, heading)

    def _defer(self, cell: Cell, place: Place, text: str, heading: str | None) -> None:
        """A merged cell may hold for an action of another row."""
        grouped = self._grouped.row.cells if self._grouped else ()
        known = (*grouped, *(merged[0] for merged in self._merged))
        if not any(cell is other for other in known):
            self._merged.append((cell, place, text, heading))

    def _aside(self, place: Place, text: str, heading: str | None) -> None:
        if self._node is None or heading is None:
            self.builder.remainder.leave(place, text)
        else:
            self.builder.node_extra(self._node, heading, text, place)

    def _leave(self, body: BodyRow) -> None:
        for cell, text in zip(body.row.cells, body.texts, strict=True):
            if text and cell.row_span > 1:
                self._defer(cell, body.row.place, text, None)
            elif text:
                self.builder.remainder.leave(body.row.place, text)

    def close(self) -> None:
        """Write the open action."""
        group, self.group = self.group, None
        if group is None:
            return
        if self.layout.several:
            self._several(group)
            return
        text = self._joined(group, self.layout.title)
        self._fill(self._titled(group, text), group, self.fillers)

    def _several(self, group: Group) -> None:
        """A cell that lists actions: what stands beside it holds for each of them."""
        cell = group.rows[0].row.cells[self.layout.title.index]
        text = self._joined(group, self.layout.title)
        items = split_items(text, lines_lost=cell.lines_lost)
        titles = [f"{item.taken} {item.text}".strip() for item in items if item.text]
        if sum(bool(item.taken) for item in items) < 2:  # noqa: PLR2004 — lines alone may be one title
            titles = [text]
        elif not items[0].taken and not items[0].text.endswith(":"):
            titles = [text]  # a title, and what it is made of
        shared = [(c, filler) for c, filler in self.fillers if c.meaning in SHARED]
        for place, title in enumerate(titles):
            action = self._titled(group, title)
            self._fill(action, group, shared if place else self.fillers)

    def _titled(self, group: Group, text: str) -> ReadAction:
        first = group.rows[0]
        title, rest = title_and_rest(text, first.row.cells[self.layout.title.index])
        builder = self.builder
        action = builder.action(group.node, title, first.row.place, self.source)
        if rest and not self.layout.steps and is_list(rest):
            action.steps.extend(steps_of(rest, parent=action.number).items)
        elif rest:
            action.description = rest
        return action

    def _joined(self, group: Group, column: Column) -> str:
        """What the rows of an action say in one column; a merged cell speaks once."""
        index = column.index
        text, above = "", None
        for position, body in enumerate(group.rows):
            cell, words = body.row.cells[index], body.texts[index]
            if not words or cell is above:
                continue
            above = cell
            if not text:
                text = words
            elif same_words(text, words) and column not in self.layout.steps:
                continue
            else:
                text += (" " if position in group.cut else "\n") + words
        return text

    def _followed_steps(self, action: ReadAction, group: Group) -> None:
        """Each row is a step with its own lead or date."""
        index = self.layout.steps[0].index
        told = [body for body in group.rows if body.texts[index]]
        if len(told) != len(action.steps) or len({id(b.row.cells[index]) for b in told}) < len(
            told
        ):
            return
        for column, _ in self.fillers:
            if column.meaning not in (*LEADS, *DATES):
                continue
            cells = [body.row.cells[column.index] for body in told if body.texts[column.index]]
            if len({id(cell) for cell in cells}) < 2:  # noqa: PLR2004 — one cell holds for the action
                continue
            for step, body in zip(action.steps, told, strict=True):
                words = squeeze(body.texts[column.index]) or None
                if column.meaning in LEADS:
                    step.lead = step.lead or words
                else:
                    step.due = step.due or words

    def _fill(
        self, action: ReadAction, group: Group, fillers: Sequence[tuple[Column, Filler]]
    ) -> None:
        filling = Filling(self.builder, action)
        builder, first = self.builder, group.rows[0]
        single = len(group.rows) == 1
        place, cells, texts = first.row.place, first.row.cells, first.texts
        for column, filler in fillers:
            index = column.index
            text = texts[index] if single else self._joined(group, column)
            if not text:
                continue
            cell = cells[index]
            heading = column.mark or column.heading
            value = Value(text, heading, place, cell.value, cell.lines_lost)
            settled = settle(filling, column.meaning, value) if builder.boxes else value
            if settled is not None:
                (Filling.formula if is_formula(text) else filler)(filling, settled)
        filling.join()
        if first.struck and action.status is None:
            code = DoubtCode.STRUCK_ACTION
            said = builder.answer(code, place, action.title) or ActionStatus.ABANDONED
            action.status = ReadStatus("", ActionStatus(said))
            builder.doubt(code, place, action.id, action.title, ActionStatus.ABANDONED, STILL_OPEN)
        if not single and self.layout.steps:
            self._followed_steps(action, group)
        for title in group.below:
            action.steps.extend(steps_of(title, parent=action.number).items)
        for body in group.rows:
            for cell in body.row.cells:
                if cell.notes or (cell.paragraphs and cell.paragraphs[0].notes):
                    builder.notes(action, cell.all_notes)
            if body.row.is_hidden:
                builder.doubt(DoubtCode.HIDDEN_PART, body.row.place, action.id, action.title)

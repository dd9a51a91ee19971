"""A workbook of ours, read: untouched cells are what they were, the others are understood anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacte.documents.content import Paragraph, Table
from pacte.roadmap.importing.building import Builder
from pacte.roadmap.importing.coverage import Remainder, coverage_of, told_by
from pacte.roadmap.importing.lexicon import Lexicon
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.own.cells import Rereader
from pacte.roadmap.importing.own.packing import CODE, SHEET, VERSION, OwnAction, fingerprint
from pacte.roadmap.importing.own.unprinting import action_of, extra_of, level_of, node_of
from pacte.roadmap.importing.pieces import distinct_cells, fold, squeeze, text_of
from pacte.roadmap.importing.plan import ReadNode, ReadPlan, ReadSource

if TYPE_CHECKING:
    from pacte.documents.content import Content, Row
    from pacte.roadmap.importing.choices import Choices
    from pacte.roadmap.importing.own.packing import OwnWorkbook
    from pacte.roadmap.importing.plan import ReadAction

LEVEL = "level:"
CUT_FROM = 30_000  # letters


def read_own(content: Content, own: OwnWorkbook, choices: Choices) -> ReadPlan | None:
    """The plan of a workbook of ours; None when its table is no longer there."""
    found = _header(content, own)
    if found is None:
        return None
    table, position, keys = found
    return _Reading(content, own, choices, table, position, keys).run()


def _header(content: Content, own: OwnWorkbook) -> tuple[Table, int, dict[int, str]] | None:
    """The row of headings, and the key of each column that it names, wherever it was moved."""
    code = next(column.heading for column in own.columns if column.key == CODE)
    for table in content.blocks:
        if not isinstance(table, Table) or table.is_hidden:
            continue
        for position, row in enumerate(table.rows):
            headings = [squeeze(text_of(cell)) for cell in row.cells]
            if code in headings:
                return table, position, _keys(headings, own)
    return None


def _keys(headings: list[str], own: OwnWorkbook) -> dict[int, str]:
    waiting = list(own.columns)
    keys: dict[int, str] = {}
    for index, heading in enumerate(headings):
        same = next((c for c in waiting if fold(c.heading) == fold(heading)), None)
        if same is not None:
            waiting.remove(same)
            keys[index] = same.key
    return keys


@dataclass(slots=True)
class _Reading:
    content: Content
    own: OwnWorkbook
    choices: Choices
    table: Table
    position: int
    keys: dict[int, str]
    plan: ReadPlan = field(init=False)
    builder: Builder = field(init=False)
    rereader: Rereader = field(init=False)
    headings: list[str] = field(init=False)
    paths: dict[tuple[str | None, int, str], ReadNode] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def run(self) -> ReadPlan:
        content, own = self.content, self.own
        self.plan = ReadPlan(ReadSource(content.name, content.sha256, content.format))
        self.builder = Builder(self.plan, self.choices, Lexicon(self.choices.lexicon), Remainder())
        self.rereader = Rereader(self.builder, own.marks)
        self.headings = [squeeze(text_of(c)) for c in self.table.rows[self.position].cells]
        self._frame(own.plan)
        for row in self.table.rows[self.position + 1 :]:
            texts = [text_of(cell) for cell in row.cells]
            if any(texts) and not self._is_furniture(texts):
                self._row(row, texts)
        self._leave_others()
        self.plan.is_partial = own.is_partial
        self.plan.unplaced = self.builder.remainder.unplaced
        self.plan.coverage = coverage_of(told_by(content), self.plan.unplaced)
        return self.plan

    def _frame(self, told: dict[str, Any]) -> None:
        plan = self.plan
        plan.title, plan.orientation = told["title"], told["orientation"]
        plan.territory, plan.organisations = told["territory"], list(told["organisations"])
        plan.extra = [extra_of(extra) for extra in told["extra"]]
        plan.levels = [level_of(level) for level in self.own.levels]
        for told_node in self.own.nodes:
            node = node_of(told_node)
            plan.nodes.append(node)
            self.paths[node.parent, node.level, fold(_shown(node))] = node

    def _is_furniture(self, texts: list[str]) -> bool:
        return all(not text or text in self.own.furniture for text in texts)

    def _leave_others(self) -> None:
        """What someone wrote above the table or elsewhere in the file."""
        for row in self.table.rows[: self.position]:
            self._leave(row)
        for block in self.content.blocks:
            if isinstance(block, Paragraph):
                self.builder.remainder.leave(block.place, block.text)
            elif block is not self.table and block.name not in {SHEET, self.own.overflow}:
                for row in block.rows:
                    self._leave(row)

    def _leave(self, row: Row) -> None:
        for cell in distinct_cells(row):
            if text_of(cell) not in self.own.furniture:
                self.builder.remainder.leave(row.place, text_of(cell))

    def _row(self, row: Row, texts: list[str]) -> None:
        told = {self.keys[i]: text for i, text in enumerate(texts) if i in self.keys}
        known = self.own.actions.get(told.get(CODE, "").strip())
        if known is not None and known.code not in self.seen:
            self.seen.add(known.code)
            self._known(row, texts, known)
        elif told.get("title", "").strip():
            self._new(row, texts, told)
        else:
            self._leave(row)

    def _known(self, row: Row, texts: list[str], known: OwnAction) -> None:
        action = action_of(known.action)
        action.id = f"a{len(self.plan.actions) + 1}"
        action.where, action.code, action.version = str(row.place), known.code, known.version
        self.plan.actions.append(action)
        changed = [
            index
            for index, key in self.keys.items()
            if key not in {CODE, VERSION} and self._changed(texts[index], known.cells.get(key))
        ]
        if any(self.keys[index].startswith(LEVEL) for index in changed):
            action.node = self._node(texts)
        self._reread(action, row, texts, changed)
        for cell in row.cells:
            self.builder.notes(action, cell.all_notes)

    def _changed(self, text: str, before: str | None) -> bool:
        if before is None:
            return bool(text.strip())
        # A cell of Excel cannot hold the whole of a very long text: ours says where it goes on.
        cut = len(text) > CUT_FROM and text.rstrip().endswith(f"… ({self.own.overflow})")
        return not cut and fingerprint(text) != before

    def _new(self, row: Row, texts: list[str], told: dict[str, str]) -> None:
        action = self.builder.action(self._node(texts), told["title"], row.place, "")
        others = [index for index, key in self.keys.items() if key not in {CODE, VERSION, "title"}]
        self._reread(action, row, texts, [index for index in others if texts[index]])

    def _reread(self, action: ReadAction, row: Row, texts: list[str], which: list[int]) -> None:
        added = [i for i, text in enumerate(texts) if i not in self.keys and text]
        for index in (*which, *added):
            key, heading = self.keys.get(index, ""), self.headings[index]
            if not key.startswith(LEVEL):
                self.rereader.reread(action, key, heading, texts[index], row.place)

    def _node(self, texts: list[str]) -> str | None:
        """The node that the frame columns of a row name, made when it is a new one."""
        node: ReadNode | None = None
        for index, key in sorted(self.keys.items(), key=lambda pair: pair[1]):
            if key.startswith(LEVEL) and texts[index].strip():
                node = self._named(squeeze(texts[index]), int(key.removeprefix(LEVEL)), node)
        return node.id if node else None

    def _named(self, text: str, level: int, above: ReadNode | None) -> ReadNode:
        parent = above.id if above else None
        path = (parent, level, fold(text))
        if path not in self.paths:
            taken = take_number(text)
            number, title = (taken.number, taken.title) if taken.title else (None, text)
            made = ReadNode(f"n{len(self.plan.nodes) + 1}", level, number, title, parent)
            self.plan.nodes.append(made)
            self.paths[path] = made
        return self.paths[path]


def _shown(node: ReadNode) -> str:
    return f"{node.number or ''} {node.title}".strip()

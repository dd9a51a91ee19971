"""What stands inside a paragraph of a Word file: runs, changes, fields, notes, text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pacte.documents.content import NoteKind
from pacte.documents.reading.attributes import date_of, number
from pacte.documents.reading.draft import Aside, Change, Draft, Look
from pacte.documents.reading.word.names import DGM, MC, VAL, A, M, R, W, is_on, value
from pacte.documents.reading.word.styles import Styles, look_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.reading.pages import Pages
    from pacte.documents.reading.word.stories import Stories
    from pacte.documents.reading.xmltree import Element

_V: Final = "{urn:schemas-microsoft-com:vml}"
_SIGNS: Final = {
    "F0FC": "✓", "F0FE": "☑", "F0A8": "☐", "F06F": "☐", "F0E0": "→", "F0AE": "→",
    "F0FB": "✗", "F0FD": "☒", "F0D8": "➢",
}  # fmt: skip
_CHECKED: Final = {True: "☒", False: "☐", None: "☐"}
_SILENT: Final = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
        "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeEnd", "softHyphen", "pgNum",
    )
)  # fmt: skip
_LITERAL: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


class InlineReader:
    """Reads the children of one paragraph into a draft."""

    def __init__(self, styles: Styles, stories: Stories, pages: Pages) -> None:
        self._styles = styles
        self._stories = stories
        self._pages = pages
        self._fields: list[bool] = []  # of each open field: whether its result has begun
        self._handlers: dict[str, Callable[[Element, Draft, Look, Change | None], None]] = {
            f"{W}r": self._run,
            f"{W}p": self._unexpected,
            f"{W}t": self._text,
            f"{W}delText": self._text,
            f"{M}t": self._text,
            f"{W}del": self._deletion,
            f"{W}moveFrom": self._deletion,
            f"{W}br": self._break,
            f"{W}lastRenderedPageBreak": self._rendered_break,
            f"{W}fldChar": self._field,
            f"{W}sym": self._sign,
            f"{W}sdt": self._control,
            f"{W}commentRangeStart": self._comment,
            f"{W}commentReference": self._comment,
            f"{W}footnoteReference": self._footnote,
            f"{W}endnoteReference": self._footnote,
            f"{MC}AlternateContent": self._alternate,
            f"{W}txbxContent": self._text_box,
            f"{_V}textpath": self._word_art,
            f"{A}t": self._drawn_text,
            f"{DGM}relIds": self._diagram,
        }

    def read(self, paragraph: Element, look: Look, draft: Draft | None = None) -> Draft:
        """Read into a new draft, or go on with that of a paragraph that joined this one."""
        draft = draft or Draft()
        self._fields = [has_result for has_result in self._fields if has_result]
        self._walk(paragraph, draft, look, None)
        return draft

    def _walk(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        for child in element:
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child, draft, look, change)
            elif tag in _LITERAL:
                self._add(_LITERAL[tag], draft, look, change)
            elif tag not in _SILENT and len(child):
                self._walk(child, draft, look, change)

    def _add(self, text: str, draft: Draft, look: Look, change: Change | None) -> None:
        if all(self._fields):
            if not text.isspace():
                self._pages.seen_text()
            draft.add(text, look, change, self._pages.current)

    def _run(self, run: Element, draft: Draft, look: Look, change: Change | None) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and len(properties):
            style_id = value(properties, "rStyle")
            if style_id is not None:
                look = self._styles.run(style_id, look)
            look = look_of(properties, look)
        self._walk(run, draft, look, change)

    def _unexpected(
        self, element: Element, draft: Draft, look: Look, change: Change | None
    ) -> None:
        """A paragraph inside an element that is not known: a line of its own."""
        self._add("\n", draft, look, change)
        self._walk(element, draft, look, change)
        self._add("\n", draft, look, change)

    def _text(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        if element.text:
            self._add(element.text.replace("\n", " "), draft, look, change)

    def _deletion(self, element: Element, draft: Draft, look: Look, _: Change | None) -> None:
        self._walk(element, draft, look, change_of(element))

    def _break(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        if element.get(f"{W}type") == "page":
            self._pages.turn()
        self._add("\n", draft, look, change)

    def _rendered_break(self, *_: object) -> None:
        self._pages.rendered()

    def _field(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._form_field(element, draft, look, change)
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _form_field(
        self, element: Element, draft: Draft, look: Look, change: Change | None
    ) -> None:
        """What an old form draws without any text: a box to tick, the choice made in a list."""
        form = element.find(f"{W}ffData")
        if form is None:
            return
        box = form.find(f"{W}checkBox")
        if box is not None:
            ticked = is_on(box, "checked")
            state = is_on(box, "default") if ticked is None else ticked
            self._add(_CHECKED[state], draft, look, change)
        choices = form.find(f"{W}ddList")
        if choices is not None:
            entries = [entry.get(VAL, "") for entry in choices.iterfind(f"{W}listEntry")]
            chosen = number(value(choices, "result") or value(choices, "default"))
            if 0 <= chosen < len(entries):
                self._add(entries[chosen], draft, look, change)

    def _sign(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        self._add(_SIGNS.get(element.get(f"{W}char", "").upper(), "•"), draft, look, change)

    def _control(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        if is_placeholder(element):
            look = Look(bold=look.bold, underline=look.underline, struck=False, hidden=True)
        for content in element.iterfind(f"{W}sdtContent"):
            self._walk(content, draft, look, change)

    def _comment(self, element: Element, draft: Draft, *_: object) -> None:
        draft.refer(self._stories.comment(element.get(f"{W}id", "")))

    def _footnote(self, element: Element, draft: Draft, *_: object) -> None:
        kind = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
        draft.refer(self._stories.footnote(kind, element.get(f"{W}id", "")))

    def _alternate(self, element: Element, draft: Draft, look: Look, change: Change | None) -> None:
        """Only one of the two says it: the choice, unless it draws something without text."""
        choice = element.find(f"{MC}Choice")
        fallback = element.find(f"{MC}Fallback")
        chosen = choice if choice is not None and _has_text(choice) else fallback
        if chosen is None:
            chosen = choice
        if chosen is not None:
            self._walk(chosen, draft, look, change)

    def _text_box(self, element: Element, draft: Draft, *_: object) -> None:
        draft.refer(Aside(NoteKind.TEXT_BOX, source=element))

    def _word_art(self, element: Element, draft: Draft, *_: object) -> None:
        draft.refer(Aside(NoteKind.TEXT_BOX, [element.get("string", "")]))

    def _drawn_text(self, element: Element, draft: Draft, *_: object) -> None:
        draft.refer(Aside(NoteKind.TEXT_BOX, [element.text or ""]))

    def _diagram(self, element: Element, draft: Draft, *_: object) -> None:
        text = self._stories.diagram(element.get(f"{R}dm", ""))
        draft.refer(Aside(NoteKind.TEXT_BOX, [text]))


def change_of(element: Element) -> Change:
    return Change(element.get(f"{W}author"), date_of(element.get(f"{W}date")))


def is_placeholder(control: Element) -> bool:
    """Whether a content control still shows its own prompt, such as « Cliquez ici »."""
    return bool(is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"))


def _has_text(element: Element) -> bool:
    tags = (f"{W}t", f"{W}txbxContent", f"{A}t", f"{DGM}relIds", f"{W}sym", f"{W}tab")
    return next(element.iter(*tags), None) is not None

"""The rows of the plan's table.

Written in Python: two hundred rows of fourteen cells are the page that people open most, and a
template spends most of that page's time looking names up (docs/performance.md).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pacte.roadmap.forms.cells import is_editable
from pacte.roadmap.queries.columns import Holds
from pacte.roadmap.queries.frame import said_under
from pacte.ui import marks
from pacte.ui.typography import Meanings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.roadmap.models import PlanNode
    from pacte.roadmap.queries.cells import Line, TableRow
    from pacte.roadmap.queries.columns import Column
    from pacte.roadmap.queries.table import PlanTable

register = template.Library()


@register.simple_tag
def plan_rows(
    table: PlanTable,
    actions_url: str,
    counts: Mapping[int, int] | None = None,
    *,
    with_menu: bool = False,
) -> SafeString:
    """Draw the body's rows; `actions_url` is the address of an action with CODE for its code.

    `counts` says how many actions each frame node holds; `with_menu` offers what a row may undergo.
    """
    columns = [column for column in table.shown if column.holds is not Holds.FRAME]
    draw = Drawer(columns, actions_url, counts or {}, with_menu=with_menu)
    parts: list[str] = []
    path: tuple[PlanNode, ...] | None = None
    for row in table.rows:
        if not row.frame and path != () and counts:
            parts.append(draw.unplaced())
        if row.frame is not path:
            parts += draw.groups(path or (), row.frame)
            path = row.frame
        parts.append(draw.row(row))
    return mark_safe("".join(parts))  # noqa: S308 — every text went through escape


class Drawer:
    """What does not change from one row to the next."""

    def __init__(
        self,
        columns: Sequence[Column],
        actions_url: str,
        counts: Mapping[int, int],
        *,
        with_menu: bool,
    ) -> None:
        self.columns = columns
        self.counts = counts
        self.menu = escape(_("Que faire de la ligne")) if with_menu else ""
        self.actions_url = escape(actions_url)
        self.late = marks.status_mark("LATE", _("Échéance passée"))
        self.to_review = marks.status_mark("LATE", _("À revoir"))
        self.silent = marks.status_mark("SILENT", _("Sans nouvelles"))
        self.waiting = _("En attente de : ")
        self.locked = format_html(
            '<span class="team-only">{}{}</span>', marks.shape("lock"), _("Réservée à l’équipe")
        )
        self.line_marks = {
            "SOUGHT": f' <span class="muted small">({escape(_("pressenti"))})</span>',
            "DECLINED": f' <span class="muted small">({escape(_("a décliné"))})</span>',
            "PLANNED": f' <span class="muted small">({escape(_("prévue"))})</span>',
            "DONE": f' <span class="muted small">({escape(_("faite"))})</span>',
        }
        self.cells = [(column.key, column.holds, opening(column)) for column in columns]

    def groups(self, before: tuple[PlanNode, ...], after: tuple[PlanNode, ...]) -> list[str]:
        """A banner for each frame node that begins here."""
        same = 0
        for old, new in zip(before, after, strict=False):
            if old.pk != new.pk:
                break
            same += 1
        return [
            f'<tr class="group depth-{depth}" id="noeud-{node.pk}">'
            f'<th colspan="{len(self.columns)}" scope="colgroup">'
            f'<div class="group-name"><span class="level">{escape(node.level.label)}</span> '
            f"{escape(str(node))}{self.count(node)}</div>{said(node)}</th></tr>"
            for depth, node in enumerate(after[same:], start=same)
        ]

    def unplaced(self) -> str:
        """What heads the rows that stand in no part, where others do."""
        return (
            '<tr class="group depth-0" id="sans-partie">'
            f'<th colspan="{len(self.columns)}" scope="colgroup">'
            f'<div class="group-name">{escape(_("Sans partie"))}</div></th></tr>'
        )

    def count(self, node: PlanNode) -> str:
        if node.pk not in self.counts:
            return ""
        count = self.counts[node.pk]
        told = ngettext("%(n)d action", "%(n)d actions", count) % {"n": count}
        return f' <span class="muted small">{escape(told)}</span>'

    def row(self, row: TableRow) -> str:
        code = escape(row.action.code)
        url = self.actions_url.replace("CODE", code)
        reserved = ' class="reserved"' if row.action.is_team_only else ""
        parts = [f'<tr id="{code}" data-code="{code}"{reserved}>']
        for key, holds, opens in self.cells:
            lines = row.cells.get(key, ())
            if key == "title":
                parts.append(self.title(lines, row, url))
            elif lines or holds is Holds.SCHEDULE:
                parts.append(f"{opens}{self.content(holds, lines, row)}</td>")
            else:
                parts.append(f"{opens}</td>")
        parts.append("</tr>")
        return "".join(parts)

    def title(self, lines: Sequence[Line], row: TableRow, url: str) -> str:
        text = escape(lines[0].text) if lines else ""
        extras = str(self.locked) if row.action.is_team_only else ""
        if row.action.is_waiting:
            waiting = escape(f"{self.waiting}{row.action.waiting_for}")
            extras += f'<span class="muted small">{waiting}</span>'
        if self.menu:
            told = f"{self.menu} {escape(row.action.code)}"
            extras += f'<a class="row-menu" href="{url}ligne/" aria-label="{told}">⋯</a>'
        return f'<th scope="row" data-key="title" data-edit><a href="{url}">{text}</a>{extras}</th>'

    def content(self, holds: Holds, lines: Sequence[Line], row: TableRow) -> str:
        if lines and (holds is Holds.STATUS or holds is Holds.WEATHER):
            return marks.status_mark(lines[0].mark, lines[0].text)
        told = self.lines(lines)
        if holds is Holds.SCHEDULE and row.is_late:
            return f"{told}{self.to_review if row.action.is_continuous else self.late}"
        return told

    def lines(self, lines: Sequence[Line]) -> str:
        if not lines:
            return ""
        if len(lines) == 1:
            return self.line(lines[0])
        return "<ul>" + "".join([f"<li>{self.line(line)}</li>" for line in lines]) + "</ul>"

    def line(self, line: Line) -> str:
        text, mark = line
        text = escape(text)
        if "\n" in text:
            text = text.replace("\n", "<br>")
        return f"{text}{self.line_marks[mark]}" if mark in self.line_marks else text


def said(node: PlanNode) -> str:
    """What the document says beneath the title of a part, folded."""
    facts = "".join(
        f"<div><dt>{escape(heading)}</dt><dd>{linebreaksbr(text, autoescape=True)}</dd></div>"
        for heading, text in said_under(node)
    )
    if not facts:
        return ""
    summary = escape(_("Ce que le document dit ici"))
    return (
        f'<details class="group-said"><summary>{summary}</summary>'
        f'<dl class="facts">{facts}</dl></details>'
    )


def opening(column: Column) -> str:
    edit = " data-edit" if is_editable(column.key) else ""
    return f'<td data-key="{escape(column.key)}" data-label="{escape(column.label)}"{edit}>'


@register.simple_tag
def cell_content(table: PlanTable, key: str) -> SafeString:
    """Draw one cell alone, once it has been saved; the table holds that one row."""
    (row,) = table.rows
    columns = [column for column in table.columns if column.key == key]
    draw = Drawer(columns, "", {}, with_menu=False)
    if not columns:  # a column that only the document knew, emptied just now
        return mark_safe("")
    if key == "title":
        return mark_safe(escape(row.action.title))  # noqa: S308 — escaped
    return mark_safe(draw.content(columns[0].holds, row.cells.get(key, ()), row))  # noqa: S308 — escaped


@register.simple_tag
def node_said(node: PlanNode, meanings: Meanings) -> SafeString:
    """Draw what the document says beneath the title of a part, folded, its acronyms explained."""
    return meanings.explain(mark_safe(said(node)))  # noqa: S308 — escaped

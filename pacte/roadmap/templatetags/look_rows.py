"""Actions in a list, and on the line of time.

Written in Python for the reason that the rows of the table are (docs/decisions/0007): two hundred
of them are what these pages spend their time on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pacte.core.days import said_day
from pacte.roadmap.enums import ActionStatus
from pacte.ui import marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.models import Action
    from pacte.roadmap.queries.timeline import Drawn, Timeline

register = template.Library()
TALL = 30  # points of a row of the line of time
SHAPES = {"period": 2, "soft": 7, "open": 2}  # the roundness of each


def link_to(action: Action, actions_url: str) -> str:
    """`actions_url` is the address of an action with CODE for its code, escaped."""
    return f'<a href="{actions_url.replace("CODE", action.code)}">{escape(action)}</a>'


@register.simple_tag
def look_list(actions: Sequence[Action], actions_url: str) -> SafeString:
    """A list of actions, each with its state."""
    address = escape(actions_url)
    states = {
        status.value: f" {marks.status_mark(status.value, str(status.label))}"
        for status in ActionStatus
    }
    reserved = format_html(
        ' <span class="team-only">{}{}</span>', marks.shape("lock"), _("Réservée à l’équipe")
    )
    lines = (
        f"<li>{link_to(one, address)}{states.get(one.status, '')}"
        f"{reserved if one.is_team_only else ''}</li>"
        for one in actions
    )
    return mark_safe(f'<ul class="look-list">{"".join(lines)}</ul>')  # noqa: S308 — every text went through escape


@register.simple_tag
def timeline_rows(rows: Sequence[Drawn], timeline: Timeline, actions_url: str) -> SafeString:
    """The rows of one part of the plan on the line of time."""
    draw = Drawer(timeline, actions_url)
    lines = "".join(f'<li class="frise-row">{draw.row(one)}</li>' for one in rows)
    return mark_safe(f'<ul class="frise-rows">{lines}</ul>')  # noqa: S308 — every text went through escape


class Drawer:
    """What does not change from one row to the next."""

    def __init__(self, timeline: Timeline, actions_url: str) -> None:
        self.address = escape(actions_url)
        self.labels = {str(value): escape(str(label)) for value, label in ActionStatus.choices}
        self.late = f" <strong>{escape(_('Échéance passée'))}</strong>"
        self.to_review = f" <strong>{escape(_('À revoir'))}</strong>"
        self.review = _("À revoir le %(day)s")
        self.years = "".join(line(tick.left, "frise-year") for tick in timeline.ticks)
        self.today = line(timeline.today, "frise-today") if timeline.today else ""

    def row(self, one: Drawn) -> str:
        action = one.action
        told = (self.labels.get(action.status, ""), escape(action.schedule_text))
        late = (self.to_review if action.is_continuous else self.late) if one.is_late else ""
        said = ", ".join(text for text in told if text)
        return (
            f'<span class="frise-label">{link_to(action, self.address)}'
            f'<span class="muted small">{said}{late}</span></span>'
            f'<svg class="frise-track frise-{action.status or "NONE"}" width="100%" '
            f'height="{TALL}" role="img" aria-label="{said or escape(action.title)}">'
            f"{self.years}{self.shape(one)}{self.marks(one)}{self.today}</svg>"
        )

    def shape(self, one: Drawn) -> str:
        if one.shape == "point":
            return at(one.left, '<path d="M0-9 9 0 0 9-9 0Z" class="frise-point"/>')
        drawn = (
            f'<rect x="{one.left}" width="{one.width}" y="8" height="14" '
            f'rx="{SHAPES[one.shape]}" class="frise-{one.shape}"/>'
        )
        if one.shape == "open":
            drawn += at(one.right, '<path d="M-12-11 0 0-12 11Z" class="frise-arrow"/>')
        return drawn

    def marks(self, one: Drawn) -> str:
        drawn = "".join(
            at(
                step.at,
                f"<title>{escape(step.label)}, {escape(said_day(step.day))}</title>"
                f'<circle r="5" class="frise-step{" is-done" if step.is_done else ""}"/>',
            )
            for step in one.steps
        )
        if one.review is not None:
            told = escape(self.review % {"day": said_day(one.review.day)})
            drawn += at(
                one.review.at, f'<title>{told}</title><path d="M0-11V11" class="frise-review"/>'
            )
        return drawn


def line(place: str, name: str) -> str:
    return f'<line x1="{place}" x2="{place}" y1="0" y2="{TALL}" class="{name}"/>'


def at(place: str, drawing: str) -> str:
    return f'<svg x="{place}" y="{TALL // 2}" overflow="visible">{drawing}</svg>'

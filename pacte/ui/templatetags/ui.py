"""Tags and filters every template may use without loading them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from django import template
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.http import QueryDict
from django.template.base import Node, NodeList, TextNode, token_kwargs
from django.template.context import Context
from django.templatetags.i18n import TranslateNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pacte.core import days, pages
from pacte.ui import components, figures, marks, scans, typography

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal

    from django.core.paginator import Page
    from django.db.models import Model
    from django.template.base import FilterExpression, Parser, Token

register = template.Library()
LONGEST_OPTION = 70  # letters
SPACES = re.compile(r"[ \t\r\n]+")


class Component(Node):
    def __init__(
        self, name: FilterExpression, values: dict[str, FilterExpression], nodelist: NodeList | None
    ) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist or NodeList()
        self.has_body = nodelist is not None

    def render(self, context: Context) -> SafeString:
        values = {key: value.resolve(context) for key, value in self.values.items()}
        body = self.nodelist.render(context) if self.has_body else None
        return components.render(self.name.resolve(context), values, context=context, body=body)


@register.tag
def show(parser: Parser, token: Token) -> Component:
    """Show a component: {% show "button" label="Créer le plan" kind="primary" %}."""
    return _component(parser, token, body=False)


@register.tag
def wrap(parser: Parser, token: Token) -> Component:
    """Wrap markup in a component: {% wrap "notice" kind="warn" %}<p>…</p>{% endwrap %}."""
    return _component(parser, token, body=True)


def _component(parser: Parser, token: Token, *, body: bool) -> Component:
    tag, *words = token.split_contents()
    if not words:
        raise template.TemplateSyntaxError(f"{tag} needs the name of a component.")
    name, *arguments = words
    values = token_kwargs(arguments, parser)
    if arguments:
        raise template.TemplateSyntaxError(f"{tag} takes name=value only, not {arguments[0]}.")
    nodelist = None
    if body:
        nodelist = parser.parse((f"end{tag}",))
        parser.delete_first_token()
    return Component(parser.compile_filter(name), values, nodelist)


class Captured(Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        # Spaces of the template only: str.split() would also undo « no break » ones.
        made = SPACES.sub(" ", self.nodelist.render(context)).strip(" ")
        context[self.name] = mark_safe(made)  # noqa: S308 — rendered just now
        return ""


@register.tag
def captured(parser: Parser, token: Token) -> Captured:
    """Keep what stands inside under a name: {% captured as heading %}…{% endcaptured %}."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(nodelist, name)


class Fixed(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.made: dict[str, SafeString] = {}

    def render(self, _context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.made:
            self.made[language] = self.nodelist.render(Context())
        return self.made[language]


@register.tag
def fixed(parser: Parser, _token: Token) -> Fixed:
    """Draw once a language what says the same to all: {% fixed %}…{% endfixed %}.

    Words and markup alone: whatever could differ from one page to the next is refused.
    """
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    if not all(isinstance(node, TextNode | TranslateNode) for node in nodelist):
        raise template.TemplateSyntaxError("Between fixed and endfixed stand only words.")
    return Fixed(nodelist)


class Kept(Node):
    # What is one person's, or one form's secret, has no place in what all read.
    NOT_SHARED: ClassVar = {"request": None, "user": None, "csrf_token": ""}

    def __init__(
        self, nodelist: NodeList, seconds: FilterExpression, parts: list[FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self.seconds = seconds
        self.parts = parts

    def render(self, context: Context) -> SafeString:
        seconds = self.seconds.resolve(context)
        if not seconds:
            return self._drawn(context)
        name, *told = [part.resolve(context) for part in self.parts]
        key = make_template_fragment_key(name, [get_language(), *told])
        made: SafeString | None = caches["drawn"].get(key)
        if made is None:
            made = self._drawn(context)
            caches["drawn"].set(key, made, seconds)
        return made

    def _drawn(self, context: Context) -> SafeString:
        with context.push(**self.NOT_SHARED):
            return self.nodelist.render(context)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Keep what is drawn: {% kept seconds "table-head" version rights %}…{% endkept %}.

    After the seconds (none: drawn each time) come its name and all that it depends on, but for the
    language. Nothing of the request, of its user or of the secret of a form reaches the inside.
    """
    _tag, seconds, *parts = token.split_contents()
    if not parts:
        raise template.TemplateSyntaxError("What is kept has a name.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    compiled = [parser.compile_filter(part) for part in parts]
    return Kept(nodelist, parser.compile_filter(seconds), compiled)


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """Draw what a list offers: {% options table.organisations form.organisme.value %}.

    A choice is its value, then its label, cut where it would widen the page.
    """
    taken = {str(one) for one in (chosen if isinstance(chosen, list | tuple) else [chosen])}
    made = []
    for value, label in choices:
        key, text = str(value), str(label)
        if len(text) > LONGEST_OPTION:
            text = f"{text[: LONGEST_OPTION - 1]}…"
        selected = " selected" if key in taken else ""
        made.append(f'<option value="{escape(key)}"{selected}>{escape(text)}</option>')
    return mark_safe("".join(made))  # noqa: S308 — escaped just above


@register.simple_tag(takes_context=True)
def show_from(context: Context, name: str, values: dict[str, object]) -> SafeString:
    """Show a component with the entries of a dictionary: {% show_from "figure" figure %}."""
    return components.render(name, values, context=context)


@register.simple_tag
def shape(name: str) -> SafeString:
    """Draw a shape of marks.py; a word always stands beside it."""
    return marks.shape(name)


@register.simple_tag
def status_of(value: object, label: object, form: str = "", tone: str = "") -> SafeString:
    """Draw a status whose shape or tone is named."""
    return marks.status_mark(str(value), str(label), form, tone)


@register.simple_tag(takes_context=True)
def page_address(context: Context, parameter: str, number: int) -> str:
    """Give the present address with another page."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_of(thing: Model) -> str:
    """Give the address of the page that shows a row, whichever app has it (core.pages)."""
    return pages.address_of(thing) or ""


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int]:
    """List the pages to offer; 0 stands for those left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in elided]


@register.filter
def status_mark(value: object, label: object) -> SafeString:
    """Draw a status: {{ action.status|status_mark:action.get_status_display }}."""
    return marks.status_mark(str(value), str(label))


@register.filter(name="date", expects_localtime=True)
def said_date(day: dt.date | None, form: str = "DATE_FORMAT") -> str:
    """Say a day as Django's own filter does, but for « 1er juin »."""
    return days.said_day(day, form) if day else ""


@register.filter
def moment(at: dt.datetime | None) -> str:
    """Say a day and an hour: {{ line.when|moment }} gives « 22 novembre 2026 à 4 h 04 »."""
    return days.said_moment(at) if at else ""


@register.filter
def human_date(day: dt.date | None, today: dt.date | None = None) -> str:
    """Say a day: {{ meeting.on|human_date:today }} gives « mardi 3 mars, dans 12 jours »."""
    return figures.human_date(day, today) if day else ""


@register.filter
def amount(value: Decimal | float | None, currency: str = "EUR") -> str:
    """Say a sum: {{ budget|amount:"CAD" }}."""
    return "" if value is None or value == "" else figures.amount(value, currency)


@register.filter
def percent(ratio: Decimal | float | None, digits: int = 0) -> str:
    """Say a ratio: {{ coverage|percent }} gives « 98 % »."""
    return "" if ratio is None or ratio == "" else figures.percent(ratio, digits)


@register.filter
def file_size(size: int) -> str:
    """Say how much a file weighs: {{ file.size|file_size }} gives « 13 Ko »."""
    return figures.file_size(size)


@register.filter
def grouped(value: Decimal | float | None) -> str:
    """Group the digits of a number: « 12 500 »."""
    return "" if value is None or value == "" else figures.number(value)


@register.filter
def typeset(text: str) -> str:
    """Hold « : ; ! ? » and guillemets to their words as the reader's country does."""
    return typography.typeset(str(text), get_language() or "fr")


@register.filter
def qr_code(address: object) -> SafeString:
    """Draw the square of an address that a telephone reads."""
    return scans.square_of(str(address))


@register.filter
def lines(text: object, meanings: object = None) -> SafeString:
    """Turn a text typed by someone into escaped paragraphs, line breaks and lists.

    {{ text|lines:frame.acronyms }} also explains the acronyms it says.
    """
    drawn = typography.paragraphs(str(text or ""))
    return meanings.explain(drawn) if isinstance(meanings, typography.Meanings) else drawn

"""Components: a template whose first line says what it takes, and that is given nothing else."""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import TYPE_CHECKING, Any

from django.template import Context, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template import Template

FOLDER = "ui/components"
# For example: takes label! kind="secondary" url body — A verb.
CONTRACT = re.compile(r"^\{# takes (?P<names>.*?) — (?P<purpose>.*?) #\}")
NAME = re.compile(r"^(?P<name>[a-z_]+)(?P<required>!)?(?:=(?P<default>.*))?$")
AMBIENT = ("request", "csrf_token")


@cache
def accepted(first_line: str) -> tuple[dict[str, str], frozenset[str]]:
    """Read a first line: the names with their defaults, and those it cannot do without."""
    contract = CONTRACT.match(first_line)
    if contract is None:
        raise TemplateSyntaxError(f"A component opens with « takes … — … »: {first_line[:80]}")
    defaults: dict[str, str] = {}
    required = set()
    for word in shlex.split(contract["names"]):
        if (part := NAME.match(word)) is None:
            raise TemplateSyntaxError(f"A component takes names, not « {word} ».")
        defaults[part["name"]] = part["default"] or ""
        if part["required"]:
            required.add(part["name"])
    return defaults, frozenset(required)


def render(
    name: str, given: Mapping[str, Any], *, context: Context | None = None, body: str | None = None
) -> SafeString:
    """Render a component with what it is given; a name it does not take is an error."""
    template: Template = get_template(f"{FOLDER}/{name}.html").template  # type: ignore[attr-defined]  # Django's own engine
    defaults, required = accepted(template.source.split("\n", 1)[0])
    values = dict(given) if body is None else {**given, "body": mark_safe(body)}  # noqa: S308 — rendered by Django just before
    if unknown := values.keys() - defaults.keys():
        raise TemplateSyntaxError(f"{name} does not take {', '.join(sorted(unknown))}.")
    if missing := required - values.keys():
        raise TemplateSyntaxError(f"{name} needs {', '.join(sorted(missing))}.")
    return _in_context(template, {**defaults, **values}, context)


def _in_context(template: Template, values: dict[str, Any], context: Context | None) -> SafeString:
    if context is None:
        html = template.render(Context(values))
    else:
        ambient = {key: context[key] for key in AMBIENT if key in context}
        html = template.render(context.new({**ambient, **values}))
    return mark_safe(html.strip())  # noqa: S308 — rendered by Django just before

"""Marks of a status: a shape, a tone and always the word, so that colour never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Shape:
    """A drawing in a square of 16, in the colour of the text beside it."""

    filled: str = ""
    line: str = ""
    dash: str = ""

    def __str__(self) -> str:
        dash = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        line = f'<path d="{self.line}" fill="none" stroke="currentColor" stroke-width="2"{dash}/>'
        filled = f'<path d="{self.filled}" fill="currentColor" fill-rule="evenodd"/>'
        return (line if self.line else "") + (filled if self.filled else "")


CIRCLE = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z"
SHAPES = {
    "dotted": Shape(line=CIRCLE, dash="2.2 2.5"),
    "ring": Shape(line=CIRCLE),
    "target": Shape(line=CIRCLE, filled="M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z"),
    "half": Shape(line=CIRCLE, filled="M8 2a6 6 0 0 1 0 12z"),
    "check": Shape(
        filled="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"
        "m3.9 5.3-4.6 5.2a1 1 0 0 1-1.4.1L3.9 9.7l1.2-1.5 1.3 1.2 4-4.5z"
    ),
    "loop": Shape(line="M13.5 8a5.5 5.5 0 1 1-2-4.2", filled="M14 1v5H9z"),
    "pause": Shape(filled="M3 2h4v12H3zM9 2h4v12H9z"),
    "cross": Shape(line="m3 3 10 10M13 3 3 13"),
    "triangle": Shape(filled="M8 1 16 15H0zM7.1 6v4.5h1.8V6zm0 5.7v1.7h1.8v-1.7z"),
    "hourglass": Shape(filled="M2 1h12v2l-4.6 5L14 13v2H2v-2l4.6-5L2 3z"),
    "square": Shape(line="M2 2h12v12H2z", dash="3 2"),
    "diamond": Shape(filled="m8 0 8 8-8 8-8-8z"),
    "half-diamond": Shape(line="m8 1.5 6.5 6.5L8 14.5 1.5 8z", filled="m8 1 7 7-7 7z"),
    "dash": Shape(line="M2 8h12"),
    "lock": Shape(line="M5 7V5a3 3 0 0 1 6 0v2", filled="M3 7h10v8H3z"),
}

# What is known by its stored value; anything else names its shape and tone.
KNOWN = {
    "IDEA": ("dotted", "quiet"),
    "PROPOSED": ("ring", "quiet"),
    "ACCEPTED": ("target", "plain"),
    "TO_START": ("ring", "plain"),
    "IN_PROGRESS": ("half", "accent"),
    "DONE": ("check", "good"),
    "SUSTAINED": ("loop", "good"),
    "PAUSED": ("pause", "warn"),
    "ABANDONED": ("cross", "quiet"),
    "LATE": ("triangle", "warn"),
    "WAITING": ("hourglass", "note"),
    "SILENT": ("square", "quiet"),
    "ON_TRACK": ("diamond", "good"),
    "WATCH": ("half-diamond", "warn"),
    "NEEDS_SUPPORT": ("triangle", "bad"),
    "NOT_APPLICABLE": ("dash", "quiet"),
}
UNKNOWN = ("ring", "plain")


def shape(name: str) -> SafeString:
    drawing = SHAPES.get(name, SHAPES["ring"])
    return mark_safe(f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">{drawing}</svg>')  # noqa: S308 — from the table above


@lru_cache(maxsize=1024)
def status_mark(value: str, label: str, form: str = "", tone: str = "") -> SafeString:
    """Draw a status: its shape, its word, its tone."""
    known_form, known_tone = KNOWN.get(value, UNKNOWN)
    return format_html(
        '<span class="status tone-{}">{}<span>{}</span></span>',
        tone or known_tone,
        shape(form or known_form),
        label,
    )

"""No template of the project writes a style, a script, or an event handler of its own."""

import re
from pathlib import Path

PACTE = Path(__file__).resolve().parents[2] / "pacte"
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx handler": re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:|javascript:", re.IGNORECASE),
    "script without address": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
}


def templates() -> list[Path]:
    # Mails are read outside the site, where only inline styles hold.
    return [
        path for path in sorted(PACTE.glob("*/templates/**/*.html")) if "emails" not in path.parts
    ]


def test_no_template_holds_style_or_script() -> None:
    found = {
        f"{path.relative_to(PACTE)}: {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text())
    }

    assert found == set()


def test_no_template_is_longer_than_150_lines() -> None:
    long = {
        str(path.relative_to(PACTE))
        for path in templates()
        if len(path.read_text().splitlines()) > 150
    }

    assert long == set()


def test_no_template_fetches_from_another_site() -> None:
    found = {
        str(path.relative_to(PACTE))
        for path in templates()
        if re.search(
            r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//", path.read_text()
        )
    }

    assert found == set()

"""What a page weighs over the wire, and how long our own scripts are."""

import gzip
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from pacte.ui import storage

PACTE = Path(__file__).resolve().parents[2] / "pacte"
STATIC = PACTE / "ui/static"
FONTS = ["regular.latin", "bold.latin", "italic.latin"]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def first_visit() -> dict[str, int]:
    style = storage.joined_style(FileSystemStorage(STATIC), "ui/pacte.css").encode()
    own = [STATIC / "ui/early.js", STATIC / "ui/pacte.js", *(STATIC / "ui/behaviours").glob("*.js")]
    vendored = [*STATIC.glob("vendor/**/*.js"), *STATIC.glob("vendor/**/*.css")]
    fonts = [STATIC / f"ui/fonts/atkinson-hyperlegible-next-{name}.woff2" for name in FONTS]
    return {
        "style": compressed(style),
        "own scripts": sum(compressed(path.read_bytes()) for path in own),
        "vendored": sum(compressed(path.read_bytes()) for path in vendored),
        "fonts": sum(path.stat().st_size for path in fonts),
    }


def test_static_files_of_a_first_visit_leave_room_for_the_page() -> None:
    weights = first_visit()

    assert sum(weights.values()) < 110_000, weights


def test_our_style_stays_small() -> None:
    assert first_visit()["style"] < 14_000


def test_our_scripts_stay_within_the_budget_of_the_platform() -> None:
    scripts = [
        path
        for path in PACTE.glob("*/static/**/*.js")
        if "vendor" not in path.relative_to(PACTE).parts
    ]

    assert sum(len(path.read_text().splitlines()) for path in scripts) < 2_500


def test_each_style_is_part_of_the_whole() -> None:
    whole = (STATIC / "ui/pacte.css").read_text()
    alone = {"gallery.css"}

    missing = [
        path.name
        for path in STATIC.glob("ui/css/**/*.css")
        if path.name not in alone and str(path.relative_to(STATIC / "ui")) not in whole
    ]

    assert missing == []


def test_only_the_tokens_name_colours() -> None:
    import re

    named = {
        path.name
        for path in STATIC.glob("ui/css/**/*.css")
        if path.name not in {"tokens.css", "print.css"}
        and re.search(r"#[0-9a-fA-F]{3,8}\b(?!\")", path.read_text())
    }

    assert named == set()

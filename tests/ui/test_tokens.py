"""Contrast of each pair of tokens, in each mode, and colours told apart by everyone."""

import itertools
import math
import re
from pathlib import Path

import pytest

from pacte.ui.charts import COLOURS

TOKENS = Path(__file__).resolve().parents[2] / "pacte/ui/static/ui/css/tokens.css"
BLOCK = re.compile(r"(?P<selector>:root[^{]*)\{(?P<body>[^{}]*)\}")
TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>#[0-9a-f]{6});")

TEXT_PAIRS = [
    *itertools.product(
        ("ink", "ink-soft", "accent", "accent-strong", "good", "warn", "bad", "note"),
        ("paper", "paper-sunk", "paper-raised"),
    ),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent", "accent-soft"),
    ("accent-strong", "accent-soft"),
    *itertools.product(("ink",), ("accent-soft", "mark", "good-soft", "warn-soft", "bad-soft")),
    *itertools.product(("ink",), ("note-soft",)),
    *((tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "note")),
    ("bad", "bad-soft"),
    ("paper", "ink"),
    ("ink-soft", "accent-soft"),
]
SHAPE_PAIRS = [
    *itertools.product(("line-strong", "focus"), ("paper", "paper-sunk", "paper-raised")),
    *((f"series-{index}", "paper") for index in (1, 2, 4, 6, 8)),
]


def blocks() -> list[tuple[str, dict[str, str]]]:
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    found = []
    for block in BLOCK.finditer(css):
        colours = {match["name"]: match["value"] for match in TOKEN.finditer(block["body"])}
        before = css[: block.start()].rstrip().rsplit("\n", 1)[-1]
        media = before if before.startswith("@media") else ""
        found.append((f"{media} {block['selector']}".strip(), colours))
    return found


def modes() -> dict[str, dict[str, str]]:
    """Each mode with its colours: a mode that leaves a token out has the light one."""
    light = dict(blocks()[0][1])
    made = {"light": light}
    for selector, colours in blocks()[1:]:
        if colours:
            made[selector] = {**light, **colours}
    return made


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_there_are_five_modes() -> None:
    assert len(modes()) == 5


@pytest.mark.parametrize("mode", modes())
def test_each_pair_of_text_and_paper_reaches_4_5(mode: str) -> None:
    colours = modes()[mode]

    too_low = {
        f"{ink} on {paper}": round(contrast(colours[ink], colours[paper]), 2)
        for ink, paper in TEXT_PAIRS
        if contrast(colours[ink], colours[paper]) < 4.5
    }

    assert too_low == {}


@pytest.mark.parametrize("mode", modes())
def test_each_edge_and_focus_reaches_3(mode: str) -> None:
    colours = modes()[mode]

    too_low = {
        f"{ink} on {paper}": round(contrast(colours[ink], colours[paper]), 2)
        for ink, paper in SHAPE_PAIRS
        if not ink.startswith("series") and contrast(colours[ink], colours[paper]) < 3
    }

    assert too_low == {}


def test_the_chosen_mode_is_the_same_as_that_of_the_device() -> None:
    made = list(modes().values())

    assert made[1] == made[2]
    assert made[3] == made[4]


def test_charts_draw_with_the_colours_of_the_light_mode() -> None:
    light = modes()["light"]

    assert tuple(light[f"series-{index}"] for index in range(1, 9)) == COLOURS


# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear light.
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = (
        min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True))))
        for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("mode", ["light", ':root[data-theme="dark"]'])
def test_neighbouring_series_differ_for_every_sight(sight: str, mode: str) -> None:
    colours = [modes()[mode][f"series-{index}"] for index in range(1, 9)]
    seen = [lab(colour, sight) for colour in colours]

    too_close = {
        f"{first + 1} and {first + 2}": round(math.dist(one, two))
        for first, (one, two) in enumerate(itertools.pairwise(seen))
        if math.dist(one, two) < 20
    }

    assert too_close == {}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("mode", ["light", ':root[data-theme="dark"]'])
def test_any_two_series_differ_for_every_sight(sight: str, mode: str) -> None:
    colours = [modes()[mode][f"series-{index}"] for index in range(1, 9)]
    seen = [lab(colour, sight) for colour in colours]

    too_close = {
        f"{first + 1} and {second + 1}": round(math.dist(seen[first], seen[second]))
        for first, second in itertools.combinations(range(8), 2)
        if math.dist(seen[first], seen[second]) < 14
    }

    assert too_close == {}

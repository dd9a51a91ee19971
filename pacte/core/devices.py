"""What one browses with, in the two words that its owner would say."""

from __future__ import annotations

import re
from typing import NamedTuple


class Device(NamedTuple):
    """Names as their makers write them; empty where the browser does not say."""

    browser: str
    system: str


# Most browsers also claim to be those they descend from: the first that fits is the one.
BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\b(?:Headless)?Chrome/|\bChromium/|\bCriOS/"),
    ("Safari", r"\bVersion/[\d.]+.*\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMacintosh\b|\bMac OS X\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)


def device_of(user_agent: str) -> Device:
    """Read what a browser says of itself; the rest of it, which tells people apart, is dropped."""
    return Device(_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, text)), "")

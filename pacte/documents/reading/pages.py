"""On which page a passage stands, as far as Word left signs of it."""

from __future__ import annotations


class Pages:
    """Counts pages from the breaks typed, and from those that Word noted when it last drew them."""

    def __init__(self, *, known: bool) -> None:
        self._known = known
        self._number = 1
        self._just_turned = False
        self.paragraphs = 0  # so far, on this page
        self._paragraphs_on = 1

    @property
    def current(self) -> int | None:
        return self._number if self._known else None

    @property
    def number(self) -> int:
        return self._number

    def seen_text(self) -> None:
        """Text stands after the last break: a noted break is a new one from here."""
        self._just_turned = False

    def turn(self) -> None:
        """A break that somebody typed."""
        self._number += 1
        self._just_turned = True

    def rendered(self) -> None:
        """A break that Word noted: right after a typed one, it is the same."""
        if not self._just_turned:
            self._number += 1
        self._just_turned = False

    def go_to(self, number: int) -> None:
        self._number = number

    def count_paragraph(self, page: int | None) -> int:
        """The number of the next paragraph, on its page when pages are known."""
        on = page or 1
        if on != self._paragraphs_on:
            self.paragraphs, self._paragraphs_on = 0, on
        self.paragraphs += 1
        return self.paragraphs

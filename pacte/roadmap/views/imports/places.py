"""Where a passage of the document stands on the review screen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pacte.roadmap.importing.keeping import row_of

if TYPE_CHECKING:
    from django.http import QueryDict

Json = Mapping[str, Any]
MOST_SHOWN = 200  # passages of a list that nobody reads to its end


def anchor(where: str) -> str:
    """The id of a passage in the page."""
    return "p" + hashlib.sha256(where.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Passage:
    where: str
    text: str
    url: str


class Places:
    """Addresses of passages, on whichever page of the document they stand."""

    def __init__(self, reading: Json, query: QueryDict) -> None:
        self.page_of: Json = reading.get("page_of", {})
        self.current = query.get("document") or self._first(reading)
        self.asked = {doubt["where"] for doubt in reading.get("doubts", ())}
        self.kept = {key: value for key, value in query.items() if key != "document"}

    def _first(self, reading: Json) -> str:
        """The document opens where its plan does, past its cover and its instructions."""
        actions = reading.get("actions") or [{"where": ""}]
        return str(self.page_of.get(actions[0]["where"], 1))

    def url(self, where: str) -> str:
        if not where:
            return ""
        page = str(self.page_of.get(row_of(where), self.current if self.page_of else ""))
        # The cells that something is asked about have an id of their own.
        place = anchor(where if where in self.asked else row_of(where))
        if not page or page == self.current:
            return f"#{place}"
        return f"?{urlencode({**self.kept, 'document': page})}#{place}"


def passages(told: Sequence[Json], places: Places) -> list[Passage]:
    return [
        Passage(item["where"], item["text"], places.url(item["where"]))
        for item in told[:MOST_SHOWN]
    ]

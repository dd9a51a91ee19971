"""What stands around the demonstration's plans: initiatives of others, frameworks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap import operations as roadmap

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative
    from pacte.portal.operations.demonstration.telling import Telling
    from pacte.portal.providers.demonstration import Place


DAYS = frozenset({"starts_on", "ends_on", "dated_on"})


def lay_externals(place: Place, initiative: Initiative, telling: Telling) -> None:
    by = telling.actors[place["people"][0]["key"]]
    at = telling.moment(place["opened"], 60)
    for told in place.get("externals", ()):
        fields: dict[str, object] = {
            key: telling.day(value) if key in DAYS else value for key, value in told.items()
        }
        roadmap.add_external(initiative=initiative, fields=fields, by=by, at=at)


def lay_frameworks(place: Place, initiative: Initiative, telling: Telling) -> None:
    by = telling.actors[place["people"][0]["key"]]
    at = telling.moment(place["opened"], 70)
    for told in place.get("frameworks", ()):
        fields: dict[str, object] = {
            key: telling.day(value) if key in DAYS else value
            for key, value in told.items()
            if key != "items"
        }
        made = roadmap.add_framework(initiative=initiative, fields=fields, by=by, at=at)
        lines = [(code, title) for code, title in told["items"]]
        roadmap.add_items(framework=made, lines=lines, by=by, at=at)

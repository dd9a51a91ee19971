"""What stands around the demonstration's plans: initiatives, frameworks and forms of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.accounts.models import User
from pacte.roadmap import operations as roadmap
from pacte.roadmap.models import Action
from pacte.roadmap.queries.reporting import filled

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative
    from pacte.portal.operations.demonstration.telling import Telling
    from pacte.portal.providers.demonstration import Place
    from pacte.roadmap.models import ReportingForm


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


def lay_reporting(place: Place, initiative: Initiative, telling: Telling) -> None:
    """Forms of others, and the actions that were told in each, some days ago."""
    by = telling.actors[place["people"][0]["key"]]
    at = telling.moment(-90)
    for told in place.get("reporting", ()):
        asked = {key: told[key] for key in ("name", "recipient", "guidance")}
        form = roadmap.add_reporting_form(initiative=initiative, fields=asked, by=by, at=at)
        for one in told["fields"]:
            roadmap.add_reporting_field(form=form, fields=one, by=by, at=at)
        actions = Action.objects.filter(initiative=initiative, plan__title=told["plan"])
        for number, shift in told["told"]:
            tell(form, actions.get(number=number), place, shift, telling)
        for number, text in told["since"]:
            reworded = actions.get(number=number)
            roadmap.edit_cell(
                action=reworded,
                column="description",
                read=reworded.description,
                value=text,
                by=by,
                at=telling.moment(-9),
            )


def tell(form: ReportingForm, action: Action, place: Place, shift: int, telling: Telling) -> None:
    lead = place["people"][0]
    user = User.objects.get(email=lead["email"])
    (seen,) = filled(form, action.plan, user, [action], today=telling.today)
    roadmap.record_reporting(
        form=form,
        seen=seen,
        typed={},
        reported_on=telling.day(shift),
        has_team_only=False,
        by=telling.actors[lead["key"]],
        at=telling.moment(shift),
    )

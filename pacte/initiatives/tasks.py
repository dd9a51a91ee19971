"""What the worker does by itself for the démarches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.core import automations, jobs
from pacte.core.days import is_working_hour, monday_of
from pacte.initiatives import operations, queries, registry
from pacte.initiatives.models import Initiative

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOURLY = dt.timedelta(hours=1)


@jobs.periodic(
    "initiatives.automations",
    every=HOURLY,
    label=_("Faire ce que les démarches ont choisi"),
)
def run_automations(now: dt.datetime) -> None:
    automations.run_all(now, is_open)


def is_open(module: str, space: str) -> bool:
    initiative = Initiative.objects.filter(pk=space).first()
    return initiative is not None and registry.is_on(module, initiative)


def led_spaces() -> list[str]:
    """The démarches: the letter finds who leads each."""
    return [str(key) for key in Initiative.objects.order_by("pk").values_list("pk", flat=True)]


def in_team_week(
    concern: registry.Concern,
    *,
    module: str,
    label: _StrPromise,
    purpose: _StrPromise,
    number: automations.Number,
    spaces: Callable[[], Iterable[str]] = led_spaces,
) -> automations.Automation:
    """Make the automation that has the Monday letter tell of a concern, once it has a line."""
    registry.register_concern(concern)

    def run(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
        initiative = Initiative.objects.get(pk=space)
        if not is_working_hour(now, initiative.time_zone):
            return
        monday = monday_of(initiative.today(now))
        if concern.read(initiative, numbers=numbers, monday=monday):
            operations.tell_team(initiative=initiative, at=now)

    return automations.Automation(
        name=concern.name,
        module=module,
        label=label,
        purpose=purpose,
        numbers=(number,),
        spaces=spaces,
        run=run,
        sends_mail=True,
    )


def make_automations() -> tuple[automations.Automation, ...]:
    return (
        in_team_week(
            registry.Concern(
                "initiatives.roles_ending", _("Rôles qui prennent fin"), queries.roles_ending
            ),
            module="initiatives",
            label=_("Prévenir avant la fin d’un rôle"),
            purpose=_("Dans le courriel du lundi à qui mène la démarche, une fois par rôle."),
            number=automations.Number("before", _("Avant"), 30),
        ),
        in_team_week(
            registry.Concern(
                "initiatives.invitations_unanswered",
                _("Invitations restées sans suite"),
                queries.invitations_unanswered,
            ),
            module="initiatives",
            label=_("Signaler une invitation restée sans suite"),
            purpose=_("Dans le courriel du lundi à qui mène la démarche, une fois par invitation."),
            number=automations.Number("after", _("Après"), 7),
        ),
    )

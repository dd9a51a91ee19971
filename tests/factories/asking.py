"""Questions about actions, and the links that ask them."""

import datetime as dt

from pacte.core.actor import SYSTEM
from pacte.network.models import Contact
from pacte.roadmap import operations
from pacte.roadmap.models import Action, ProgressLink
from pacte.roadmap.queries.asked import ToAsk
from tests.factories.network import ContactFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def led_action(contact: Contact, **fields: object) -> Action:
    """An open action of a shared plan that this person leads."""
    plan = fields.pop("plan", None) or PlanFactory(initiative=contact.initiative, shared=True)
    action = ActionFactory(plan=plan, **fields)
    ResponsibilityFactory(action=action, organisation=None, contact=contact)
    return action


def asked_link(
    contact: Contact | None = None, *, actions: int = 1, at: dt.datetime = NOW
) -> ProgressLink:
    """A link that asks one person about her actions."""
    contact = contact or ContactFactory(name="Samira Ouldali", email="samira@gue.example")
    plan = PlanFactory(initiative=contact.initiative, shared=True)
    rows = [led_action(contact, plan=plan, title=f"Action {n}") for n in range(1, actions + 1)]
    (link,) = operations.ask_progress(
        initiative=contact.initiative, wanted=[ToAsk(contact, rows)], by=SYSTEM, at=at
    )
    return link

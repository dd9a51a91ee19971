"""Doors of the portal, by noun."""

from pacte.portal.views.administration import administration, invite_lead, make_backup
from pacte.portal.views.automations import choose_automations
from pacte.portal.views.guide import guide_page, initiative_guide
from pacte.portal.views.home import initiative_home, mark_seen
from pacte.portal.views.initiatives import create_initiative, edit_territory
from pacte.portal.views.jobs import abandon_job, jobs, retry_job
from pacte.portal.views.leaving import arrival_file, hand_over_all, hand_over_unit
from pacte.portal.views.letters import (
    leave_letters,
    outbox,
    preview_letters,
    print_letters,
    settle_letter,
)
from pacte.portal.views.pages import (
    accessibility,
    demo,
    demo_sample,
    gallery,
    home,
    legal,
    organisation,
    organisation_sheet,
    privacy,
    theme,
)
from pacte.portal.views.search import search
from pacte.portal.views.starting import add_sample, first_steps, remove_sample
from pacte.portal.views.territory import territory

__all__ = [
    "abandon_job",
    "accessibility",
    "add_sample",
    "administration",
    "arrival_file",
    "choose_automations",
    "create_initiative",
    "demo",
    "demo_sample",
    "edit_territory",
    "first_steps",
    "gallery",
    "guide_page",
    "hand_over_all",
    "hand_over_unit",
    "home",
    "initiative_guide",
    "initiative_home",
    "invite_lead",
    "jobs",
    "leave_letters",
    "legal",
    "make_backup",
    "mark_seen",
    "organisation",
    "organisation_sheet",
    "outbox",
    "preview_letters",
    "print_letters",
    "privacy",
    "remove_sample",
    "retry_job",
    "search",
    "settle_letter",
    "territory",
    "theme",
]

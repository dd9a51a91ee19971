"""Who may do what with a plan. Seeing is `visible_to`; acting is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from pacte.initiatives.models import is_in_team, roles_of
from pacte.roadmap.enums import FilterReach
from pacte.roadmap.queries.carried import carries, stands_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action, Plan, PlanImport, SavedFilter


def can_see_team_only(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return is_in_team(user, initiative)


def can_create_plan(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return is_in_team(user, initiative)


def can_import_plan(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return is_in_team(user, initiative)


def can_edit_plan(user: User | AnonymousUser, plan: Plan) -> bool:
    return is_in_team(user, plan.initiative)


def can_share_plan(user: User | AnonymousUser, plan: Plan) -> bool:
    return is_in_team(user, plan.initiative)


def can_propose_action(user: User | AnonymousUser, plan: Plan) -> bool:
    """Whoever takes part in the initiative; the plan came through its gate."""
    return plan.initiative_id in roles_of(user)


def can_decide_proposals(user: User | AnonymousUser, plan: Plan) -> bool:
    return can_edit_plan(user, plan)


def can_share_filter(user: User | AnonymousUser, plan: Plan) -> bool:
    """Anybody keeps filters for herself; the team, for others too."""
    return is_in_team(user, plan.initiative)


def can_delete_filter(user: User | AnonymousUser, saved: SavedFilter) -> bool:
    """Hers, and for the team those that are shared."""
    is_shared = saved.reach != FilterReach.MINE
    return saved.owner_id == user.pk or (is_shared and is_in_team(user, saved.plan.initiative))


def can_edit_action(user: User | AnonymousUser, action: Action) -> bool:
    return can_edit_plan(user, action.plan)


def can_report_progress(user: User | AnonymousUser, action: Action) -> bool:
    """The team, who carries the action, and who stands in for her: see `queries.carried`."""
    if can_edit_action(user, action) or carries(user, action):
        return True
    return user.pk is not None and stands_in(user, action, timezone.now()) is not None


def can_ask_progress(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Asking, reading what was answered and calling: the team's."""
    return is_in_team(user, initiative)


def can_edit_lists(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Publics, themes, pillars, initiatives of others, reference frameworks: the team's."""
    return is_in_team(user, initiative)


def can_report_elsewhere(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Filling in forms of others: the team's, which answers for what leaves."""
    return is_in_team(user, initiative)


def can_edit_import(user: User | AnonymousUser, plan_import: PlanImport) -> bool:
    return is_in_team(user, plan_import.initiative)

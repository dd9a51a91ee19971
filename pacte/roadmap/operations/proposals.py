"""Proposing an action or an idea, and what the team makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.network.queries import directory_of
from pacte.roadmap.enums import ActionStatus, ProposalKind, ProposalState, ResponsibilityRole
from pacte.roadmap.errors import NodeElsewhere, ProposalDecided, ReasonMissing, TitleMissing
from pacte.roadmap.models import Plan, PlanNode, Proposal
from pacte.roadmap.operations.actions import add_action, delete_action, schedule_action
from pacte.roadmap.operations.responsibilities import Target, name_responsible
from pacte.roadmap.operations.statuses import move_status

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor
    from pacte.roadmap.operations.cells import ScheduleMeant


WORDS = frozenset({"text", "carried_by", "schedule_text"})


def record(
    verb: str,
    proposal: Proposal,
    *,
    by: Actor,
    at: dt.datetime,
    before: str,
) -> None:
    changes = {"state": [before, proposal.state], "reason": ["", proposal.reason]}
    audit.record(f"roadmap.proposal.{verb}", target=proposal, by=by, at=at, changes=changes)


@transaction.atomic
def propose_action(
    *,
    plan: Plan,
    kind: str,
    title: str,
    proposer: User | None,
    by: Actor,
    at: dt.datetime,
    node: PlanNode | None = None,
    words: Mapping[str, str] | None = None,
) -> Proposal:
    """Keep it apart from the plan; `words` may be text, carried_by and schedule_text."""
    if not title.strip():
        raise TitleMissing
    if node is not None and node.plan_id != plan.pk:
        raise NodeElsewhere
    proposal = Proposal.objects.create(
        plan=plan,
        node=node,
        kind=kind,
        title=title.strip(),
        proposer=proposer,
        proposed_by=by.label,
        proposed_at=at,
        **{name: text for name, text in (words or {}).items() if name in WORDS},
    )
    record("made", proposal, by=by, at=at, before="")
    return proposal


def waiting(proposal: Proposal) -> Proposal:
    """Lock it; raise ProposalDecided where someone of the team decided meanwhile."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("plan", "node")
    proposal = rows.get(pk=proposal.pk)
    if proposal.state != ProposalState.WAITING:
        raise ProposalDecided
    return proposal


def decide(proposal: Proposal, state: str, *, by: Actor, at: dt.datetime, reason: str = "") -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_at, proposal.decided_by = at, by.label
    proposal.save()


@transaction.atomic
def take_proposal(
    *, proposal: Proposal, schedule: ScheduleMeant, by: Actor, at: dt.datetime
) -> Proposal:
    """Make it an action of the plan: retained, under its part, with who would carry it as lead.

    `schedule` is what its words mean.
    """
    proposal = waiting(proposal)
    node = proposal.node if proposal.node and proposal.node.deleted_at is None else None
    action = add_action(
        plan=proposal.plan,
        node=node,
        title=proposal.title,
        fields={"description": proposal.text},
        by=by,
        at=at,
    )
    is_declared = proposal.kind == ProposalKind.DECLARED
    status = ActionStatus.IN_PROGRESS if is_declared else ActionStatus.ACCEPTED
    action = move_status(action=action, to=status, by=by, at=at)
    if schedule.text:
        action = schedule_action(
            action=action,
            read="",
            text=schedule.text,
            kind=schedule.kind,
            start=schedule.start,
            end=schedule.end,
            by=by,
            at=at,
        )
    if proposal.carried_by:
        name_responsible(
            action=action,
            role=ResponsibilityRole.LEAD,
            named=Target.meant(proposal.carried_by, directory_of(proposal.plan.initiative)),
            by=by,
            at=at,
        )
    proposal.action = action
    decide(proposal, ProposalState.TAKEN, by=by, at=at)
    record("taken", proposal, by=by, at=at, before=ProposalState.WAITING)
    return proposal


@transaction.atomic
def refuse_proposal(*, proposal: Proposal, reason: str, by: Actor, at: dt.datetime) -> Proposal:
    """Leave it out, and say why: whoever proposed it reads the reason."""
    if not reason.strip():
        raise ReasonMissing
    proposal = waiting(proposal)
    decide(proposal, ProposalState.REFUSED, by=by, at=at, reason=reason.strip())
    record("refused", proposal, by=by, at=at, before=ProposalState.WAITING)
    return proposal


@transaction.atomic
def reopen_proposal(*, proposal: Proposal, by: Actor, at: dt.datetime) -> Proposal:
    """Take the decision back; the action it had become leaves the plan, and comes back if asked."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("plan", "action")
    proposal = rows.get(pk=proposal.pk)
    before = proposal.state
    if before == ProposalState.WAITING:
        return proposal
    if proposal.action is not None and proposal.action.deleted_at is None:
        delete_action(action=proposal.action, by=by, at=at)
    proposal.action, proposal.state, proposal.reason = None, ProposalState.WAITING, ""
    proposal.decided_at, proposal.decided_by = None, ""
    proposal.save()
    record("reopened", proposal, by=by, at=at, before=before)
    return proposal

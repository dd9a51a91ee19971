"""Ideas and actions that members propose: apart from the plan until the team takes them in."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import NodeElsewhere, ProposalDecided, ReasonMissing, TitleMissing
from pacte.roadmap.models import Action, Proposal
from pacte.roadmap.operations import ScheduleMeant
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    OrganisationFactory,
    ParticipationFactory,
)
from tests.factories.roadmap import PlanNodeFactory, ProposalFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)
NO_DATE = ScheduleMeant("", "")


def sign_in(client, plan, **role):
    user = MembershipFactory(initiative=plan.initiative, **role).user
    client.force_login(user)
    return user


def door(name, plan, *keys):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *keys])


def take(proposal, schedule=NO_DATE):
    return operations.take_proposal(proposal=proposal, schedule=schedule, by=SYSTEM, at=NOW)


def test_a_member_proposes_and_nothing_appears_in_the_plan(client, plan):
    user = sign_in(client, plan)
    node = PlanNodeFactory(plan=plan)
    sent = {"kind": "DECLARED", "title": "Atelier vélo", "node": node.pk, "carried_by": "La Régie"}

    answer = client.post(door("propose_action", plan), sent, follow=True)

    proposal = Proposal.objects.get()
    assert (proposal.proposer, proposal.node, proposal.state) == (user, node, "WAITING")
    assert "pas encore répondu" in answer.content.decode()
    assert not Action.objects.exists()
    assert "Atelier vélo" not in client.get(door("plan_table", plan)).content.decode()


def test_her_organisation_and_the_axis_are_filled_in(client, plan):
    user = sign_in(client, plan)
    organisation = OrganisationFactory(name="La Régie", short_name="")
    ParticipationFactory(initiative=plan.initiative, organisation=organisation)
    contact = ContactFactory(initiative=plan.initiative, email=user.email)
    ContactFunctionFactory(contact=contact, organisation=organisation)
    node = PlanNodeFactory(plan=plan)

    form = client.get(door("propose_action", plan), {"noeud": node.pk}).context["form"]

    assert form["carried_by"].value() == "La Régie"
    assert form["node"].value() == str(node.pk)


def test_only_the_team_and_its_author_read_a_proposal(client, plan):
    author = sign_in(client, plan)
    ProposalFactory(plan=plan, title="La sienne", proposer=author)
    ProposalFactory(plan=plan, title="Une autre")

    hers = client.get(door("proposals", plan)).content.decode()
    sign_in(client, plan)
    others = client.get(door("proposals", plan)).content.decode()
    sign_in(client, plan, lead=True)
    team = client.get(door("proposals", plan)).content.decode()

    assert ("La sienne" in hers, "Une autre" in hers) == (True, False)
    assert ("La sienne" in others, "Une autre" in others) == (False, False)
    assert ("La sienne" in team, "Une autre" in team) == (True, True)


def test_the_home_of_the_team_counts_what_waits_and_leads_there(client, plan):
    ProposalFactory(plan=plan)
    take(ProposalFactory(plan=plan))
    home = reverse("portal:initiative_home", args=[plan.initiative.slug])

    sign_in(client, plan)
    assert door("proposals", plan) not in client.get(home).content.decode()
    sign_in(client, plan, lead=True)
    told = client.get(home).context["to_decide"]

    assert [(one["value"], one["url"]) for one in told] == [(1, door("proposals", plan))]


def test_its_author_does_not_decide(client, plan):
    author = sign_in(client, plan)
    proposal = ProposalFactory(plan=plan, proposer=author)

    for name in ("take_proposal", "refuse_proposal", "reopen_proposal"):
        assert client.post(door(name, plan, proposal.pk)).status_code == 403


def test_one_tap_makes_it_an_action_and_another_takes_it_back(client, plan):
    sign_in(client, plan, lead=True)
    node = PlanNodeFactory(plan=plan)
    proposal = ProposalFactory(
        plan=plan,
        node=node,
        kind="PROJECT",
        title="Atelier vélo",
        text="Huit personnes",
        carried_by="La Régie",
        schedule_text="2027",
    )

    done = client.post(door("take_proposal", plan, proposal.pk), follow=True)

    action = Action.objects.get()
    assert (action.title, action.description) == ("Atelier vélo", "Huit personnes")
    assert action.node == node
    assert (action.status, action.schedule_end) == ("ACCEPTED", dt.date(2027, 12, 31))
    assert action.responsibilities.get().words == "La Régie"
    undo = door("reopen_proposal", plan, proposal.pk)
    assert undo in done.content.decode()
    client.post(undo)
    client.post(undo)
    proposal.refresh_from_db()
    action.refresh_from_db()
    assert (proposal.state, proposal.action) == ("WAITING", None)
    assert action.deleted_at is not None


def test_what_is_already_carried_enters_the_plan_under_way(plan):
    taken = take(ProposalFactory(plan=plan, kind="DECLARED"))

    assert taken.action.status == "IN_PROGRESS"
    assert not taken.action.responsibilities.exists()


def test_a_part_taken_away_meanwhile_leaves_the_action_outside_any(plan):
    node = PlanNodeFactory(plan=plan, deleted_at=NOW)

    assert take(ProposalFactory(plan=plan, node=node)).action.node is None


def test_refusing_wants_a_reason_that_its_author_reads(client, plan):
    author = MembershipFactory(initiative=plan.initiative).user
    proposal = ProposalFactory(plan=plan, proposer=author)
    sign_in(client, plan, lead=True)
    address = door("refuse_proposal", plan, proposal.pk)

    without = client.post(address, {"reason": " "})
    client.post(address, {"reason": "Existe déjà à Port-Tisserand"})

    assert "Dites pourquoi" in without.content.decode()
    client.force_login(author)
    shown = client.get(door("proposals", plan)).content.decode()
    assert "Existe déjà à Port-Tisserand" in shown
    assert "Non retenue" in shown
    with pytest.raises(ReasonMissing):
        operations.refuse_proposal(proposal=proposal, reason=" ", by=SYSTEM, at=NOW)


def test_two_of_the_team_do_not_decide_twice(client, plan):
    sign_in(client, plan, lead=True)
    proposal = ProposalFactory(plan=plan)
    operations.refuse_proposal(proposal=proposal, reason="Non", by=SYSTEM, at=NOW)

    for name, sent in (("take_proposal", {}), ("refuse_proposal", {"reason": "Non"})):
        answer = client.post(door(name, plan, proposal.pk), sent, follow=True)
        assert "entre-temps" in answer.content.decode()
    with pytest.raises(ProposalDecided):
        take(proposal)
    assert not Action.objects.exists()


def test_a_proposal_wants_a_title_and_a_part_of_its_plan(plan):
    asked = {"plan": plan, "kind": "IDEA", "proposer": None, "by": SYSTEM, "at": NOW}

    with pytest.raises(TitleMissing):
        operations.propose_action(title=" ", **asked)
    with pytest.raises(NodeElsewhere):
        operations.propose_action(title="Idée", node=PlanNodeFactory(), **asked)


def test_what_one_takes_away_says_how_many_wait(client, plan):
    sign_in(client, plan, lead=True)
    ProposalFactory(plan=plan)
    ProposalFactory(plan=plan)

    assert "2 idées ou actions proposées" in client.get(door("export_page", plan)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_reads_the_same_number_of_queries(client, plan, rows, django_assert_num_queries):
    sign_in(client, plan, lead=True)
    for _ in range(rows):
        ProposalFactory(plan=plan, node=PlanNodeFactory(plan=plan))
        take(ProposalFactory(plan=plan))
    client.get(door("proposals", plan))

    with django_assert_num_queries(8):
        client.get(door("proposals", plan))

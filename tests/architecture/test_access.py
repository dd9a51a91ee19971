"""The access matrix: what each persona gets from each address; and no GET writes anything.

What one may not see is 404, what one sees but may not do is 403; who is not signed in goes to the
sign-in page (302). An address that is missing from the tables fails.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from pacte.core import files, letters
from pacte.core.actor import SYSTEM
from pacte.core.models import Job
from pacte.initiatives import operations as initiatives
from pacte.initiatives.enums import Role
from pacte.network.models import OrganisationName, SheetImport
from pacte.roadmap import operations as roadmap
from pacte.roadmap.models import Handover, PlanImport
from pacte.roadmap.queries.asked import ToAsk
from tests.factories.accounts import OpenSessionFactory
from tests.factories.initiatives import DelegationFactory, MembershipFactory, ThemeFactory
from tests.factories.network import (
    AcronymFactory,
    ContactFactory,
    ContactFunctionFactory,
    ElectedMandateFactory,
    GroupFactory,
    MunicipalReferentFactory,
    ParticipationFactory,
    UnitFactory,
)
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    ExternalInitiativeFactory,
    FrameworkItemFactory,
    KeyProjectFactory,
    MilestoneFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ProposalFactory,
    ReferenceFrameworkFactory,
    ReportingFactory,
    ReportingFieldFactory,
    ReportingFormFactory,
    ResponsibilityFactory,
    RestructuringFactory,
    StepFactory,
)
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
PERSONAS = (
    "anonymous",
    "outsider",
    "lead",
    "elected",
    "committee",
    "observer",
    "administrator",
    "operator",
)
# Those whose statuses follow from another's: see `expected`.
DERIVED = ("consultant", "former", "coming")
# The statuses of PERSONAS in that order, for a GET where the door has one, else for a POST.
OPEN = (200,) * 8
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200)
MEMBERS = (302, 404, 200, 200, 200, 200, 200, 404)
TEAM = (302, 404, 200, 403, 403, 403, 403, 404)
TEAM_POST = (302, 404, 302, 403, 403, 403, 403, 404)
TEAM_SECRET = (302, 404, 200, 404, 404, 404, 404, 404)
TEAM_SECRET_POST = (302, 404, 302, 404, 404, 404, 404, 404)
OPERATOR = (302, 403, 403, 403, 403, 403, 403, 200)
OPERATOR_POST = (302, 403, 403, 403, 403, 403, 403, 302)
MANAGERS = (302, 404, 200, 403, 403, 403, 200, 404)
MANAGERS_POST = (302, 404, 302, 403, 403, 403, 302, 404)

GETS: dict[str, tuple[int, ...]] = {
    "health": (503,) * 8,  # no worker runs beside the tests; tests/core/test_health.py has the rest
    "account_login": (200, 302, 302, 302, 302, 302, 302, 302),
    "account_logout": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_inactive": OPEN,
    "account_signup": (200, 302, 302, 302, 302, 302, 302, 302),
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_change_password": SIGNED_IN,
    "accounts:my_account": SIGNED_IN,
    "accounts:sessions": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "openid_connect_callback": (404,) * 8,  # no provider is configured
    "mfa_list_webauthn": (302,) * 8,
    "mfa_authenticate": (302,) * 8,  # nobody is on her way in
    "mfa_view_recovery_codes": (302, *(404,) * 7),
    "mfa_deactivate_totp": (302, *(404,) * 7),
    "mfa_activate_totp": (302,) * 8,  # each says again who she is
    "mfa_add_webauthn": (302,) * 8,
    "mfa_generate_recovery_codes": (302,) * 8,
    "mfa_edit_webauthn": (302,) * 8,
    "mfa_remove_webauthn": (302,) * 8,
    "mfa_reauthenticate": (302,) * 8,
    "mfa_reauthenticate_webauthn": (302,) * 8,
    "mfa_login_webauthn": (302,) * 8,
    "accounts:who_are_you": (302,) * 8,
    "accounts:sign_in_by_link": (410,) * 8,
    "initiatives:accept_invitation": OPEN,
    "initiatives:enter_code": OPEN,
    "initiatives:members": MEMBERS,
    "initiatives:absence": MEMBERS,
    "initiatives:edit_membership": MANAGERS,
    "initiatives:invite": MANAGERS,
    "initiatives:edit_settings": MANAGERS,
    "initiatives:show_logo": MEMBERS,
    "network:organisations": MEMBERS,
    "network:contacts": MEMBERS,
    "network:acronyms": MEMBERS,
    "network:deleted": TEAM,
    "network:add_organisation": TEAM,
    "network:edit_organisation": TEAM,
    "network:add_name": TEAM,
    "network:edit_name": TEAM,
    "network:merge_organisations": TEAM,
    "network:referents": MEMBERS,
    "network:name_referent": TEAM,
    "network:edit_referent": TEAM,
    "network:booklet": MEMBERS,
    "network:mandates": MEMBERS,
    "network:add_mandate": TEAM,
    "network:edit_mandate": TEAM,
    "network:start_sheet": TEAM,
    "network:sheet_to_fill": TEAM,
    "network:sheet": TEAM,
    "network:rejected_lines": TEAM,
    "network:end_unit": TEAM,
    "portal:hand_over_unit": TEAM,
    "portal:organisation_sheet": MEMBERS,
    "network:add_unit": TEAM,
    "network:edit_unit": TEAM,
    "network:add_function": TEAM,
    "network:edit_function": TEAM,
    "network:edit_acronym": TEAM,
    "network:add_contact": TEAM,
    "network:edit_contact": TEAM,
    "network:add_group": TEAM,
    "network:edit_group": TEAM,
    "network:save_acronym": TEAM,
    "portal:home": (302, 302, 302, 302, 302, 302, 302, 200),
    "portal:demo": (404,) * 8,
    "portal:demo_sample": (302, *(404,) * 7),
    "portal:create_initiative": OPERATOR,
    "portal:administration": OPERATOR,
    "portal:jobs": OPERATOR,
    "portal:invite_lead": (302, *(403,) * 7),  # someone leads it; tests/portal has the rest
    "portal:initiative_home": MEMBERS,
    "portal:first_steps": TEAM,
    "portal:search": MEMBERS,
    "portal:theme": MEMBERS,
    "portal:territory": MEMBERS,
    "portal:edit_territory": MANAGERS,
    "portal:organisation": MEMBERS,
    "portal:outbox": TEAM,
    "portal:hand_over_all": TEAM,
    "portal:arrival_file": MEMBERS,
    "portal:print_letters": TEAM,
    "portal:preview_letters": (302, 404, 404, 403, 403, 403, 403, 404),  # nothing waits for it
    "portal:choose_automations": MANAGERS,
    "portal:leave_letters": OPEN,
    "portal:guide": OPEN,
    "portal:guide_page": OPEN,
    "portal:initiative_guide": MEMBERS,
    "portal:initiative_guide_page": MEMBERS,
    "portal:gallery": (302, *(404,) * 6, 200),
    "portal:legal": OPEN,
    "portal:privacy": OPEN,
    "portal:accessibility": OPEN,
    # A secret opens these to whoever holds it, and to its own actions only.
    "roadmap:say_progress": OPEN,
    "roadmap:progress_said": OPEN,
    "roadmap:hand_over": OPEN,
    "roadmap:progress_answers": TEAM,
    "roadmap:calls": TEAM,
    "roadmap:progress_links": TEAM,
    "roadmap:edit_progress_settings": TEAM,
    "roadmap:record_for": TEAM,
    "roadmap:name_person": TEAM,
    "roadmap:matrix": MEMBERS,
    "roadmap:download_matrix": MEMBERS,
    "roadmap:already_there": TEAM,
    "roadmap:overlap_report": TEAM,
    "roadmap:lists": TEAM,
    "roadmap:edit_listed": TEAM,
    "roadmap:externals": MEMBERS,
    "roadmap:external": MEMBERS,
    "roadmap:add_external": TEAM,
    "roadmap:edit_external": TEAM,
    "roadmap:tell_bonds": TEAM,
    "roadmap:frameworks": MEMBERS,
    "roadmap:framework": MEMBERS,
    "roadmap:add_framework": TEAM,
    "roadmap:edit_framework": TEAM,
    "roadmap:add_items": TEAM,
    "roadmap:edit_item": TEAM,
    "roadmap:alignment_table": MEMBERS,
    "roadmap:download_alignment": MEMBERS,
    "roadmap:reporting_forms": TEAM,
    "roadmap:reporting_form": TEAM,
    "roadmap:add_reporting_form": TEAM,
    "roadmap:edit_reporting_form": TEAM,
    "roadmap:add_reporting_field": TEAM,
    "roadmap:edit_reporting_field": TEAM,
    "roadmap:reporting_table": TEAM,
    "roadmap:download_reporting": TEAM,
    "roadmap:report_elsewhere": TEAM,
    "roadmap:fill_reporting_form": TEAM,
    "roadmap:plans": (302, 404, 302, 302, 302, 302, 302, 404),
    "roadmap:create_plan": TEAM,
    "roadmap:plan_table": MEMBERS,
    "roadmap:plan_by_organisation": MEMBERS,
    "roadmap:save_filter": (302, 404, 302, 302, 302, 302, 302, 404),  # no filter to keep
    "roadmap:calendar_feeds": MEMBERS,
    "roadmap:calendar_feed": OPEN,  # a secret opens it
    "roadmap:plan_tree": MEMBERS,
    "roadmap:plan_timeline": MEMBERS,
    "roadmap:plan_dashboard": MEMBERS,
    "roadmap:plan_calendar": MEMBERS,
    "roadmap:start_import": TEAM,
    "roadmap:review_import": TEAM_SECRET_POST,  # still being read: goes to its progress
    "roadmap:import_progress": TEAM_SECRET,
    "roadmap:compare_import": (302, *(404,) * 7),  # it updates no plan
    "roadmap:import_source": TEAM_SECRET,
    "roadmap:add_action": TEAM,
    "roadmap:choose_columns": TEAM,
    "roadmap:frame": TEAM,
    "roadmap:add_node": TEAM,
    "roadmap:edit_node": TEAM,
    "roadmap:move_node": TEAM,
    "roadmap:delete_node": TEAM,
    "roadmap:deleted": TEAM,
    "roadmap:row": TEAM,
    "roadmap:edit_row": TEAM,
    "roadmap:move_action": TEAM,
    "roadmap:paste_actions": TEAM,
    "roadmap:mend_actions": TEAM,
    "roadmap:overview": MEMBERS,
    "roadmap:edit_overview": TEAM,
    "roadmap:meeting": MEMBERS,
    "roadmap:merge_action": TEAM,
    "roadmap:proposals": MEMBERS,
    "roadmap:propose_action": MEMBERS,
    "roadmap:refuse_proposal": TEAM_SECRET,
    "roadmap:key_projects": MEMBERS,
    "roadmap:key_project": MEMBERS,
    "roadmap:add_key_project": TEAM,
    "roadmap:edit_key_project": TEAM,
    "roadmap:gather_actions": TEAM,
    "roadmap:add_milestone": TEAM,
    "roadmap:edit_milestone": TEAM,
    "roadmap:split_action": TEAM,
    "roadmap:merge_node": TEAM,
    "roadmap:split_node": TEAM,
    "roadmap:group_actions": TEAM,
    "roadmap:restructurings": TEAM,
    "roadmap:plan_history": TEAM,
    "roadmap:restructuring": TEAM_SECRET,
    "roadmap:achievements": MEMBERS,
    "roadmap:download_achievements": MEMBERS,
    "roadmap:share_credit": TEAM,
    "roadmap:export_page": MEMBERS,
    "roadmap:download_plan": (302, 404, 302, 302, 302, 302, 302, 404),  # a format is to be chosen
    "roadmap:download_overview": MEMBERS,
    "roadmap:export_ready": (302, *(404,) * 7),  # a key that nobody was given
    "roadmap:download_export": (302, *(404,) * 7),
    "roadmap:action": MEMBERS,
    "roadmap:edit_cell": TEAM,
    "roadmap:edit_fieldset": TEAM,
    "roadmap:report_progress": TEAM,  # and who carries the action: tests/roadmap/test_carried.py
    "roadmap:attach_file": TEAM,
    "roadmap:attach_proof": TEAM,
    "roadmap:show_file": MEMBERS,
    "roadmap:show_proof": MEMBERS,
    "roadmap:set_waiting": TEAM,
    "roadmap:keep_to_team": TEAM,
    "roadmap:name_responsible": TEAM,
    "roadmap:rename_responsible": TEAM,
    "roadmap:note_answer": TEAM,
    "roadmap:add_part": TEAM,
    "roadmap:edit_part": TEAM,
}
POSTS: dict[str, tuple[int, ...]] = {
    "accounts:choose_language": (302,) * 8,
    "accounts:share_mailbox": (302,) * 8,
    "accounts:close_other_sessions": (302,) * 8,
    "openid_connect_login": (404,) * 8,
    "accounts:close_session": (302, *(404,) * 7),  # somebody else's
    "accounts:i_am": (302, 404, 404, 404, 404, 404, 404, 404),
    "accounts:remove_person": (302, 404, 404, 404, 404, 404, 404, 404),
    "initiatives:end_membership": MANAGERS_POST,
    "initiatives:restore_membership": MANAGERS_POST,
    "initiatives:renew_invitation": MANAGERS,
    "initiatives:revoke_invitation": MANAGERS_POST,
    "initiatives:add_logo": MANAGERS_POST,
    "initiatives:remove_logo": MANAGERS_POST,
    "initiatives:set_word_template": MANAGERS_POST,
    "portal:mark_seen": (302, 404, 302, 302, 302, 302, 302, 404),
    "portal:make_backup": OPERATOR_POST,
    "portal:retry_job": OPERATOR_POST,
    "portal:abandon_job": OPERATOR_POST,
    "network:end_participation": TEAM_POST,
    "network:delete_contact": TEAM_POST,
    "network:delete_group": TEAM_POST,
    "network:delete_name": TEAM_POST,
    "network:apply_sheet": TEAM_POST,
    "network:ask_communes": TEAM_POST,
    "network:delete_mandate": TEAM_POST,
    "network:restore": (302, 404, 404, 403, 403, 403, 403, 404),  # nothing was put aside
    "network:delete_acronym": TEAM_POST,
    "network:delete_unit": TEAM_POST,
    "initiatives:end_absence": (302, *(404,) * 7),  # somebody else's
    "portal:settle_letter": TEAM_POST,
    "portal:add_sample": TEAM_POST,
    "portal:remove_sample": TEAM_POST,
    "roadmap:make_feed": (302, 404, 302, 302, 302, 302, 302, 404),
    "roadmap:revoke_feed": (302, 404, 302, 404, 404, 404, 404, 404),  # the project officer's own
    "roadmap:delete_filter": TEAM_POST,
    "roadmap:renew_link": (302,) * 8,  # it opens still
    "roadmap:add_listed": (302, 404, 422, 403, 403, 403, 403, 404),
    "roadmap:start_list": TEAM_POST,
    "roadmap:remove_listed": TEAM_POST,
    "roadmap:reopen_listed": TEAM_POST,
    "roadmap:place_words": TEAM_POST,
    "roadmap:delete_reporting_form": TEAM_POST,
    "roadmap:restore_reporting_form": TEAM_POST,
    "roadmap:shift_reporting_field": TEAM_POST,
    "roadmap:delete_reporting_field": TEAM_POST,
    "roadmap:restore_reporting_field": TEAM_POST,
    "roadmap:cancel_reporting": TEAM_POST,
    "roadmap:restore_reporting": TEAM_POST,
    "roadmap:remove_framework": TEAM_POST,
    "roadmap:reopen_framework": TEAM_POST,
    "roadmap:remove_item": TEAM_POST,
    "roadmap:reopen_item": TEAM_POST,
    "roadmap:remove_external": TEAM_POST,
    "roadmap:reopen_external": TEAM_POST,
    "roadmap:accept_answers": TEAM_POST,
    "roadmap:review_answer": TEAM_POST,
    "roadmap:settle_handover": TEAM_POST,
    "roadmap:note_call": TEAM_POST,
    "roadmap:ask_progress": TEAM_POST,
    "roadmap:revoke_link": TEAM_POST,
    "roadmap:prepare_export": (302, 404, 302, 302, 302, 302, 302, 404),
    "roadmap:apply_import": TEAM_SECRET_POST,
    "roadmap:retry_import": TEAM_SECRET_POST,
    "roadmap:stop_import": TEAM_SECRET_POST,
    "roadmap:cancel_import": TEAM_SECRET_POST,
    "roadmap:share_plan": TEAM_POST,
    "roadmap:unshare_plan": TEAM_POST,
    "roadmap:shift_node": TEAM_POST,
    "roadmap:restore_node": TEAM_POST,
    "roadmap:delete_plan": TEAM_POST,
    "roadmap:restore_plan": TEAM_POST,
    "roadmap:shift_action": TEAM_POST,
    "roadmap:reach_milestone": TEAM_POST,
    "roadmap:delete_milestone": TEAM_POST,
    "roadmap:restore_milestone": TEAM_POST,
    "roadmap:delete_key_project": TEAM_POST,
    "roadmap:restore_key_project": TEAM_POST,
    "roadmap:take_proposal": TEAM_SECRET_POST,
    "roadmap:reopen_proposal": TEAM_SECRET_POST,
    "roadmap:undo_restructuring": TEAM_SECRET_POST,
    "roadmap:indent_action": (302, 404, 422, 403, 403, 403, 403, 404),  # under which action?
    "roadmap:outdent_step": (302, 404, 422, 403, 403, 403, 403, 404),  # what was read?
    "roadmap:delete_action": TEAM_POST,
    "roadmap:fill_column": TEAM,
    "roadmap:restore_action": TEAM_POST,
    "roadmap:finish_step": TEAM_POST,
    "roadmap:end_waiting": TEAM_POST,
    "roadmap:delete_part": TEAM_POST,
    "roadmap:restore_part": TEAM_POST,
    "roadmap:drop_responsible": TEAM_POST,
    "roadmap:restore_responsible": TEAM_POST,
}
# Tried in tests of their own, because they need a mail server or a state of the session.
ELSEWHERE = {
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reauthenticate",
    "account_set_password",
    "account_reset_password_from_key",
}
# A consultant is of the team, and neither gives roles nor sets the initiative.
MANAGED = (MANAGERS, MANAGERS_POST)
# Whose role is over, or has not begun, is an outsider who takes part nowhere else.
HER_OWN = {"roadmap:revoke_feed"}
TAKES_PART_NOWHERE = {"portal:home": 200}
# An address of those who run the installation, though it names an initiative: others are refused.
OF_THE_INSTALLATION = {"portal:invite_lead": 403}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Named exceptions: the session, and the counters of sign-in attempts.
MAY_WRITE = ("django_session",)


def expected(table, name, persona):
    row = table[name]
    if persona == "consultant" and row in MANAGED:
        return 403
    if persona == "consultant" and name in HER_OWN:
        return 404
    if persona in {"former", "coming"} and name in TAKES_PART_NOWHERE:
        return TAKES_PART_NOWHERE[name]
    like = {"consultant": "lead", "former": "outsider", "coming": "outsider"}.get(persona, persona)
    return row[PERSONAS.index(like)]


def rows_of(place):
    """Lay a row of each sort in an initiative; return what addresses call them."""
    plan = PlanFactory(initiative=place, shared=True)
    action = ActionFactory(plan=plan)
    achievement = AchievementFactory(action=action)
    organisation = ParticipationFactory(initiative=place).organisation
    contact = ContactFactory(initiative=place)
    invitation, secret = initiatives.invite(
        initiative=place, email="autre@exemple.test", role="OBSERVER", by=SYSTEM, at=NOW
    )
    invitation.expires_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    invitation.save()
    logo = initiatives.add_logo(
        initiative=place, content=b"\x89PNG", name="l.png", owner="A", by=SYSTEM, at=NOW
    )
    attached = roadmap.attach_file(
        action=action, content=b"%PDF-1", name="a.pdf", by=SYSTEM, at=NOW
    )
    proof = roadmap.attach_proof(
        achievement=achievement, content=b"%PDF-1", name="p.pdf", by=SYSTEM, at=NOW
    )
    source = files.keep(b"Axe;Action\n", name="plan.csv", at=NOW)
    draft = PlanImport.objects.create(
        initiative=place, source=source, started_by="C", started_at=NOW
    )
    return {
        "initiative": place.slug,
        "plan": plan.slug,
        "node": PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan)).pk,
        "code": action.code,
        "column": "title",
        "fieldset": "echeance",
        "kind": "etapes",
        "part": (step := StepFactory(action=action)).pk,
        "step": step.pk,
        "achievement": achievement.pk,
        "responsibility": ResponsibilityFactory(action=action).pk,
        "project": (project := KeyProjectFactory(plan=plan)).pk,
        "milestone": MilestoneFactory(project=project).pk,
        "proposal": ProposalFactory(plan=plan, state="REFUSED", reason="Non", decided_at=NOW).pk,
        "restructuring": RestructuringFactory(plan=plan).pk,
        "file": attached.pk,
        "proof": proof.pk,
        "organisation": organisation.slug,
        "commune": place.territory.slug,
        "mandate": ElectedMandateFactory(contact=contact, territory=place.territory).pk,
        "referent": MunicipalReferentFactory(initiative=place, contact=contact).pk,
        "sheet": SheetImport.objects.create(
            initiative=place, source=source, started_by="C", started_at=NOW
        ).pk,
        "former": OrganisationName.objects.create(organisation=organisation, name="Avant").pk,
        "contact": contact.pk,
        "group": GroupFactory(initiative=place).pk,
        "acronym": AcronymFactory(initiative=place).pk,
        "unit": UnitFactory(organisation=organisation).pk,
        "function": ContactFunctionFactory(contact=contact).pk,
        "sort": "groupes",
        "membership": place.memberships.get(role=Role.OBSERVER).pk,
        "invitation": invitation.pk,
        "logo": logo.pk,
        "secret": secret,
        "person": 0,
        "delegation": DelegationFactory(initiative=place).pk,
        "provider_id": "fournisseur",
        "session": OpenSessionFactory().pk,
        "pk": draft.pk,
        "put_aside": plan.pk,
        "listed": "themes",
        "entry": ThemeFactory(initiative=place).pk,
        "external": ExternalInitiativeFactory(initiative=place).pk,
        "framework": (framework := ReferenceFrameworkFactory(initiative=place)).pk,
        "item": FrameworkItemFactory(framework=framework).pk,
        "form": (form := ReportingFormFactory(initiative=place)).pk,
        "field": ReportingFieldFactory(form=form).pk,
        "reporting": ReportingFactory(form=form, action=action).pk,
        "key": "inconnu",
        "job": "echec",
        "ending": "pdf",
        "name": "plan.docx",
        "page": "commencer",
        **asking(place, action),
        **keeping(place, plan),
    }


@pytest.fixture
def world():
    people = make_personas()
    # One waits already: the tests' queue would make another at once, inside this transaction.
    Job.objects.create(key="sauvegarde", name="portal.make_backup", asked_at=NOW)
    Job.objects.create(
        key="echec", name="core.send_mail", asked_at=NOW, status="FAILED", ended_at=NOW
    )
    return people, rows_of(people.initiative)


def keeping(place, plan):
    """Filters that are shared, and an address for a diary, of the first member."""
    user = place.memberships.order_by("pk").first().user
    saved = roadmap.save_filter(
        plan=plan, owner=user, name="F", query="etat=DONE", reach="MEMBERS", by=SYSTEM, at=NOW
    )
    feed = roadmap.make_feed(initiative=place, user=user, scope="INITIATIVE", by=SYSTEM, at=NOW)
    return {"saved": saved.pk, "feed": feed.pk, "scope": "MINE", "feed_secret": feed.secret}


def asking(place, action):
    """A link with an answer to read, a person to settle, a letter."""
    person = ContactFactory(initiative=place, email="samira@gue.example")
    (link,) = roadmap.ask_progress(
        initiative=place, wanted=[ToAsk(person, [action])], by=SYSTEM, at=timezone.now()
    )
    (other,) = roadmap.ask_progress(
        initiative=place,
        wanted=[ToAsk(ContactFactory(initiative=place), [ActionFactory(plan=action.plan)])],
        by=SYSTEM,
        at=timezone.now(),
    )
    asked = link.requests.get()
    (answer,) = roadmap.answer_requests(
        told={other.requests.get(): roadmap.Told("NOTHING_NEW")},
        said_by="S",
        by=SYSTEM,
        at=timezone.now(),
    )
    handover = Handover.objects.create(
        request=other.requests.get(), said_by="S", said_at=timezone.now()
    )
    leaving = letters.leaving_address(place.audit_space, person.email)
    return {
        "asked": asked.pk,
        "answer": answer.pk,
        "handover": handover.pk,
        "link": link.pk,
        "letter": link.messages.get().pk,
        "link_secret": link.secret,
        "token": leaving.rstrip("/").rpartition("/")[2],
    }


BY_LINK = {"say_progress", "progress_said", "hand_over", "renew_link"}


def patterns(resolver=None, space=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern.pattern.converters


def address(name, keys):
    wanted = dict(patterns())[name]
    given = {key: keys[key] for key in wanted}
    if name == "accounts:sign_in_by_link":
        given = {"secret": "inconnu"}
    if name.removeprefix("roadmap:") in BY_LINK:
        given["secret"] = keys["link_secret"]
    if name == "roadmap:calendar_feed":
        given["secret"] = keys["feed_secret"]
    if name == "portal:preview_letters":
        given["kind"] = "roadmap.progress_request"
    return reverse(name, kwargs=given)


def test_every_address_stands_in_the_matrix():
    named = {name for name, _ in patterns()}

    assert named - GETS.keys() - POSTS.keys() - ELSEWHERE == set()


@pytest.mark.parametrize("name", sorted(GETS))
def test_get(client, world, name):
    people, keys = world
    got = {}
    for persona in (*PERSONAS, *DERIVED):
        client.logout()
        if (user := getattr(people, persona)) is not None:
            client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(name, keys))
            answer.close()
        got[persona] = answer.status_code
        written = [
            query["sql"]
            for query in queries.captured_queries
            if query["sql"].lstrip().upper().startswith(WRITES)
            and not any(table in query["sql"] for table in MAY_WRITE)
        ]
        assert written == [], f"{persona} GET {name}"

    assert got == {persona: expected(GETS, name, persona) for persona in got}


@pytest.mark.parametrize("name", sorted(POSTS))
@pytest.mark.parametrize("persona", [*PERSONAS, *DERIVED])
def test_post(client, world, name, persona):
    people, keys = world
    if (user := getattr(people, persona)) is not None:
        client.force_login(user)

    answer = client.post(address(name, keys))

    assert answer.status_code == expected(POSTS, name, persona)


# What an address holds beside the rows it reaches.
WORDS = {"initiative", "scope", "column", "fieldset", "kind", "sort", "listed", "ending", "name"}
WORDS |= {"page"}
REACHED = [
    (name, key)
    for name, converters in patterns()
    if name in GETS.keys() | POSTS.keys() and "initiative" in converters
    for key in sorted(converters.keys() - WORDS)
]


@pytest.mark.parametrize(("name", "key"), REACHED)
def test_no_door_opens_on_a_row_of_another_initiative(client, world, name, key):
    """Who leads this one, with the key of a row of another that she takes no part in."""
    people, keys = world
    elsewhere = rows_of(MembershipFactory().initiative)
    asked = address(name, {**keys, key: elsewhere[key]})
    client.force_login(people.lead)

    answer = client.get(asked) if name in GETS else client.post(asked)

    assert answer.status_code == 404


@pytest.mark.parametrize("persona", [*PERSONAS, *DERIVED])
def test_no_door_opens_on_an_initiative_that_one_takes_no_part_in(client, world, persona):
    people, _keys = world
    other = MembershipFactory().initiative
    MembershipFactory(initiative=other, lead=True)
    elsewhere = rows_of(other)
    if (user := getattr(people, persona)) is not None:
        client.force_login(user)
    sealed = 302 if persona == "anonymous" else 404
    may = {} if persona == "anonymous" else OF_THE_INSTALLATION
    got = {}

    for name, converters in patterns():
        if "initiative" in converters and name in GETS.keys() | POSTS.keys():
            asked = address(name, elsewhere)
            answer = client.get(asked) if name in GETS else client.post(asked)
            answer.close()
            got[name] = answer.status_code

    assert {name: status for name, status in got.items() if status != may.get(name, sealed)} == {}


def test_a_post_door_refuses_a_get(client, world):
    people, keys = world
    client.force_login(people.lead)

    odd = [name for name in POSTS if client.get(address(name, keys)).status_code != 405]

    assert odd == []

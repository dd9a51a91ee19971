"""The démarche's own home: what waits for this person, where the plan stands, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from pacte.initiatives import operations, rules
from pacte.initiatives.http import placed, seen_initiative
from pacte.portal import queries
from pacte.portal.providers.demonstration import SAMPLES
from pacte.roadmap import rules as roadmap_rules
from pacte.roadmap.queries import figures
from pacte.roadmap.queries import home as waiting
from pacte.roadmap.queries.drafts import open_imports
from pacte.roadmap.queries.overview import picks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.accounts.http import Request
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative


@require_GET
def initiative_home(request: Request, initiative: str) -> HttpResponse:  # noqa: ARG001 — the address gave it
    place, user = placed(request), request.user
    today = timezone.localdate()
    is_team = roadmap_rules.can_import_plan(user, place)
    facts = waiting.facts_of(place, user, now=timezone.now(), is_team=is_team)
    plans = queries.plans_at_a_glance(place, user, today=today, sees_team_only=is_team)
    told = queries.told_plan(plans)
    context = {
        "initiative": place,
        "plans": [(one.plan, figures_of(one, place, is_team=is_team)) for one in plans],
        "is_team": is_team,
        # An elected member opens it for the lines written for her, others for what they do.
        "waits_first": bool(plans) and not is_team and not queries.is_elected(user, place),
        "can_choose_automations": rules.can_edit_settings(user, place),
        "told": told,
        "picks": picks_of(told, user) if told and not is_team else None,
        "drafts": open_imports(place, user) if facts.drafts else [],
        "news": queries.latest_news(place, user, sees_team_only=is_team),
        "to_look_at": queries.to_look_at(place, user, today=today, sees_team_only=True)
        if is_team
        else [],
        "today": today,
        "samples": list(SAMPLES) if is_team and settings.DEMO else [],
        **(waiting_for(place, user, facts, plans, is_team=is_team) if plans else {}),
    }
    return render(request, "portal/initiative_home.html", context)


def waiting_for(
    place: Initiative,
    user: User,
    facts: waiting.Facts,
    plans: Sequence[queries.PlanAtAGlance],
    *,
    is_team: bool,
) -> dict[str, object]:
    """« Ce qui vous attend » : what she carries, is asked, decides, has not seen yet."""
    since = max((at for at in (user.last_visit_at, facts.seen_at) if at), default=None)
    mine = waiting.mine(
        place, user, facts.works, today=timezone.localdate(), sees_team_only=is_team
    )
    shared = next((one.plan for one in plans if one.plan.is_shared), None)
    return {
        "facts": facts,
        "mine": mine,
        "standing_in": waiting.standing_in(place, user, now=timezone.now(), sees_team_only=is_team)
        if facts.stands_in
        else [],
        "to_decide": decisions(facts, place, plans),
        "since": place.today(since) if since else None,
        "changes": waiting.changes_since(place, user, since, sees_team_only=is_team)
        if since
        else [],
        "all_mine": f"{table_of(place, shared.slug)}?moi=1" if shared and mine.has_more else "",
    }


def decisions(
    facts: waiting.Facts, place: Initiative, plans: Sequence[queries.PlanAtAGlance]
) -> list[dict[str, object]]:
    """What waits for the team, as figures; none with zero."""
    answers, calls = facts.answers, facts.calls
    letters, unclear = facts.letters, facts.to_clarify
    told = [
        (answers, ngettext("réponse à relire", "réponses à relire", answers), "progress_answers"),
        (calls, ngettext("personne à appeler", "personnes à appeler", calls), "calls"),
    ]
    found: list[dict[str, object]] = [
        {"value": value, "label": label, "url": reverse(f"roadmap:{name}", args=[place.slug])}
        for value, label, name in told
        if value
    ]
    if letters:
        label = ngettext("courriel à regarder", "courriels à regarder", letters)
        url = reverse("portal:outbox", args=[place.slug])
        found.append({"value": letters, "label": label, "url": url})
    if facts.proposals:
        count = facts.proposals
        label = ngettext("proposition à étudier", "propositions à étudier", count)
        url = reverse("roadmap:proposals", args=[place.slug, facts.proposed_in])
        found.append({"value": count, "label": label, "url": url})
    if unclear and plans:
        label = ngettext("point à éclaircir", "points à éclaircir", unclear)
        url = f"{table_of(place, plans[0].plan.slug)}?eclaircir=1"
        found.append({"value": unclear, "label": label, "url": url})
    return found


def table_of(place: Initiative, plan: str) -> str:
    return reverse("roadmap:plan_table", args=[place.slug, plan])


def figures_of(
    glance: queries.PlanAtAGlance, place: Initiative, *, is_team: bool
) -> list[dict[str, object]]:
    """How many actions, then what is not zero; each figure opens the table on what it counts."""
    table = table_of(place, glance.plan.slug)
    first, *others = figures.told(glance.counts)
    shown = [
        {"value": one.value, "label": one.label, "url": one.url(table)}
        for one in (first, *(one for one in others if one.value))
    ]
    [silent] = figures.told(glance.counts, ["silent"])
    if is_team and silent.value:
        label = _("sans nouvelles depuis 120 jours")
        shown.append({"value": silent.value, "label": label, "url": silent.url(table)})
    return shown


@require_POST
def mark_seen(request: Request, initiative: str) -> HttpResponse:
    """« J’ai vu » : what changed until now is no longer new."""
    place = seen_initiative(request, initiative)
    operations.mark_seen(initiative=place, user=request.user, at=timezone.now())
    return redirect("portal:initiative_home", place.slug)

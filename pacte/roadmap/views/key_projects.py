"""Key projects: their list, a page each, what one changes of them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import history
from pacte.network.models import Group
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile, NodeElsewhere, NotDeleted
from pacte.roadmap.forms.key_projects import GatherForm, KeyProjectForm, MilestoneForm
from pacte.roadmap.models import KeyProject, Milestone, Plan
from pacte.roadmap.queries import key_projects as queries
from pacte.roadmap.queries.filters import in_order
from pacte.roadmap.queries.table import seen_actions
from pacte.roadmap.views.table import edited_plan, seen_plan, trail_of
from pacte.ui.http import form_page


def groups_of(request: Request, plan: Plan, current: int | None = None) -> QuerySet[Group]:
    """Those one may choose; the present one stays among them."""
    rows = Group.objects.visible_to(request.user).filter(initiative=plan.initiative)
    return rows.filter(Q(deleted_at=None) | Q(pk=current)).order_by("name", "pk")


@require_GET
def key_projects(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = seen_plan(request, initiative, plan)
    can_edit = rules.can_edit_plan(request.user, found)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "projects": queries.key_projects(
            found, request.user, today=timezone.localdate(), sees_team_only=can_edit
        ),
        "can_edit": can_edit,
        "today": timezone.localdate(),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/key_projects.html", context)


def seen_project(request: Request, initiative: str, plan: str, key: int) -> KeyProject:
    return get_object_or_404(
        KeyProject.objects.visible_to(request.user).select_related("plan__initiative", "group"),
        plan__initiative__slug=initiative,
        plan__slug=plan,
        pk=key,
    )


def edited_project(request: Request, initiative: str, plan: str, key: int) -> KeyProject:
    edited_plan(request, initiative, plan)
    return seen_project(request, initiative, plan, key)


def trail_to(plan: Plan, project: KeyProject | None = None) -> list[dict[str, str]]:
    args = [plan.initiative.slug, plan.slug]
    listed = {"label": _("Chantiers clés"), "url": reverse("roadmap:key_projects", args=args)}
    found = [trail_of(plan), listed]
    if project is not None:
        url = reverse("roadmap:key_project", args=[*args, project.pk])
        found.append({"label": project.title, "url": url})
    return found


def to_project(project: KeyProject, anchor: str = "") -> HttpResponse:
    args = [project.plan.initiative.slug, project.plan.slug, project.pk]
    return redirect(reverse("roadmap:key_project", args=args) + (f"#{anchor}" if anchor else ""))


@require_GET
def key_project(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = seen_project(request, initiative, plan, project)
    can_edit = rules.can_edit_plan(request.user, found.plan)
    (seen,) = queries.key_projects(
        found.plan,
        request.user,
        today=timezone.localdate(),
        sees_team_only=can_edit,
        only=found,
    )
    context = {
        "plan": found.plan,
        "initiative": found.plan.initiative,
        "project": found,
        "seen": seen,
        "can_edit": can_edit,
        "history": history.told(found) if can_edit else [],
        "today": timezone.localdate(),
        "trail": trail_to(found.plan),
    }
    return render(request, "roadmap/key_project.html", context)


@require_http_methods(["GET", "POST"])
def add_key_project(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    form = KeyProjectForm(groups_of(request, found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.add_key_project(
            plan=found, fields=form.cleaned_data, by=request.actor, at=timezone.now()
        )
        messages.success(request, _("Le chantier est ouvert. Choisissez maintenant ses actions."))
        return to_project(made)
    return form_page(
        request, form, _("Quel chantier ouvrez-vous ?"), _("Ouvrir"), trail=trail_to(found)
    )


@require_http_methods(["GET", "POST"])
def edit_key_project(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    initial = {name: getattr(found, name) for name in KeyProjectForm.base_fields}
    initial["group"] = found.group_id
    groups = groups_of(request, found.plan, found.group_id)
    form = KeyProjectForm(groups, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_key_project(
                project=found, asked=form.asked(), by=request.actor, at=timezone.now()
            )
        except FieldChangedMeanwhile as changed:
            form.add_conflict(changed)
        else:
            return to_project(found)
    title = _("Que dire de « %(project)s » ?") % {"project": found}
    return form_page(request, form, title, _("Enregistrer"), trail=trail_to(found.plan, found))


@require_http_methods(["GET", "POST"])
def gather_actions(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    held = [action.code for action in found.actions.filter(deleted_at=None).order_by("code")]
    every = in_order(seen_actions(found.plan, request.user, sees_team_only=True))
    initial = {"read": " ".join(held), "actions": held}
    form = GatherForm(every, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.gather_actions(
                project=found,
                read=form.seen(),
                codes=form.codes(),
                by=request.actor,
                at=timezone.now(),
            )
        except NodeElsewhere:
            form.add_error("actions", _("Une de ces actions n’est plus dans le plan."))
        else:
            return to_project(found, "actions")
    title = _("Quelles actions réunit « %(project)s » ?") % {"project": found}
    return form_page(
        request, form, title, _("Réunir ces actions"), trail=trail_to(found.plan, found)
    )


def milestone_of(project: KeyProject, key: int, *, is_present: bool = True) -> Milestone:
    rows = project.milestones.select_related("project__plan")
    return get_object_or_404(rows.present() if is_present else rows, pk=key)


@require_http_methods(["GET", "POST"])
def add_milestone(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.add_milestone(
            project=found, fields=form.values(), by=request.actor, at=timezone.now()
        )
        return to_project(found, "jalons")
    return form_page(
        request, form, _("Quel jalon ?"), _("Ajouter le jalon"), trail=trail_to(found.plan, found)
    )


@require_http_methods(["GET", "POST"])
def edit_milestone(
    request: Request, initiative: str, plan: str, project: int, milestone: int
) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    row = milestone_of(found, milestone)
    initial = {name: getattr(row, name) for name in MilestoneForm.base_fields}
    form = MilestoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        if "schedule_text" in asked:
            values = form.values()
            for name in ("schedule_kind", "due_on"):
                asked[name] = (getattr(row, name), values[name])
        try:
            operations.edit_milestone(
                milestone=row, asked=asked, by=request.actor, at=timezone.now()
            )
        except FieldChangedMeanwhile as changed:
            form.add_conflict(changed)
        else:
            return to_project(found, "jalons")
    return form_page(
        request,
        form,
        _("Que dire de ce jalon ?"),
        _("Enregistrer"),
        trail=trail_to(found.plan, found),
    )


@require_POST
def reach_milestone(
    request: Request, initiative: str, plan: str, project: int, milestone: int
) -> HttpResponse:
    """Reached today, or not reached after all."""
    found = edited_project(request, initiative, plan, project)
    row = milestone_of(found, milestone)
    wanted = None if row.reached_on else timezone.localdate()
    asked = {"reached_on": (row.reached_on, wanted)}
    operations.edit_milestone(milestone=row, asked=asked, by=request.actor, at=timezone.now())
    return to_project(found, "jalons")


@require_POST
def delete_milestone(
    request: Request, initiative: str, plan: str, project: int, milestone: int
) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    row = milestone_of(found, milestone)
    operations.delete_milestone(milestone=row, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_milestone", args=[initiative, plan, project, milestone])
    messages.info(request, _("Retiré : « %(part)s ».") % {"part": row}, extra_tags=undo)
    return to_project(found, "jalons")


@require_POST
def restore_milestone(
    request: Request, initiative: str, plan: str, project: int, milestone: int
) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    row = milestone_of(found, milestone, is_present=False)
    try:
        operations.restore_milestone(milestone=row, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return to_project(found, "jalons")


@require_POST
def delete_key_project(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = edited_project(request, initiative, plan, project)
    operations.delete_key_project(project=found, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_key_project", args=[initiative, plan, project])
    text = _("« %(project)s » est mis de côté ; ses actions restent dans le plan.")
    messages.info(request, text % {"project": found}, extra_tags=undo)
    return redirect("roadmap:key_projects", initiative, plan)


@require_POST
def restore_key_project(request: Request, initiative: str, plan: str, project: int) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    row = get_object_or_404(
        KeyProject.objects.filter(plan=found).select_related("plan__initiative"), pk=project
    )
    try:
        operations.restore_key_project(project=row, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return to_project(row)

"""What came of a plan, counted once; and to whom each success is owed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pacte.accounts.http import Request
from pacte.network.models import Organisation
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.exports import export_achievements
from pacte.roadmap.forms.achievements import CreditForm, WantedForm
from pacte.roadmap.forms.filters import ActiveFilter, without
from pacte.roadmap.models import Achievement, Plan
from pacte.roadmap.queries.achievements import Wanted, achieved, credited, to_credit
from pacte.roadmap.views.actions import form_page, to_action
from pacte.roadmap.views.exports import attachment
from pacte.roadmap.views.table import edited_action, seen_plan, trail_of

PAGE = 100


@require_GET
def achievements(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Totals, who shares them, then each achievement, newest first."""
    found = seen_plan(request, initiative, plan)
    wanted = WantedForm(request.GET).wanted()
    told = achieved(found, request.user, wanted)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "told": told,
        "page": Paginator(told.rows, PAGE).get_page(request.GET.get("page")),
        "totals": [
            {
                "value": formats.number_format(one.quantity.normalize(), use_l10n=True)
                if one.quantity % 1
                else formats.number_format(int(one.quantity), force_grouping=True),
                "label": one.unit,
                "url": f"?{urlencode({**kept_of(request), 'unite': one.unit})}",
            }
            for one in told.totals[:6]
        ],
        "badges": badges(request, found, wanted),
        "query": urlencode(kept_of(request)),
        "can_edit": rules.can_edit_plan(request.user, found),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/achievements.html", context)


def kept_of(request: Request) -> dict[str, str]:
    """What the address asks for, its page left out."""
    return {key: request.GET[key] for key in WantedForm.base_fields if request.GET.get(key)}


def badges(request: Request, plan: Plan, wanted: Wanted) -> list[ActiveFilter]:
    told = []
    if wanted.organisation is not None:
        known = Organisation.objects.of_initiative(plan.initiative)
        named = known.filter(pk=wanted.organisation).first()
        label = named.label if named else _("Organisme")
        told.append(("organisme", _("Grâce à : %(name)s") % {"name": label}))
    if wanted.unit:
        told.append(("unite", wanted.unit))
    if wanted.year is not None:
        told.append(("annee", str(wanted.year)))
    if wanted.is_publishable:
        told.append(("publiable", _("Publiables")))
    return [ActiveFilter(label, without(request.GET, key, request.GET[key])) for key, label in told]


@require_GET
def download_achievements(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The same achievements as a spreadsheet, one a line."""
    found = seen_plan(request, initiative, plan)
    told = achieved(found, request.user, WantedForm(request.GET).wanted())
    rows = list(told.rows)
    has_team_only = any(row.is_team_only or row.action.is_team_only for row in rows)
    return attachment(
        export_achievements(found, rows, at=timezone.now(), has_team_only=has_team_only)
    )


@require_http_methods(["GET", "POST"])
def share_credit(request: Request, initiative: str, code: str, achievement: int) -> HttpResponse:
    """Say thanks to whom this was obtained; shared by several, it still counts once."""
    found = edited_action(request, initiative, code)
    rows = Achievement.objects.present().filter(action=found)
    row = get_object_or_404(rows.select_related("action__initiative"), pk=achievement)
    proposed = [one.label for one in to_credit(row)]
    form = CreditForm(proposed, credited(row), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.share_credit(
                achievement=row,
                read=form.seen(),
                names=form.names(),
                by=request.actor,
                at=timezone.now(),
            )
        except FieldChangedMeanwhile as changed:
            sent = request.POST.copy()
            sent["read"] = "\n".join(changed.current)  # type: ignore[arg-type]  # names
            form = CreditForm(proposed, credited(row), sent)
            form.add_error(
                None,
                _(
                    "Quelqu’un a noté d’autres organismes : %(theirs)s. "
                    "Enregistrer mettra les vôtres à la place."
                )
                % {"theirs": ", ".join(credited(row)) or _("aucun")},
            )
        else:
            messages.success(request, _("C’est noté : la réussite compte toujours une seule fois."))
            return to_action(found, "realisations")
    title = _("Grâce à qui : « %(what)s » ?") % {"what": row}
    return form_page(request, found, form, title, _("Enregistrer"))

"""The page of a link: one person says where her actions stand, without an account."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pacte.core.actor import Actor, ActorKind
from pacte.initiatives import registry
from pacte.initiatives.http import speak_for
from pacte.roadmap import operations
from pacte.roadmap.enums import WEATHER_OF, Stands, Weather
from pacte.roadmap.errors import AnswerClosed
from pacte.roadmap.forms.answers import HandoverForm, LinkAnswerForm, initial_of
from pacte.roadmap.models import ProgressLink
from pacte.roadmap.queries.links import Question, asker_of, questions_of


def link_of(request: HttpRequest, secret: str) -> ProgressLink | None:
    """The link of this secret, open or not; the page then speaks as its démarche does.

    None where the démarche asks no more.
    """
    links = ProgressLink.objects.of_secret(secret).select_related(
        "initiative", "contact", "delegation__deputy", "delegation__absent"
    )
    link = links.first()
    if link is not None:
        speak_for(request, link.initiative)
        if not registry.is_on("roadmap.asking", link.initiative):
            return None
    return link


def actor_of(link: ProgressLink) -> Actor:
    return Actor(ActorKind.LINK, f"link:{link.pk}", link.signature)


def closed(request: HttpRequest, link: ProgressLink | None, secret: str) -> HttpResponse:
    """Too old: a fresh one goes to the same address. Closed, or never ours: whom to call."""
    context = {
        "secret": secret,
        "may_renew": link is not None and link.revoked_at is None and bool(link.address),
        "asker": asker_of(link.initiative) if link else None,
    }
    return render(request, "roadmap/link_closed.html", context, status=410)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def say_progress(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask one question about each action, show what will be read, then send."""
    link = link_of(request, secret)
    if link is None or not link.is_open(timezone.now()):
        return closed(request, link, secret)
    questions = questions_of(link)
    if request.method == "GET":
        asked = changed_question(request, questions)
        shown = [asked] if asked else [one for one in questions if one.is_open]
        return asking(request, link, questions, [(one, form_of(one)) for one in shown])
    return answered(request, link, questions)


def changed_question(request: HttpRequest, questions: Sequence[Question]) -> Question | None:
    """« Modifier » one answer, while it may be."""
    asked = request.GET.get("modifier", "")
    return next(
        (
            one
            for one in questions
            if str(one.request.pk) == asked and one.may_change(timezone.now())
        ),
        None,
    )


def form_of(question: Question, request: HttpRequest | None = None) -> LinkAnswerForm:
    prefix = f"a{question.request.pk}"
    if request is not None:
        return LinkAnswerForm(request.POST, request.FILES, prefix=prefix)
    return LinkAnswerForm(
        prefix=prefix, initial=initial_of(question.answer) if question.answer else {}
    )


def answered(
    request: HttpRequest, link: ProgressLink, questions: Sequence[Question]
) -> HttpResponse:
    now = timezone.now()
    filled = [
        (one, form_of(one, request))
        for one in questions
        if f"a{one.request.pk}-kept" in request.POST and (one.is_open or one.may_change(now))
    ]
    wrong = [form for _one, form in filled if not form.is_valid()]
    said = [] if wrong else [(one, form) for one, form in filled if form.is_answered]
    for _one, form in said:
        if upload := form.cleaned_data["file"]:
            form.kept_file = operations.keep_attachment(content=upload, name=upload.name, at=now)
    if not said or request.POST.get("step") == "edit":
        return asking(request, link, questions, filled, is_empty=not wrong and not said)
    if request.POST.get("step") != "send":
        return previewed(request, link, said)
    try:
        operations.answer_requests(
            told={one.request: form.told() for one, form in said},
            said_by=link.signature,
            by=actor_of(link),
            at=now,
            takes_at_once=asker_of(link.initiative).takes_at_once,
        )
    except AnswerClosed:
        return asking(request, link, questions_of(link), [], is_late=True)
    return redirect("roadmap:progress_said", link.secret)


def asking(
    request: HttpRequest,
    link: ProgressLink,
    questions: Sequence[Question],
    filled: Sequence[tuple[Question, LinkAnswerForm]],
    *,
    is_empty: bool = False,
    is_late: bool = False,
) -> HttpResponse:
    shown = {one.request.pk for one, _form in filled}
    context = {
        "link": link,
        "secret": link.secret,
        "initiative": link.initiative,
        "filled": filled,
        "answered": [one for one in questions if one.answer and one.request.pk not in shown],
        "asker": asker_of(link.initiative),
        "now": timezone.now(),
        "is_empty": is_empty,
        "is_late": is_late,
        "errors": [form for _one, form in filled if form.is_bound and form.errors],
    }
    return render(request, "roadmap/say_progress.html", context)


def previewed(
    request: HttpRequest,
    link: ProgressLink,
    said: Sequence[tuple[Question, LinkAnswerForm]],
) -> HttpResponse:
    """« Voici ce que verra votre chargée de mission »."""
    told = [
        {
            "question": one,
            "form": form,
            "stands": Stands(form.cleaned_data["stands"]),
            "weather": weather_told(form.cleaned_data["stands"]),
            "told": form.told(),
            "values": [
                (form.add_prefix(name), request.POST.get(form.add_prefix(name), ""))
                for name in form.fields
                if name not in {"file", "kept"}
            ],
        }
        for one, form in said
    ]
    context = {
        "link": link,
        "secret": link.secret,
        "initiative": link.initiative,
        "told": told,
        "asker": asker_of(link.initiative),
    }
    return render(request, "roadmap/progress_preview.html", context)


def weather_told(stands: str) -> Weather | None:
    return WEATHER_OF.get(Stands(stands))


@never_cache
@login_not_required
@require_http_methods(["GET"])
def progress_said(request: HttpRequest, secret: str) -> HttpResponse:
    """What happens next, and until when it may be changed."""
    link = link_of(request, secret)
    if link is None or not link.is_open(timezone.now()):
        return closed(request, link, secret)
    questions = questions_of(link)
    context = {
        "link": link,
        "secret": secret,
        "initiative": link.initiative,
        "answered": [one for one in questions if one.answer],
        "left": [one for one in questions if one.is_open],
        "asker": asker_of(link.initiative),
        "now": timezone.now(),
    }
    return render(request, "roadmap/progress_said.html", context)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, secret: str, asked: int) -> HttpResponse:
    """« Ce n’est plus moi » : who is it now?"""
    link = link_of(request, secret)
    if link is None or not link.is_open(timezone.now()):
        return closed(request, link, secret)
    found = get_object_or_404(link.requests.open().select_related("action"), pk=asked)
    form = HandoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        requests = list(link.requests.open()) if given.pop("everything") else [found]
        operations.hand_over(
            requests=requests,
            said_by=link.signature,
            by=actor_of(link),
            at=timezone.now(),
            **given,
        )
        return redirect(reverse("roadmap:progress_said", args=[secret]) + "?transmis=1")
    context = {
        "link": link,
        "secret": secret,
        "initiative": link.initiative,
        "action": found.action,
        "form": form,
        "asker": asker_of(link.initiative),
        "several": link.requests.open().count() > 1,
    }
    return render(request, "roadmap/hand_over.html", context)


@never_cache
@login_not_required
@require_POST
def renew_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Send a fresh link to the address that had this one, whoever asks."""
    link = link_of(request, secret)
    if link is None or link.revoked_at is not None:
        return closed(request, link, secret)
    if link.is_open(timezone.now()):
        return redirect("roadmap:say_progress", secret)
    operations.renew_link(link=link, at=timezone.now())
    return render(request, "roadmap/link_renewed.html", {"asker": asker_of(link.initiative)})

"""The site's addresses and those of the sample."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as site_addresses
from pacte.core import audit, jobs
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, PeriodicRun


@csrf_exempt
@login_not_required
def write(_request: HttpRequest, number: int) -> HttpResponse:
    """Write an entry of the history as an operation does; answer only once it is kept."""
    with transaction.atomic():
        audit.record(
            "sample.number.written", target=PeriodicRun(pk=number), by=SYSTEM, at=timezone.now()
        )
    return HttpResponse(str(number))


@csrf_exempt
@login_not_required
def start(request: HttpRequest, name: str) -> HttpResponse:
    with transaction.atomic():
        made = jobs.enqueue(
            f"sample.{name}", by=SYSTEM, at=timezone.now(), arguments=request.GET.dict()
        )
    return HttpResponse(made.key)


@csrf_exempt
@login_not_required
def cancel(_request: HttpRequest, key: str) -> HttpResponse:
    jobs.cancel(Job.objects.get(key=key), at=timezone.now())
    return HttpResponse(status=204)


@login_not_required
def follow(_request: HttpRequest, key: str) -> HttpResponse:
    fields = ("status", "done", "total", "step", "attempts", "failure", "result", "worker")
    return JsonResponse(Job.objects.values(*fields).get(key=key))


urlpatterns = [
    *site_addresses,
    path("echantillon/<int:number>/", write),
    path("echantillon/travaux/<slug:name>/", start),
    path("echantillon/suivi/<slug:key>/", follow),
    path("echantillon/arret/<slug:key>/", cancel),
]

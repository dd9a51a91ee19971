"""The gallery: every component in each of its states. The portal routes it, for staff only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pacte.ui import examples
from pacte.ui import gallery as pieces

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "ui/gallery.html",
        {"sections": pieces.sections(), "form": examples.ExampleForm(), "facts": examples.FACTS},
    )

"""A page that asks one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse


def form_page(
    request: HttpRequest,
    form: BaseForm,
    title: str,
    save: str,
    *,
    back: str,
    trail: Sequence[object],
    history: Sequence[object] = (),
) -> HttpResponse:
    """Show a form under its title; `save` is the verb on its button, `back` the way out.

    `trail` leads to the page; `history` is that of the row which the form changes.
    """
    context = {
        "form": form,
        "form_title": title,
        "save": save,
        "back": back,
        "trail": trail,
        "history": history,
    }
    return render(request, "ui/form_page.html", context)

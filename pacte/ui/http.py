"""A page that asks one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    trail: Sequence[Mapping[str, str]],
    back: str = "",
    history: Sequence[object] = (),
) -> HttpResponse:
    """Show a form under its title; `save` is the verb on its button.

    `trail` leads to the page, and whoever gives up goes to its end, or to `back`; `history` is
    that of the row which the form changes.
    """
    context = {
        "form": form,
        "form_title": title,
        "save": save,
        "back": back or trail[-1]["url"],
        "trail": trail,
        "history": history,
    }
    return render(request, "ui/form_page.html", context)

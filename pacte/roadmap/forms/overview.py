"""What the officer writes and picks for the one-page overview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrPromise

    from pacte.roadmap.queries.cells import TableRow

MOST = 3
PICKS: dict[str, tuple[_StrPromise, ...]] = {
    "successes": (
        gettext_lazy("Première réussite"),
        gettext_lazy("Deuxième réussite"),
        gettext_lazy("Troisième réussite"),
    ),
    "difficulties": (
        gettext_lazy("Première difficulté"),
        gettext_lazy("Deuxième difficulté"),
        gettext_lazy("Troisième difficulté"),
    ),
}


class OverviewForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Cinq lignes pour une élue ou un élu"),
        required=False,
        max_length=1200,
        help_text=gettext_lazy("Ce qu’il faut savoir demain matin, en phrases courtes."),
        widget=forms.Textarea(attrs={"rows": 5, "data-pacte-autosave": "vue-d-ensemble"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        rows: Sequence[TableRow],
        sent: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(sent, initial=dict(initial))
        choices = [("", "—"), *((row.action.code, str(row.action)) for row in rows)]
        offered = {code for code, _title in choices}
        for name, labels in PICKS.items():
            picked = [code for code in initial.get(name) or () if code in offered]
            for place, label in enumerate(labels):
                self.fields[f"{name}-{place + 1}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )
                self.initial[f"{name}-{place + 1}"] = (picked[place : place + 1] or [""])[0]

    def overview(self) -> dict[str, object]:
        """What `operations.edit_overview` takes; an action picked twice counts once."""
        picked = {
            name: list(
                dict.fromkeys(
                    code
                    for place in range(1, MOST + 1)
                    if (code := self.cleaned_data[f"{name}-{place}"])
                )
            )
            for name in PICKS
        }
        return {"lines": self.cleaned_data["lines"], **picked}

"""Shapes coming in: the page where one chooses a territory, step by step."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from pacte.core.choices import ManyRows
from pacte.territories import queries
from pacte.territories.models import Territory, TerritoryQuerySet


class PickingForm(forms.Form):
    """What is chosen travels with the form; each button adds to it, takes from it or looks up."""

    q = forms.CharField(
        label=_("Nom ou code officiel"),
        required=False,
        max_length=100,
        help_text=_("Sans souci des accents ni des tirets ; « St » vaut « Saint »."),
    )
    liste = forms.CharField(
        label=_("Coller une liste de communes"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Une par ligne : un nom, un code officiel, ou les deux, même depuis Excel."),
    )
    part = ManyRows(queryset=Territory.objects.none(), required=False)
    add = forms.ModelChoiceField(queryset=Territory.objects.none(), required=False)
    remove = forms.IntegerField(required=False)

    def __init__(self, among: TerritoryQuerySet, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.among = among
        for name in ("part", "add"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
            field.queryset = among

    def picked(self, *, on: dt.date, start: list[Territory] | None = None) -> queries.Picked:
        """What the page shows next; `start` is what is chosen when one arrives."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        parts = list(given.get("part", ())) if self.is_bound else list(start or ())
        if given.get("add"):
            parts.append(given["add"])
        return queries.picked(
            parts=[] if "clear" in self.data else [p for p in parts if p.pk != given.get("remove")],
            words=given.get("q") or "",
            text=given.get("liste") or "",
            among=self.among,
            on=on,
        )

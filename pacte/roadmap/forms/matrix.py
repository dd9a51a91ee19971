"""Which two readings of the plan an address crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.roadmap.queries.matrix import Dimension


class MatrixForm(forms.Form):
    lignes = forms.ChoiceField(label=gettext_lazy("En lignes"))
    colonnes = forms.ChoiceField(label=gettext_lazy("En colonnes"))

    def __init__(self, asked: Mapping[str, str], dimensions: Sequence[Dimension]) -> None:
        self.known = {one.key: one for one in dimensions}
        keys = list(self.known)
        rows = asked.get("lignes", "")
        rows = rows if rows in self.known else "public"
        columns = asked.get("colonnes", "")
        if columns not in self.known or columns == rows:
            columns = next(key for key in keys if key != rows)
        super().__init__({"lignes": rows, "colonnes": columns})
        for name in ("lignes", "colonnes"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 — declared above
            field.choices = [(key, str(one.label)) for key, one in self.known.items()]
        self.rows, self.columns = self.known[rows], self.known[columns]

"""Shapes coming in to the portal's own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pacte.core.automations import Chosen


class SearchForm(forms.Form):
    """A question, and the kind of rows it is asked of where it is one alone."""

    q = forms.CharField(required=False, max_length=200)
    sorte = forms.CharField(required=False, max_length=60)


class AutomationForm(forms.Form):
    """The switch of one automation, and its delays in days within their bounds."""

    is_on = forms.BooleanField(label=_("Pacte le fait de lui-même"), required=False)

    def __init__(self, chosen: Chosen, *args: object, **kwargs: object) -> None:
        self.chosen = chosen
        kwargs.setdefault("initial", {"is_on": chosen.is_on, **chosen.numbers})
        kwargs.setdefault("prefix", chosen.automation.name.replace(".", "-"))
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        for number in chosen.automation.numbers:
            self.fields[number.key] = forms.IntegerField(
                label=number.label,
                min_value=number.least,
                max_value=number.most,
                help_text=_("En jours."),
            )

    def numbers(self) -> dict[str, int]:
        return {n.key: self.cleaned_data[n.key] for n in self.chosen.automation.numbers}

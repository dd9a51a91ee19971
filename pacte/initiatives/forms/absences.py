"""Shape coming in: from when until when one is away, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from pacte.accounts.models import User
from pacte.core.days import day_field

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

LONGEST = 366  # days


class AbsenceForm(forms.Form):
    from_on = day_field(_("Du"), required=True)
    to_on = day_field(_("Au"), _("Ce jour-là compris : tout s’arrête de soi-même."), required=True)
    deputy = forms.ModelChoiceField(
        label=_("Qui vous remplace"),
        queryset=User.objects.none(),
        empty_label=_("Choisissez quelqu’un"),
        help_text=_("Une personne qui participe à la démarche."),
        error_messages={"invalid_choice": _("Choisissez quelqu’un de la liste.")},
    )

    def __init__(self, people: QuerySet[User], *args: object, **kwargs: object) -> None:
        """Offer these people only."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)  # noqa: S101 — declared above
        deputy.queryset = people

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        begins: dt.date | None = cleaned.get("from_on")
        ends: dt.date | None = cleaned.get("to_on")
        if begins and ends and (ends - begins).days > LONGEST:
            self.add_error(
                "to_on", _("Un remplacement dure un an au plus : choisissez moins loin.")
            )
        return cleaned

"""Shapes coming in for key projects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.days import day_field
from pacte.network.models import Group
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.forms.parts import PartForm, long_text
from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_PEOPLE = 10_000_000


class KeyProjectForm(PartForm):
    title = forms.CharField(label=gettext_lazy("Comment s’appelle ce chantier ?"), max_length=300)
    purpose = long_text(gettext_lazy("Ce qu’il vise"))
    group = forms.ModelChoiceField(
        label=gettext_lazy("Le groupe qui le conduit"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=gettext_lazy("Pas encore de groupe"),
    )
    target = forms.IntegerField(
        label=gettext_lazy("Combien de personnes vise-t-il ?"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    people = forms.CharField(
        label=gettext_lazy("Quelles personnes"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Par exemple : jeunes de 18 à 25 ans."),
    )
    reached = forms.IntegerField(
        label=gettext_lazy("Combien en a-t-il atteint ?"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    reached_on = day_field(gettext_lazy("Comptées le"))
    funded_until = day_field(gettext_lazy("Financé jusqu’au"))
    afterwards = long_text(gettext_lazy("Et après le financement ?"))
    is_team_only = forms.BooleanField(label=gettext_lazy("Réservé à l’équipe"), required=False)

    def __init__(self, groups: QuerySet[Group], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
        field.queryset = groups

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("reached") is not None and cleaned.get("reached_on") is None:
            cleaned["reached_on"] = timezone.localdate()
        return cleaned

    def asked(self) -> dict[str, tuple[object, object]]:
        """The day of the count, where she left it blank, is today."""
        found = super().asked()
        if "reached" in found and "reached_on" not in found:
            found["reached_on"] = (self.saw("reached_on"), self.cleaned_data["reached_on"])
        return found


class MilestoneForm(PartForm):
    title = forms.CharField(label=gettext_lazy("Jalon"), max_length=300)
    schedule_text = forms.CharField(
        label=gettext_lazy("Pour quand ?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Comme vous le diriez : 12 mars 2027, automne 2027, 2028."),
    )
    reached_on = day_field(gettext_lazy("Atteint le"))

    def clean_reached_on(self) -> dt.date | None:
        found: dt.date | None = self.cleaned_data["reached_on"]
        if found and found > timezone.localdate():
            raise forms.ValidationError(_("Ce jour est à venir."))
        return found

    def values(self) -> dict[str, object]:
        """The fields of a milestone, with what its words mean."""
        meant = schedule_meant(self.cleaned_data["schedule_text"])
        return {
            **self.cleaned_data,
            "schedule_kind": meant.kind,
            "due_on": meant.end or meant.start,
        }


class GatherForm(forms.Form):
    read = forms.CharField(required=False, widget=forms.HiddenInput)
    actions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Ses actions, de tous les axes"),
        queryset=Action.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, actions: QuerySet[Action], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        field = self.fields["actions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 — declared above
        field.queryset = actions

    def codes(self) -> list[str]:
        return [action.code for action in self.cleaned_data["actions"]]

    def seen(self) -> list[str]:
        return str(self.cleaned_data["read"]).split()

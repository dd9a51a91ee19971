"""Shapes coming in for one row: under which action it becomes a step, where a step goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pacte.core.days import said_day
from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.roadmap.models import Step
    from pacte.roadmap.operations.cells import ScheduleMeant

MOST_OFFERED = 200


class IndentForm(forms.Form):
    """The action above unless another of the plan is chosen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    under = forms.ModelChoiceField(
        label=gettext_lazy("Étape de quelle action ?"),
        queryset=Action.objects.none(),
        to_field_name="code",
        empty_label=None,
    )

    def __init__(
        self, action: Action, above: Action | None, sent: Mapping[str, str] | None = None
    ) -> None:
        initial = {"version": action.version, "under": above.code if above else None}
        super().__init__(sent, initial=initial)
        under = self.fields["under"]
        assert isinstance(under, forms.ModelChoiceField)  # noqa: S101 — declared above
        others = action.plan.actions.filter(deleted_at=None).exclude(pk=action.pk)
        under.queryset = others.order_by("node__position", "node_id", "position", "pk")
        if sent is None:  # offered: those of the same part; accepted: any of the plan
            under.queryset = under.queryset.filter(node=action.node)[:MOST_OFFERED]
        under.widget.attrs["class"] = "wide"


class OutdentForm(forms.Form):
    read = forms.CharField(strip=False, widget=forms.HiddenInput)
    before = forms.BooleanField(required=False)


def schedule_of(step: Step) -> ScheduleMeant:
    """What the step's own words mean; its day, where it has one, says it better."""
    if step.due_on is None:
        return schedule_meant(step.due_text)
    meant = schedule_meant(step.due_text or said_day(step.due_on))
    if meant.end == step.due_on:
        return meant
    return replace(meant, kind=ScheduleKind.DATE, start=step.due_on, end=step.due_on)


def held_told(held: Mapping[str, int]) -> str:
    """« 2 réalisations, 1 fichier »: what a step has no place for."""
    return ", ".join(told(kind, count) for kind, count in held.items())


def told(kind: str, count: int) -> str:
    words = {
        "steps": ngettext("%(n)d étape", "%(n)d étapes", count),
        "achievements": ngettext("%(n)d réalisation", "%(n)d réalisations", count),
        "ongoing": ngettext("%(n)d travail en cours", "%(n)d travaux en cours", count),
        "reports": ngettext("%(n)d note de suivi", "%(n)d notes de suivi", count),
        "files": ngettext("%(n)d fichier", "%(n)d fichiers", count),
        "people": ngettext(
            "%(n)d partenaire, financeur ou référent",
            "%(n)d partenaires, financeurs ou référents",
            count,
        ),
        "team_only": _("une réserve à l’équipe que l’action du dessus n’a pas"),
    }
    return words[kind] % {"n": count} if "%" in words[kind] else words[kind]

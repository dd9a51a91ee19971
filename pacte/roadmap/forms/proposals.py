"""Shapes coming in for what people propose to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from pacte.roadmap.enums import ProposalKind
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.forms.parts import long_text
from pacte.roadmap.models import PlanNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.roadmap.models import Plan


class ProposalForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Que proposez-vous ?"),
        choices=ProposalKind.choices,
        widget=forms.RadioSelect,
        initial=ProposalKind.DECLARED,
    )
    title = forms.CharField(label=gettext_lazy("En une phrase"), max_length=500)
    text = long_text(gettext_lazy("En quelques mots de plus"))
    node = forms.ModelChoiceField(
        label=gettext_lazy("À quelle partie du plan cela contribue"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Je ne sais pas"),
        widget=forms.Select(attrs={"class": "wide"}),
    )
    carried_by = forms.CharField(
        label=gettext_lazy("Qui la mène ou la mènerait"), required=False, max_length=250
    )
    schedule_text = forms.CharField(
        label=gettext_lazy("Pour quand"), required=False, max_length=200
    )

    def __init__(
        self,
        plan: Plan,
        sent: Mapping[str, object] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sent, initial=dict(initial or {}))
        node = self.fields["node"]
        assert isinstance(node, forms.ModelChoiceField)  # noqa: S101 — declared above
        node.queryset = plan.nodes.filter(deleted_at=None).order_by("position", "pk")
        bound(self)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("La personne qui l’a proposée lira ces mots."),
        error_messages={"required": gettext_lazy("Dites pourquoi : la personne le lira.")},
    )

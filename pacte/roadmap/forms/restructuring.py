"""Shapes coming in to rearrange a plan: what is merged, split, grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THIS, OTHER = "this", "other"


class SeenForm(forms.Form):
    """`seen` holds the versions that the preview showed: empty until there was one."""

    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def versions(self) -> list[int]:
        told = str(self.cleaned_data.get("seen") or "")
        return [int(part[:9]) for part in told.split(",") if part.isdecimal()]


class MergeActionForm(SeenForm):
    other = forms.ModelChoiceField(
        label=gettext_lazy("Avec quelle action ?"),
        queryset=Action.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choisissez une action"),
        error_messages={
            "required": gettext_lazy("Choisissez l’autre action."),
            "invalid_choice": gettext_lazy("Cette action n’est plus dans le plan."),
        },
    )
    keeps = forms.ChoiceField(
        label=gettext_lazy("Laquelle reste ?"), widget=forms.RadioSelect, initial=THIS
    )

    def __init__(
        self,
        action: Action,
        sent: Mapping[str, object] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sent, initial=dict(initial or {}))
        self.action = action
        other, keeps = self.fields["other"], self.fields["keeps"]
        assert isinstance(other, forms.ModelChoiceField)  # noqa: S101 — declared above
        assert isinstance(keeps, forms.ChoiceField)  # noqa: S101 — declared above
        rows = Action.objects.present().filter(plan__initiative=action.initiative_id)
        other.queryset = (
            rows.filter(plan__deleted_at=None)
            .exclude(pk=action.pk)
            .order_by("plan_id", "node__position", "position", "pk")
        )
        other.label_from_instance = named  # type: ignore[assignment,method-assign]  # Django's own way
        other.widget.attrs["class"] = "wide"
        keeps.choices = [
            (THIS, _("Celle-ci : %(action)s") % {"action": named(action)}),
            (OTHER, _("L’autre")),
        ]

    def pair(self) -> tuple[Action, Action]:
        """The one that stays, the one that goes into it."""
        pair = (self.action, self.cleaned_data["other"])
        return pair if self.cleaned_data["keeps"] == THIS else pair[::-1]


def named(action: Action) -> str:
    return f"{action} ({action.code})"


def seen_of(rows: Sequence[object]) -> str:
    return ",".join(str(row.version) for row in rows)  # type: ignore[attr-defined]  # both have one

"""Where one action goes in its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap import operations
from pacte.roadmap.forms.plans import PlaceForm
from pacte.roadmap.forms.restructuring import RearrangingForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pacte.core.actor import Actor
    from pacte.roadmap.models import Action, Restructuring


class MoveActionForm(RearrangingForm, PlaceForm):
    """Where an existing action goes."""

    subject: Action
    heading = gettext_lazy("Où va « %(action)s » ?")
    do = gettext_lazy("La placer ici")
    done = gettext_lazy("L’action est à sa nouvelle place.")

    def __init__(self, action: Action, sent: Mapping[str, object] | None = None) -> None:
        before = action.plan.actions.filter(
            deleted_at=None, node=action.node_id, position__lt=action.position
        )
        above = before.order_by("-position", "-pk").first()
        super().__init__(action.plan, sent, initial={"after": above.code if above else ""})
        self.subject = action
        self.above = above
        stays = _("À la fin de sa partie") if above else _("Au début de sa partie, où elle est")
        after = self.fields["after"] = forms.ModelChoiceField(
            label=gettext_lazy("Juste après"),
            queryset=action.plan.actions.filter(deleted_at=None)
            .exclude(pk=action.pk)
            .order_by("node__position", "position", "pk"),
            to_field_name="code",
            required=False,
            empty_label=stays,
        )
        after.widget.attrs["class"] = "wide"
        node = self.fields["node"]
        assert isinstance(node, forms.ModelChoiceField)  # noqa: S101 — declared above
        node.label = gettext_lazy("Ou à la fin de cette partie")
        node.empty_label = gettext_lazy("Sans changer de partie")

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("node") and cleaned.get("after") == self.above:
            cleaned["after"] = None  # left as it was
        if cleaned.get("after") and cleaned.get("node"):
            raise ValidationError(_("Choisissez une action ou une partie, pas les deux."))
        return cleaned

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        return operations.place_action(action=self.subject, by=by, at=at, **self.cleaned_data)

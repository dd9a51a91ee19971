"""Shapes coming in for a plan: its title, its levels, its columns."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap.enums import LevelKind, PlanKind
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.models import Action, Plan, PlanNode
from pacte.roadmap.providers.starting_points import StartingPoint, titles_of
from pacte.roadmap.queries.columns import arrangement, closed_columns, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.roadmap.queries.columns import Column


class PlanForm(forms.Form):
    """The names of the levels come from what the plan starts from, and may be changed."""

    title = forms.CharField(label=gettext_lazy("Titre du plan"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Forme"), choices=PlanKind.choices)
    frame = forms.CharField(
        label=gettext_lazy("Ce qui regroupe les actions"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Du plus large au plus précis, avec des virgules."),
    )
    action = forms.CharField(
        label=gettext_lazy("Comment s’appelle une ligne suivie"), max_length=80
    )
    step = forms.CharField(
        label=gettext_lazy("Et ce qui la compose"), required=False, max_length=80
    )

    def __init__(self, start: StartingPoint, sent: Mapping[str, str] | None = None) -> None:
        self.start = start
        super().__init__(
            sent,
            initial={
                "kind": start.kind,
                "frame": ", ".join(str(label) for label in start.frame),
                "action": start.action,
                "step": start.step,
            },
        )

    def levels(self) -> list[tuple[str, str]]:
        """What `operations.start_plan` takes."""
        given = self.cleaned_data
        frame = [part.strip()[:80] for part in given["frame"].split(",") if part.strip()]
        found = [(label, LevelKind.FRAME.value) for label in frame]
        found.append((given["action"], LevelKind.ACTION.value))
        if given["step"]:
            found.append((given["step"], LevelKind.STEP.value))
        return found

    def parts(self) -> list[tuple[str, list[str]]]:
        """Those the plan begins with, as many levels of them as were named."""
        frame = [kind for _label, kind in self.levels() if kind == LevelKind.FRAME]
        return titles_of(self.start.parts, depth=len(frame))


class PlaceForm(forms.Form):
    """Where an action goes: after another one, or into a part of the plan."""

    after = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.HiddenInput,
    )
    node = forms.ModelChoiceField(
        label=gettext_lazy("Dans quelle partie du plan"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Sans partie"),
    )

    def __init__(self, plan: Plan, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        after, node = self.fields["after"], self.fields["node"]
        assert isinstance(after, forms.ModelChoiceField)  # noqa: S101 — declared above
        assert isinstance(node, forms.ModelChoiceField)  # noqa: S101 — declared above
        after.queryset = plan.actions.filter(deleted_at=None)
        node.queryset = plan.nodes.filter(deleted_at=None).order_by("position", "pk")


class NewActionForm(PlaceForm):
    title = forms.CharField(
        label=gettext_lazy("Intitulé de l’action"), widget=forms.Textarea(attrs={"rows": 2})
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ("title", "node", "after")

    def __init__(
        self, plan: Plan, sent: Mapping[str, str] | None, asked: Mapping[str, str]
    ) -> None:
        """`asked`: what the address says of the place, « apres » an action or in « noeud »."""
        super().__init__(plan, sent)
        code = (sent or {}).get("after") or asked.get("apres", "")
        rows = plan.actions.filter(deleted_at=None)
        self.above = rows.filter(code=code).first() if code else None
        self.initial["after"] = self.above.code if self.above else ""
        self.initial["once"] = uuid4().hex
        if self.above:  # right below it, in its part: there is nothing to ask
            self.fields["node"].widget = forms.HiddenInput()
        else:
            self.initial["node"] = asked.get("noeud") or self.last_part(plan)
        bound(self)

    def watch_title(self, plan: Plan) -> None:
        """What resembles the title shows while it is typed."""
        self.fields["title"].widget.attrs |= {
            "hx-select": "unset",
            "hx-select-oob": "unset",
            "hx-get": reverse("roadmap:already_there", args=[plan.initiative.slug, plan.slug]),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": "#existe-deja",
            "hx-swap": "innerHTML",
        }

    def sending(self) -> str:
        """What two sendings of one form have in common; a form filled anew is another."""
        sent = [str(self.data.get(name, "")) for name in self.field_order]
        once = self.cleaned_data["once"] or uuid4().hex
        return hashlib.sha256("\0".join(["add_action", once, *sent]).encode()).hexdigest()

    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.field_order}

    def last_part(self, plan: Plan) -> int | None:
        """Where the plan ends: who writes it goes on from there."""
        rows = plan.actions.filter(deleted_at=None, node__deleted_at=None)
        return rows.order_by("-node__position", "-node").values_list("node", flat=True).first()


class ColumnsForm(forms.Form):
    """Three fields for each column, shown or not, heading, place; named after the column.

    A colleague may move the columns while the form is open: what was typed stays with its own.
    """

    def __init__(
        self, plan: Plan, columns: Sequence[Column], sent: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sent)
        self.plan, self.now = plan, arrangement(plan)
        self.given = {mark_of(column.key): column for column in columns}
        for place, (mark, column) in enumerate(self.given.items(), start=1):
            self.fields[f"shown-{mark}"] = forms.BooleanField(
                label=_("Montrer « %(heading)s »") % {"heading": column.label},
                required=False,
                initial=column.is_shown,
            )
            self.fields[f"label-{mark}"] = forms.CharField(
                label=_("En-tête"),
                max_length=200,
                initial=column.label,
                widget=forms.TextInput(attrs={"size": 44}),
            )
            self.fields[f"order-{mark}"] = forms.IntegerField(
                label=_("Place"), min_value=1, max_value=999, initial=place
            )

    @property
    def read(self) -> str:
        """The arrangement that the person had before her eyes."""
        return str(self.data.get("read", ""))

    def rows(self) -> list[dict[str, object]]:
        return [
            {
                "column": column,
                "shown": self[f"shown-{mark}"],
                "label": self[f"label-{mark}"],
                "order": self[f"order-{mark}"],
            }
            for mark, column in self.given.items()
        ]

    def columns(self) -> list[dict[str, object]]:
        """What `operations.choose_columns` takes."""
        given = self.cleaned_data
        chosen: list[dict[str, object]] = [
            {
                "key": self.given[mark].key,
                "label": given[f"label-{mark}"],
                "is_shown": given[f"shown-{mark}"],
            }
            for mark in sorted(self.given, key=lambda mark: int(given[f"order-{mark}"]))
        ]
        for place, one in enumerate(self.plan.columns):  # those of a closed part come back with it
            if one.get("key") in closed_columns(self.plan.initiative):
                chosen.insert(place, one)
        return chosen

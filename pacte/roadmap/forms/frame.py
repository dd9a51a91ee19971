"""Shapes coming in for the frame of a plan: names of levels, parts, and where a part goes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.roadmap import operations
from pacte.roadmap.enums import LevelKind
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.forms.restructuring import RearrangingForm
from pacte.roadmap.models import Plan, PlanLevel, PlanNode
from pacte.roadmap.operations.frame import SAID
from pacte.roadmap.operations.lists import newlines
from pacte.roadmap.queries.frame import heading_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.core.actor import Actor
    from pacte.roadmap.models import Restructuring
    from pacte.roadmap.queries.frame import FramePart

INDENT = "\N{NO-BREAK SPACE}" * 4


class LevelsForm(forms.Form):
    def __init__(self, levels: Sequence[PlanLevel], sent: Mapping[str, str] | None = None) -> None:
        super().__init__(sent)
        self.levels = levels
        for level in levels:
            self.fields[f"level-{level.pk}"] = forms.CharField(
                label=level.get_kind_display(), max_length=80, initial=level.label
            )

    def labels(self) -> dict[int, str]:
        return {level.pk: self.cleaned_data[f"level-{level.pk}"] for level in self.levels}


class NodeForm(forms.Form):
    level = forms.ModelChoiceField(
        label=gettext_lazy("Niveau"), queryset=PlanLevel.objects.none(), empty_label=None
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Dans"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Le plan lui-même"),
    )
    number = forms.CharField(label=gettext_lazy("Numéro"), required=False, max_length=30)
    title = forms.CharField(
        label=gettext_lazy("Intitulé"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, plan: Plan, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.plan = plan
        level, parent = self.fields["level"], self.fields["parent"]
        assert isinstance(level, forms.ModelChoiceField)  # noqa: S101 — declared above
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 — declared above
        level.queryset = plan.levels.filter(kind=LevelKind.FRAME).order_by("position")
        parent.queryset = plan.nodes.filter(deleted_at=None).order_by("position", "pk")
        for name in ("number", "title"):
            self.fields[name].show_hidden_initial = True
        bound(self)

    def asked(self) -> dict[str, tuple[str, str]]:
        """Each field that changed: what the person saw, what she wants."""
        return {
            name: (
                newlines(str(self.data.get(self[name].html_initial_name, ""))),
                newlines(str(self.cleaned_data[name])),
            )
            for name in self.changed_data
        }


class NamingForm(NodeForm):
    """The name of a part that is there, and what its document says beneath it."""

    def __init__(self, node: PlanNode, *args: object, **kwargs: object) -> None:
        told = {f"{SAID}{place}": extra["text"] for place, extra in enumerate(node.extra)}
        initial = {"title": node.title, "number": node.number, **told}
        super().__init__(node.plan, *args, initial=initial, **kwargs)
        del self.fields["level"], self.fields["parent"]
        for name, extra in zip(told, node.extra, strict=True):
            self.fields[name] = forms.CharField(
                label=heading_of(extra),
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                show_hidden_initial=True,
            )
        bound(self)


class VersionForm(forms.Form):
    """The version that the person saw of what she changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ShiftForm(VersionForm):
    up = forms.BooleanField(required=False)


class MoveNodeForm(RearrangingForm, VersionForm):
    """One list of every place where the part may go: the first of a part, or after another."""

    subject: PlanNode
    heading = gettext_lazy("Où va « %(part)s » ?")
    do = gettext_lazy("La placer ici")
    done = gettext_lazy("« %(part)s » a changé de place.")
    place = forms.ChoiceField(
        label=gettext_lazy("Où va cette partie ?"), widget=forms.Select(attrs={"class": "wide"})
    )

    def __init__(
        self,
        node: PlanNode,
        parts: Sequence[FramePart],
        sent: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sent, initial={"version": node.version})
        self.subject = node
        self.nodes = {part.node.pk: part.node for part in parts}
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 — declared above
        place.choices = [("in:", _("Tout au début du plan")), *places(node, parts)]

    def where(self) -> tuple[PlanNode | None, PlanNode | None]:
        """The part that will hold it, and the sibling before it."""
        side, _colon, key = str(self.cleaned_data["place"]).partition(":")
        beside = self.nodes[int(key)] if key else None
        if side == "in" or beside is None:
            return beside, None
        return (self.nodes[beside.parent_id] if beside.parent_id else None), beside

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        parent, after = self.where()
        return operations.move_part(
            node=self.subject,
            parent=parent,
            after=after,
            version=self.cleaned_data["version"],
            by=by,
            at=at,
        )


def places(node: PlanNode, parts: Sequence[FramePart]) -> list[tuple[str, str]]:
    """Beside or inside the other parts, as the order of the levels allows."""
    by_key = {part.node.pk: part.node for part in parts}
    depth = node.level.position
    found = []
    for part in parts:
        if node.pk in part.above:
            continue
        one, indent = part.node, INDENT * part.depth
        holder = by_key.get(one.parent_id) if one.parent_id else None
        named = {"part": f"{one.level.label} {one}"}
        if holder is None or holder.level.position < depth:
            found.append((f"after:{one.pk}", indent + _("Après « %(part)s »") % named))
        if one.level.position < depth:
            found.append((f"in:{one.pk}", indent + _("Dans « %(part)s », au début") % named))
    return found


class DeleteNodeForm(VersionForm):
    """Where what the part holds goes, when it holds something."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Où va ce qu’elle contient ?"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Hors de toute partie"),
    )

    def __init__(
        self,
        node: PlanNode,
        parts: Sequence[FramePart],
        sent: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sent, initial={"version": node.version, "to": node.parent_id})
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101 — declared above
        (own,) = [part for part in parts if part.node.pk == node.pk]
        others = [part.node.pk for part in parts if node.pk not in part.above]
        self.holds = bool(own.count or own.parts)
        to.queryset = PlanNode.objects.filter(pk__in=others).order_by("position", "pk")
        if not self.holds:
            del self.fields["to"]

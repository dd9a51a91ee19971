"""Shapes coming in to rearrange a plan: what is merged, split, grouped, and how it is worded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.choices import ManyRows
from pacte.roadmap import operations
from pacte.roadmap.enums import LevelKind
from pacte.roadmap.forms.bounds import bound
from pacte.roadmap.models import Action, PlanNode
from pacte.roadmap.operations.restructuring import GIVEN
from pacte.roadmap.queries.restructurings import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from pacte.core.actor import Actor
    from pacte.roadmap.models import Plan, PlanLevel, Restructuring
    from pacte.roadmap.operations.parts import Part

THIS, OTHER = "this", "other"


class RearrangingForm(forms.Form):
    """What one rearrangement asks, the words of its page, and the operation that does it."""

    subject: Action | PlanNode | Plan
    heading: _StrPromise
    do: _StrPromise  # the verb on the button
    done: _StrPromise
    help: _StrPromise | str = ""

    def worded(self, words: _StrPromise) -> str:
        return str(words) % {"action": self.subject, "part": self.subject}

    def rows(self) -> Sequence[object]:
        """Those whose versions the preview stands on."""
        return [self.subject]

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        raise NotImplementedError


class SeenForm(RearrangingForm):
    """`seen` holds the versions that the preview showed: empty until there was one."""

    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def versions(self) -> list[int]:
        told = str(self.cleaned_data.get("seen") or "")
        return [int(part[:9]) for part in told.split(",") if part.isdecimal()]


class MergeActionForm(SeenForm):
    subject: Action
    heading = gettext_lazy("Fusionner « %(action)s »")
    do = gettext_lazy("Fusionner ces deux actions")
    done = gettext_lazy("Les deux actions n’en font plus qu’une. L’ancien code y mène toujours.")
    help = gettext_lazy(
        "L’action qui reste garde son code, son intitulé et son état ; elle reprend les "
        "responsables, les étapes, les réalisations, le suivi et les fichiers de l’autre. "
        "Ce que les deux disent autrement va dans ses notes."
    )

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
        self.subject = action
        other, keeps = self.fields["other"], self.fields["keeps"]
        assert isinstance(other, forms.ModelChoiceField)  # noqa: S101 — declared above
        assert isinstance(keeps, forms.ChoiceField)  # noqa: S101 — declared above
        rows = Action.objects.present().filter(plan__initiative=action.initiative_id)
        other.queryset = (
            rows.filter(plan__deleted_at=None)
            .select_related("plan")
            .exclude(pk=action.pk)
            .order_by("plan_id", "node__position", "position", "pk")
        )
        other.label_from_instance = offered  # type: ignore[assignment,method-assign]  # Django's own way
        other.widget.attrs["class"] = "wide"
        keeps.choices = [
            (THIS, _("Celle-ci : %(action)s") % {"action": named(action)}),
            (OTHER, _("L’autre")),
        ]

    def pair(self) -> tuple[Action, Action]:
        """The one that stays, the one that goes into it."""
        pair = (self.subject, self.cleaned_data["other"])
        return pair if self.cleaned_data["keeps"] == THIS else pair[::-1]

    def rows(self) -> Sequence[object]:
        return self.pair()

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        kept, absorbed = self.pair()
        return operations.merge_actions(
            kept=kept, absorbed=absorbed, versions=self.versions(), by=by, at=at
        )


class SplitActionForm(SeenForm):
    subject: Action
    heading = gettext_lazy("Diviser « %(action)s »")
    do = gettext_lazy("Faire deux actions")
    done = gettext_lazy("La nouvelle action suit celle dont elle vient ; elle a son propre code.")
    help = gettext_lazy(
        "La nouvelle action prend place juste après, avec la même échéance et le même "
        "état. Celle-ci garde son code, son suivi et son historique."
    )

    title = forms.CharField(
        label=gettext_lazy("Comment s’appelle la nouvelle action ?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = forms.CharField(label=gettext_lazy("Numéro"), required=False, max_length=30)
    given = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui passe à la nouvelle"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    same_people = forms.BooleanField(
        label=gettext_lazy("Les mêmes personnes et organismes s’en occupent"),
        required=False,
        initial=True,
    )

    def __init__(self, action: Action, sent: Mapping[str, object] | None = None) -> None:
        super().__init__(sent)
        self.subject = action
        given = self.fields["given"]
        assert isinstance(given, forms.MultipleChoiceField)  # noqa: S101 — declared above
        choices = []
        for model in GIVEN:
            kind = model._meta.label_lower
            rows = model.objects.present().filter(action=action).order_by("pk")
            held = [(f"{kind}:{row.pk}", str(row)) for row in rows]
            if held:
                choices.append((str(PARTS[kind]), held))
        given.choices = choices
        if not choices:
            del self.fields["given"]
        bound(self)

    def parts(self) -> dict[type[Part], list[int]]:
        asked = self.cleaned_data.get("given", ())
        return {
            model: [
                int(one.partition(":")[2])
                for one in asked
                if one.startswith(f"{model._meta.label_lower}:")
            ]
            for model in GIVEN
        }

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        return operations.split_action(
            action=self.subject,
            title=self.cleaned_data["title"],
            number=self.cleaned_data["number"],
            given=self.parts(),
            same_people=self.cleaned_data["same_people"],
            versions=self.versions(),
            by=by,
            at=at,
        )


class MergeNodeForm(SeenForm):
    subject: PlanNode
    heading = gettext_lazy("Fusionner « %(action)s »")
    do = gettext_lazy("Fusionner ces deux parties")
    done = gettext_lazy("Les deux parties n’en font plus qu’une.")
    help = gettext_lazy("La partie qui reste garde son nom et reçoit tout ce que l’autre contient.")

    other = forms.ModelChoiceField(
        label=gettext_lazy("Avec quelle partie ?"),
        queryset=PlanNode.objects.none(),
        empty_label=gettext_lazy("Choisissez une partie"),
        error_messages={"required": gettext_lazy("Choisissez l’autre partie.")},
    )
    keeps = forms.ChoiceField(
        label=gettext_lazy("Laquelle reste ?"), widget=forms.RadioSelect, initial=THIS
    )

    def __init__(self, node: PlanNode, sent: Mapping[str, object] | None = None) -> None:
        super().__init__(sent)
        self.subject = node
        other, keeps = self.fields["other"], self.fields["keeps"]
        assert isinstance(other, forms.ModelChoiceField)  # noqa: S101 — declared above
        assert isinstance(keeps, forms.ChoiceField)  # noqa: S101 — declared above
        rows = node.plan.nodes.filter(deleted_at=None, level=node.level).exclude(pk=node.pk)
        other.queryset = rows.order_by("position", "pk")
        other.widget.attrs["class"] = "wide"
        keeps.choices = [(THIS, _("Celle-ci : %(part)s") % {"part": node}), (OTHER, _("L’autre"))]

    def pair(self) -> tuple[PlanNode, PlanNode]:
        pair = (self.subject, self.cleaned_data["other"])
        return pair if self.cleaned_data["keeps"] == THIS else pair[::-1]

    def rows(self) -> Sequence[object]:
        return self.pair()

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        kept, absorbed = self.pair()
        return operations.merge_nodes(
            kept=kept, absorbed=absorbed, versions=self.versions(), by=by, at=at
        )


class SplitNodeForm(SeenForm):
    subject: PlanNode
    heading = gettext_lazy("Diviser « %(action)s »")
    do = gettext_lazy("Faire deux parties")
    done = gettext_lazy("La nouvelle partie suit celle dont elle vient.")
    help = gettext_lazy("La nouvelle partie prend place juste après, au même niveau.")

    title = forms.CharField(
        label=gettext_lazy("Comment s’appelle la nouvelle partie ?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = forms.CharField(label=gettext_lazy("Numéro"), required=False, max_length=30)
    parts = ManyRows(
        label=gettext_lazy("Les parties qui y passent"),
        queryset=PlanNode.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actions = ManyRows(
        label=gettext_lazy("Les actions qui y passent"),
        queryset=Action.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, node: PlanNode, sent: Mapping[str, object] | None = None) -> None:
        super().__init__(sent)
        self.subject = node
        self.offer("parts", node.children.filter(deleted_at=None).order_by("position", "pk"))
        self.offer("actions", node.actions.filter(deleted_at=None).order_by("position", "pk"))
        bound(self)

    def offer(self, name: str, held: QuerySet[Action] | QuerySet[PlanNode]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 — declared above
        field.queryset = held
        if not held.exists():
            del self.fields[name]

    def keys(self, name: str) -> list[int]:
        return [row.pk for row in self.cleaned_data.get(name) or ()]

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        return operations.split_node(
            node=self.subject,
            title=self.cleaned_data["title"],
            number=self.cleaned_data["number"],
            actions=self.keys("actions"),
            parts=self.keys("parts"),
            versions=self.versions(),
            by=by,
            at=at,
        )


class GroupActionsForm(SeenForm):
    """Actions picked in one list, and where they go: a part there is, or a new one."""

    subject: Plan
    heading = gettext_lazy("Regrouper des actions")
    do = gettext_lazy("Les regrouper")
    done = gettext_lazy("Les actions sont ensemble, avec leurs codes et leur historique.")

    actions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Quelles actions ?"),
        queryset=Action.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez au moins une action.")},
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("Dans quelle partie ?"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Une nouvelle partie, nommée ci-dessous"),
    )
    title = forms.CharField(
        label=gettext_lazy("Nom de la nouvelle partie"), required=False, max_length=2000
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("La nouvelle partie est dans"),
        queryset=PlanNode.objects.none(),
        required=False,
        empty_label=gettext_lazy("Le plan lui-même"),
    )

    def __init__(
        self,
        plan: Plan,
        actions: QuerySet[Action],
        sent: Mapping[str, object] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sent, initial=dict(initial or {}))
        self.subject = plan
        levels = list(plan.levels.filter(kind=LevelKind.FRAME).order_by("position"))
        self.levels = levels
        nodes = plan.nodes.filter(deleted_at=None).order_by("position", "pk")
        rows = {
            "actions": actions,
            "to": nodes,
            "parent": nodes.filter(level__position__lt=levels[-1].position) if levels else nodes,
        }
        for name, held in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — declared above
            field.queryset = held
            if name != "actions":
                field.widget.attrs["class"] = "wide"

    def level(self) -> PlanLevel | None:
        """The level of a new part: the one under its parent, else the outermost."""
        parent = self.cleaned_data.get("parent")
        under = [one for one in self.levels if not parent or one.position > parent.level.position]
        return under[0] if under else None

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if not cleaned.get("to") and not str(cleaned.get("title") or "").strip():
            self.add_error("title", _("Nommez la nouvelle partie, ou choisissez-en une."))
        if not cleaned.get("to") and not self.levels:
            self.add_error("to", _("Ce plan n’a pas de niveau qui regroupe des actions."))
        return cleaned

    def rows(self) -> Sequence[object]:
        return list(self.cleaned_data["actions"])

    def act(self, *, by: Actor, at: dt.datetime) -> Restructuring:
        given = self.cleaned_data
        level = self.level()
        new = operations.NewPart(given["title"], level, given["parent"]) if level else None
        return operations.group_actions(
            plan=self.subject,
            actions=list(given["actions"]),
            to=given["to"],
            new=new,
            versions=self.versions(),
            by=by,
            at=at,
        )


def named(action: Action) -> str:
    return f"{action} ({action.code})"


def offered(action: Action) -> str:
    """That its plan is still a draft is said: only the team sees what it says."""
    return named(action) if action.plan.is_shared else f"{named(action)}, {_('brouillon')}"


def seen_of(rows: Sequence[object]) -> str:
    return ",".join(str(row.version) for row in rows)  # type: ignore[attr-defined]  # both have one

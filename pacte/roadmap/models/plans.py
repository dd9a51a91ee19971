"""A plan, the names of its levels, and the frame that groups its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypedDict

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pacte.core.among import Among
from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.initiatives.enums import TEAM
from pacte.initiatives.models import Initiative, roles_of
from pacte.roadmap.enums import LevelKind, PlanKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


def initiatives_led_by(user: User | AnonymousUser) -> list[int]:
    """The keys of the initiatives in whose team the person is."""
    return [key for key, roles in roles_of(user).items() if not roles.isdisjoint(TEAM)]


class InitiativeKeys(TypedDict):
    """Those in whose team one is, and those in which one takes part at all."""

    led: list[int]
    seen: list[int]


def initiative_keys_of(user: User | AnonymousUser) -> InitiativeKeys:
    return {"led": initiatives_led_by(user), "seen": list(roles_of(user))}


class PlanQuerySet(RecoverableQuerySet["Plan"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A draft is the team's until it is shared with the members."""
        return self.visible_in(**initiative_keys_of(user))

    def visible_in(self, *, led: Sequence[int], seen: Sequence[int]) -> Self:
        """The same, by the keys of the initiatives that one leads, and of all that one sees."""
        return self.present().filter(
            Q(Among("initiative", led)) | Q(Among("initiative", seen), shared_at__isnull=False)
        )


class Plan(Recoverable):
    """`version` rises at each change of the plan's content: caches and forms compare it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="plans")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("titre"), max_length=300)
    kind = models.CharField(
        _("forme"), max_length=20, choices=PlanKind, default=PlanKind.ACTION_PLAN
    )
    orientation = models.TextField(_("orientation"), blank=True)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    # [{"key", "label", "is_shown"}] in order; a key of `queries.columns.KNOWN` or "extra:Heading"
    columns = models.JSONField(default=list, blank=True)
    # the same, as the imported document had them
    source_columns = models.JSONField(default=list, blank=True)
    # [{"header", "text", "where"}]: what the document said of the plan and we have no field for
    extra = models.JSONField(default=list, blank=True)
    # five lines written for an elected member, successes and difficulties picked: codes of actions
    overview = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "initiative", "slug", condition=Q(deleted_at=None), name="plan_slug_unique"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None


class ActionCounter(models.Model):
    """The next action's number in an initiative: a code once given is never given again."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="+")
    next_number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.next_number)


class PlanLevel(models.Model):
    """What the territory calls each level, outermost first."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("nom du niveau"), max_length=80)
    kind = models.CharField(_("rôle du niveau"), max_length=10, choices=LevelKind)

    class Meta:
        constraints = (
            models.UniqueConstraint("plan", "position", name="plan_level_position_unique"),
            models.UniqueConstraint(
                "plan", condition=Q(kind=LevelKind.ACTION), name="plan_has_one_action_level"
            ),
        )

    def __str__(self) -> str:
        return self.label


class PlanNode(Recoverable):
    """A frame node: it groups, and has neither lead nor status."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="nodes")
    level = models.ForeignKey(PlanLevel, on_delete=models.RESTRICT, related_name="nodes")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("numéro"), max_length=30, blank=True)
    title = models.TextField(_("intitulé"))
    extra = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="absorbed"
    )

    kept_for_good = Q(merged_into__isnull=False)

    objects = RecoverableQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["plan", "position"], name="plan_node_order"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="plan_node_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(deleted_at__isnull=False),
                name="plan_node_merged_is_away",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def audit_space(self) -> str:
        return str(self.plan.initiative_id)

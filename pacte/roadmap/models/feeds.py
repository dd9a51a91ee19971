"""Secret addresses that a diary reads: the due dates of a person or of an initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from pacte.initiatives.models import Initiative
from pacte.roadmap.enums import FeedScope
from pacte.roadmap.models.asking import SECRET_LENGTH, print_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Her own: whoever holds the address reads it."""
        return self.filter(user=user.pk, revoked_at=None)

    def of_secret(self, secret: str) -> Self:
        """The one that this secret opens still."""
        return self.filter(secret_sha256=print_of(secret), revoked_at=None, user__is_active=True)


class CalendarFeed(models.Model):
    """It shows what any member reads, while she takes part; only its secret's print is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    scope = models.CharField(max_length=12, choices=FeedScope)
    nonce = models.CharField(max_length=32)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "user",
                "initiative",
                "scope",
                condition=Q(revoked_at=None),
                name="calendar_feed_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_scope_display()}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    @property
    def secret(self) -> str:
        """Made again from the key of the site: who reads the tables does not have it."""
        made = salted_hmac("roadmap.calendar_feed", self.nonce, algorithm="sha256")
        return made.hexdigest()[:SECRET_LENGTH]

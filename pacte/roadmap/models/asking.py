"""Asking who leads an action where it stands, by a link without account, and what she answers."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from pacte.core.models import Message, StoredFile
from pacte.initiatives.models import Delegation, Initiative
from pacte.initiatives.queries import binds_both
from pacte.network.models import Contact
from pacte.roadmap.enums import AnswerState, CallOutcome, RequestEnd, Stands
from pacte.roadmap.models.actions import Action
from pacte.roadmap.models.plans import initiatives_led_by
from pacte.roadmap.models.progress import ProgressReport

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class ProgressSettings(models.Model):
    """`asker` signs the letters, and replies reach her; an answer is taken at once, or reviewed."""

    initiative = models.OneToOneField(
        Initiative, on_delete=models.CASCADE, related_name="progress_settings"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    takes_at_once = models.BooleanField(_("repris sans relecture"), default=False)

    def __str__(self) -> str:
        return str(self.initiative)

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


SECRET_LENGTH = 32  # figures of 16 values: 128 bits, which nobody guesses


def print_of(secret: str) -> str:
    """What a table keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ProgressLinkQuerySet(models.QuerySet["ProgressLink"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's; whom it was sent to holds its secret instead."""
        return self.filter(initiative__in=initiatives_led_by(user))

    def open(self, now: dt.datetime) -> Self:
        """Of those sent to who stands in, `is_open` decides: whether both still take part."""
        return self.filter(revoked_at=None, expires_at__gt=now, delegation__cancelled_at=None)

    def of_secret(self, secret: str) -> Self:
        """The one that this secret is of, open or not."""
        return self.filter(secret_sha256=print_of(secret))


class ProgressLink(models.Model):
    """A door for one person to say where some actions stand; only its secret's print is kept.

    The secret is made again from `nonce` when the letter is written: no table holds it.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="progress_links"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="progress_links")
    # while the contact is away: it went to who stands in, and ends with the absence
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True)  # it was sent there; an expired one is renewed there
    nonce = models.CharField(max_length=32)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    messages = models.ManyToManyField(Message, related_name="+", blank=True)

    objects = ProgressLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    def is_open(self, now: dt.datetime) -> bool:
        if self.revoked_at is not None or self.expires_at <= now:
            return False
        absence = self.delegation
        return absence is None or (absence.cancelled_at is None and binds_both(absence, now))

    @property
    def reader(self) -> str:
        """Whom it was sent to."""
        return str(self.delegation.deputy) if self.delegation else self.contact.name

    @property
    def signature(self) -> str:
        return str(self.delegation) if self.delegation else self.contact.name

    @property
    def secret(self) -> str:
        """Made again from the key of the site: who reads the tables does not have it."""
        made = salted_hmac("roadmap.progress_link", self.nonce, algorithm="sha256")
        return made.hexdigest()[:SECRET_LENGTH]


class ProgressRequestQuerySet(models.QuerySet["ProgressRequest"]):
    def open(self) -> Self:
        return self.filter(end="")


class ProgressRequest(models.Model):
    """« Où en est-on ? » about one action, asked of one person; asked again once at most."""

    link = models.ForeignKey(ProgressLink, on_delete=models.CASCADE, related_name="requests")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="requests")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=15, choices=RequestEnd, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ProgressRequestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("link", "action", name="progress_request_unique"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="progress_request_ended_on_a_day",
            ),
        )
        indexes = (models.Index(fields=["action", "-asked_at"], name="progress_request_of"),)

    def __str__(self) -> str:
        return str(self.action)


class ProgressAnswerQuerySet(models.QuerySet["ProgressAnswer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(
            action__in=Action.objects.visible_to(user),
            action__initiative__in=initiatives_led_by(user),
        )


class ProgressAnswer(models.Model):
    """What she said of one action; a later one replaces it. Taken, it made a follow-up entry."""

    request = models.ForeignKey(ProgressRequest, on_delete=models.CASCADE, related_name="answers")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="answers")
    said_by = models.CharField(_("par"), max_length=200)
    stands = models.CharField(_("où l’on en est"), max_length=12, choices=Stands)
    is_finished = models.BooleanField(_("c’est terminé"), default=False)
    done = models.TextField(_("ce qui a été fait"), blank=True)
    quantity = models.DecimalField(
        _("combien"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("de quoi"), max_length=80, blank=True)
    next = models.TextField(_("ce qui vient"), blank=True)
    difficulties = models.TextField(_("ce qui gêne"), blank=True)
    schedule_text = models.CharField(_("nouvelle échéance"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()
    changeable_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.TO_REVIEW)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    report = models.ForeignKey(
        ProgressReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProgressAnswerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "request",
                condition=~Q(state=AnswerState.REPLACED),
                name="progress_answer_one_stands",
            ),
        )
        indexes = (models.Index(fields=["state", "answered_at"], name="progress_answer_state"),)

    def __str__(self) -> str:
        return f"{self.action} · {self.get_stands_display()}"

    @property
    def audit_space(self) -> str:
        return str(self.action.initiative_id)


class Handover(models.Model):
    """« Ce n’est plus moi » : whom she names instead; the team follows, or not."""

    request = models.OneToOneField(
        ProgressRequest, on_delete=models.CASCADE, related_name="handover"
    )
    said_by = models.CharField(max_length=200)
    name = models.CharField(_("prénom et nom"), max_length=150, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    note = models.TextField(_("précision"), blank=True)
    said_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class CallNote(models.Model):
    """What came of calling someone who did not answer."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="call_notes")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="call_notes")
    outcome = models.CharField(max_length=12, choices=CallOutcome)
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.contact} · {self.get_outcome_display()}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

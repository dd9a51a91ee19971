"""Rows of the kernel: the history, the files, the jobs."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that happened. Plain keys only: the row outlives what it speaks of."""

    event = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=60)
    target_key = models.CharField(max_length=40)
    space = models.CharField(max_length=40, blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["target_kind", "target_key", "-at"], name="audit_target"),
            models.Index(fields=["space", "-at"], name="audit_space"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.target_kind}:{self.target_key}"


class StoredFile(models.Model):
    """Bytes and what is known of them; the app that links here says who may read them."""

    content = models.FileField(upload_to="%Y/%m/")
    name = models.CharField(_("nom"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["sha256"], name="stored_file_sha256"),)

    def __str__(self) -> str:
        return self.name


class MessageStatus(models.TextChoices):
    HELD = "HELD", _("À prévisualiser")  # the first of its kind here: the team looks at one
    WAITING = "WAITING", _("Prêt à partir")
    SENDING = "SENDING", _("En train de partir")
    SENT = "SENT", _("Parti")
    REFUSED = "REFUSED", _("Refusé")
    BOUNCED = "BOUNCED", _("Revenu")
    UNCERTAIN = "UNCERTAIN", _("Peut-être parti")  # the process ended in the middle
    TO_PRINT = "TO_PRINT", _("À remettre sur papier")
    PRINTED = "PRINTED", _("Remis sur papier")
    CANCELLED = "CANCELLED", _("Sans objet")


class MessageQuerySet(models.QuerySet["Message"]):
    def of_space(self, space: str) -> Self:
        return self.filter(space=space)


class Message(models.Model):
    """One letter to one person. It is written at the moment it leaves, from what is true then.

    `about` is what its kind needs to write it; `once` keeps the same letter from being asked twice.
    `subject` and `text` are what left, secrets masked.
    """

    key = models.CharField(max_length=32, unique=True)
    once = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    space = models.CharField(max_length=40, blank=True)
    about = models.JSONField(default=dict)
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(blank=True)
    status = models.CharField(max_length=10, choices=MessageStatus, default=MessageStatus.WAITING)
    composed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["status", "due_at"], name="message_due"),
            models.Index(fields=["space", "-composed_at"], name="message_space"),
            models.Index(fields=["address", "-ended_at"], name="message_address"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LookedAtKind(models.Model):
    """A kind of letter that a space has looked at: the next ones leave by themselves."""

    space = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    looked_at = models.DateTimeField()
    looked_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint("space", "kind", name="looked_at_kind_unique"),)

    def __str__(self) -> str:
        return f"{self.space} {self.kind}"


class Unsubscription(models.Model):
    """Someone wants no more letters from this space; she is called instead."""

    space = models.CharField(max_length=40)
    address = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("space", "address", name="unsubscription_unique"),)

    def __str__(self) -> str:
        return self.space


class AutomationChoice(models.Model):
    """What a space decided of something that Pacte does by itself, and when it last did it."""

    space = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    is_on = models.BooleanField(default=True)
    numbers = models.JSONField(default=dict, blank=True)  # by key, where it is not the default
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("space", "name", name="automation_choice_unique"),)

    def __str__(self) -> str:
        return f"{self.space} {self.name}"


class JobStatus(models.TextChoices):
    WAITING = "WAITING", _("En attente")
    RUNNING = "RUNNING", _("En cours")
    DONE = "DONE", _("Terminé")
    FAILED = "FAILED", _("Échoué")
    CANCELLED = "CANCELLED", _("Annulé")


class Job(models.Model):
    """Work asked by someone and done by the worker; people see how far it is."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    space = models.CharField(max_length=40, blank=True)
    asked_by_kind = models.CharField(max_length=20)
    asked_by_key = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    step = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["status", "asked_at"], name="job_status"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=["WAITING", "RUNNING"], ended_at__isnull=True)
                | models.Q(status__in=["DONE", "FAILED", "CANCELLED"], ended_at__isnull=False),
                name="job_ended_has_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.key}"

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None

    @property
    def percent(self) -> int | None:
        """How far it is, or None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None


class WorkerBeat(models.Model):
    """A worker that lives says so here every few seconds."""

    worker = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=120)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class PeriodicRun(models.Model):
    """When each periodic duty was last taken up, and what stopped it then."""

    name = models.CharField(max_length=80, unique=True)
    ran_at = models.DateTimeField()
    failure = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class SearchEntry(models.Model):
    """The words of one row that people may find, without accent or case.

    The database keeps its own index of `title` and `words` beside (migration `search`): a table of
    SQLite's FTS5 that triggers fill, a generated column of PostgreSQL.
    """

    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    space = models.CharField(max_length=40)
    title = models.TextField()
    words = models.TextField(blank=True)
    is_kept = models.BooleanField(default=False)  # holds words that only the team may find

    class Meta:
        constraints = (
            models.UniqueConstraint("kind", "key", "space", "is_kept", name="search_entry_unique"),
        )
        indexes = (models.Index(fields=["space"], name="search_entry_space"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class SearchTerm(models.Model):
    """A word that some row of the space holds: what a misspelt one is compared with.

    One that only kept entries hold is compared with the team's questions alone.
    """

    space = models.CharField(max_length=40)
    term = models.CharField(max_length=40)
    is_kept = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint("space", "term", "is_kept", name="search_term_unique"),
        )

    def __str__(self) -> str:
        return self.term

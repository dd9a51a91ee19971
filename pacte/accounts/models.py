"""Who signs in: one account per address, and the people behind a shared address."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.core.actor import Actor, ActorKind


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """`is_staff` marks those who run the installation; it opens no initiative's plan."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom"), max_length=150, blank=True)
    # whom to call who cannot get in, for those who lead a démarche: shown to anyone who fails to
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    is_shared_mailbox = models.BooleanField(
        _("boîte partagée par plusieurs personnes"), default=False
    )
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("administre l’installation"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_visit_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_unique"),)

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def as_actor(self, person: MailboxPerson | None = None) -> Actor:
        if person is None:
            return Actor(ActorKind.USER, str(self.pk), str(self))
        return Actor(ActorKind.USER, f"{self.pk}:{person.pk}", f"{person.name} ({self})")


class MailboxPerson(models.Model):
    """One of those who read a shared address, such as a town hall's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("nom"), max_length=150)
    job_title = models.CharField(_("fonction"), max_length=150, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("user", Lower("name"), name="mailbox_person_unique"),
        )

    def __str__(self) -> str:
        return self.name


class OpenSession(models.Model):
    """Where someone is signed in, as she may read it; the session itself is Django's.

    Of the browser it keeps two words, and no network address: she knows her devices by these.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.browser, self.system)))

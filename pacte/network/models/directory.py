"""Organisations, shared by all initiatives; groups, contacts and acronyms, sealed in each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.core.deletion import KEPT_FOR, Recoverable, RecoverableQuerySet, Row
from pacte.initiatives.enums import Jurisdiction
from pacte.initiatives.models import Initiative
from pacte.network.enums import Sector

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that take part in an initiative the person sees."""
        return self.filter(
            pk__in=Participation.objects.filter(
                initiative__in=Initiative.objects.visible_to(user), deleted_at=None
            ).values("organisation")
        )

    def of_initiative(self, initiative: Initiative) -> Self:
        present = initiative.participations.filter(deleted_at=None)
        return self.filter(pk__in=present.values("organisation"))

    def merged_in(self, initiative: Initiative) -> Self:
        """Those whose address leads to one that takes part in it."""
        return self.filter(merged_into__in=Organisation.objects.of_initiative(initiative))


class Organisation(models.Model):
    """Identity only: what an initiative thinks of it stays in that initiative."""

    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle"), max_length=60, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    sector = models.CharField(_("domaine"), max_length=20, choices=Sector, default=Sector.OTHER)
    jurisdiction = models.CharField(max_length=2, choices=Jurisdiction, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    neq = models.CharField("NEQ", max_length=10, blank=True)
    website = models.URLField(_("site"), blank=True)
    is_national = models.BooleanField(default=False)
    # what this one turned out to be: its address and its names lead there
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
                name="organisation_merged_on_a_day",
            ),
            models.UniqueConstraint(
                "siret", condition=~Q(siret=""), name="organisation_siret_unique"
            ),
            models.UniqueConstraint("neq", condition=~Q(neq=""), name="organisation_neq_unique"),
        )
        indexes = (models.Index(Lower("name"), name="organisation_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """As a table shows it: the acronym that people say, else the name."""
        return self.short_name or self.name

    def is_shared_beyond(self, initiative: Initiative) -> bool:
        """Whether others than this initiative read it."""
        others = self.participations.filter(deleted_at=None).exclude(initiative=initiative)
        return self.is_national or others.exists()


class OrganisationName(models.Model):
    """A name held until it changed, so that an old document reads as of its date.

    Without any date it is another name, by which documents call it still.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle"), max_length=60, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gt=F("from_on")),
                name="organisation_name_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def was_held(self, on: dt.date) -> bool:
        if self.from_on is None and self.to_on is None:
            return False
        return (self.from_on is None or self.from_on <= on) and (
            self.to_on is None or on < self.to_on
        )


class OfInitiativeQuerySet(RecoverableQuerySet[Row]):
    def recoverable(self, initiative: Initiative, now: dt.datetime) -> Self:
        """Those put aside for less than thirty days, the last first."""
        return self.filter(initiative=initiative, deleted_at__gte=now - KEPT_FOR).order_by(
            "-deleted_at", "pk"
        )


class Participation(Recoverable):
    """An organisation takes part in an initiative; one that declined stays, with its reason."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations"
    )
    since_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = OfInitiativeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("initiative", "organisation", name="participation_unique"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.initiative}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


class UnitQuerySet(RecoverableQuerySet["Unit"]):
    def recoverable(self, initiative: Initiative, now: dt.datetime) -> Self:
        """Those of organisations that take part in it."""
        return self.filter(
            organisation__in=Organisation.objects.of_initiative(initiative),
            deleted_at__gte=now - KEPT_FOR,
        ).order_by("-deleted_at", "pk")


class Unit(Recoverable):
    """A service or department inside an organisation, such as SARCA in a school board."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle"), max_length=60, blank=True)
    # The first day without it: it was merged, split, moved or closed. Its name stays for before.
    ended_on = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="came_from", blank=True
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "organisation", Lower("name"), condition=Q(deleted_at=None), name="unit_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class SealedQuerySet(OfInitiativeQuerySet[Row]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(initiative__in=Initiative.objects.visible_to(user))


class Group(Recoverable):
    """A committee or a working group as the plan names it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle"), max_length=60, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="groups", blank=True)
    # who answers for it
    contact = models.ForeignKey(
        "Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )

    objects = SealedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "initiative", Lower("name"), condition=Q(deleted_at=None), name="group_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    @property
    def label(self) -> str:
        return self.short_name or self.name


class Contact(Recoverable):
    """A professional or elected person one may call; never a person who is accompanied."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("nom"), max_length=150)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    may_publish = models.BooleanField(_("accepte d’être publiée"), default=False)
    # whom to ask where she does not answer
    deputy = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="deputy_of"
    )

    objects = SealedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    @property
    def label(self) -> str:
        return self.name


class ContactFunctionQuerySet(models.QuerySet["ContactFunction"]):
    def current(self, on: dt.date) -> Self:
        return self.filter(
            Q(from_on=None) | Q(from_on__lte=on),
            Q(to_on=None) | Q(to_on__gte=on),
            contact__deleted_at=None,
        )


class ContactFunction(models.Model):
    """What a contact does, where, since when; `is_main`: she answers for that place."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="functions")
    title = models.CharField(_("fonction"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="functions"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="functions"
    )
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    is_main = models.BooleanField(_("interlocuteur principal"), default=False)

    objects = ContactFunctionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class AcronymQuerySet(OfInitiativeQuerySet["Acronym"]):
    def heard_in(self, initiative: Initiative) -> Self:
        """Its own first, then its jurisdiction's, then everybody's; see `queries.ranked`."""
        return self.filter(
            Q(initiative=initiative)
            | Q(initiative=None, jurisdiction__in=["", initiative.jurisdiction]),
            deleted_at=None,
        )


class Acronym(Recoverable):
    """CLE is a centre local d’emploi in Québec and a comité local pour l’emploi in France."""

    text = models.CharField(_("sigle"), max_length=30)
    expansion = models.CharField(_("en toutes lettres"), max_length=250)
    jurisdiction = models.CharField(max_length=2, choices=Jurisdiction, blank=True)
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="acronyms"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="acronyms"
    )
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = AcronymQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "initiative", "text", condition=Q(deleted_at=None), name="acronym_unique"
            ),
        )
        indexes = (models.Index(Lower("text"), name="acronym_text"),)

    def __str__(self) -> str:
        return f"{self.text} : {self.expansion}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id or "")

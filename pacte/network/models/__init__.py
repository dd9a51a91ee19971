"""Organisations, shared by all initiatives; groups, contacts and acronyms, sealed in each."""

from pacte.network.models.communes import ElectedMandate, MunicipalReferent
from pacte.network.models.directory import (
    Acronym,
    AcronymQuerySet,
    Contact,
    ContactFunction,
    Group,
    Organisation,
    OrganisationName,
    Participation,
    SealedQuerySet,
    Unit,
)
from pacte.network.models.sheets import SheetImport

__all__ = [
    "Acronym",
    "AcronymQuerySet",
    "Contact",
    "ContactFunction",
    "ElectedMandate",
    "Group",
    "MunicipalReferent",
    "Organisation",
    "OrganisationName",
    "Participation",
    "SealedQuerySet",
    "SheetImport",
    "Unit",
]

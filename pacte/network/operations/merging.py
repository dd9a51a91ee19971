"""Two organisations that turn out to be one: every link moves, none is lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower

from pacte.core import audit
from pacte.core.relations import columns_to, every, rows_of
from pacte.network import registry
from pacte.network.errors import AlreadyMerged, SameOrganisation
from pacte.network.models import Organisation, OrganisationName
from pacte.network.operations.directory import sharing, stale
from pacte.network.queries import folded

if TYPE_CHECKING:
    from django.db.models import ManyToOneRel

    from pacte.core.actor import Actor

Row = Any  # of whatever model has a column that leads to an organisation


@transaction.atomic
def merge_organisations(
    *,
    merged: Organisation,
    kept: Organisation,
    takes_identity: bool,
    by: Actor,
    at: dt.datetime,
) -> Organisation:
    """Make everything that leads to `merged` lead to `kept`, in every initiative.

    Its names lead there too. With `takes_identity`, what `kept` lacks (a number, an acronym, a
    site, former names) comes from it. Raise AlreadyMerged where one of them was merged meanwhile.
    """
    if merged.pk == kept.pk:
        raise SameOrganisation
    rows = Organisation.objects.select_for_update(of=("self",)).order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[merged.pk, kept.pk])}
    merged, kept = both[merged.pk], both[kept.pk]
    for one in (merged, kept):
        if one.merged_into_id is not None:
            raise AlreadyMerged(one, one.merged_into)
    readers = list(sharing(merged) | sharing(kept))
    identity = {
        field: getattr(merged, field) for field in ("siret", "neq", "website", "short_name")
    }
    told = set(sharing(merged))
    merged.is_national = False
    if takes_identity:  # a number is of one organisation only
        merged.siret = merged.neq = ""
    merged.save(update_fields=["siret", "neq", "is_national"])
    lead_to(kept, merged)
    if takes_identity:
        take_identity(kept, merged, identity)
    merged.merged_into, merged.merged_at = kept, at
    merged.save(update_fields=["merged_into", "merged_at"])
    registry.settle_merger(kept, by, at)
    stale(*readers)
    gone = {"merged": merged.name}
    gone |= {f"merged_{field}": identity[field] for field in ("siret", "neq") if identity[field]}
    for reader in readers:  # one in each initiative: the name is said where it was known
        audit.record(
            "network.organisation.merged",
            target=kept,
            by=by,
            at=at,
            space=reader.audit_space,
            changes={key: ["", value] for key, value in gone.items()} if reader in told else {},
        )
    return kept


def lead_to(kept: Row, gone: Row) -> None:
    """Point every column that leads to `gone` at `kept`; former names are of its identity."""
    for column in columns_to(type(gone)):
        if column.related_model is not OrganisationName:
            move(column, kept, gone)


def move(column: ManyToOneRel, kept: Row, gone: Row) -> None:
    """Where a row cannot say both at once, it is the same as another: that one stays."""
    field = column.field.name
    rows = rows_of(column, gone.pk)
    try:
        with transaction.atomic():
            rows.update(**{field: kept.pk})
    except IntegrityError:
        for row in rows.order_by("pk"):
            move_one(row, field, kept)


def move_one(row: Row, field: str, kept: Row) -> None:
    try:
        with transaction.atomic():
            every(type(row)).filter(pk=row.pk).update(**{field: kept.pk})
    except IntegrityError:
        same = same_row(row, field, kept)
        lead_to(same, row)
        fill(same, row)
        row.delete()


def same_row(row: Row, field: str, kept: Row) -> Row:
    """The row that says of `kept` what this one says of the other."""
    model = type(row)
    others = every(model).filter(**{field: kept.pk}).exclude(pk=row.pk)
    for names, condition in ways_to_be_unique(model, field):
        alike = {lookup: getattr(row, name) for name, lookup in names.items() if name != field}
        if (found := others.filter(condition, **alike).first()) is not None:
            return found
    raise LookupError(f"{model._meta.label} has no twin by {field}")


def ways_to_be_unique(
    model: type[models.Model], field: str
) -> list[tuple[dict[str, str], models.Q]]:
    """Each constraint that holds this field: how each of its fields is compared, and when."""
    declared = [
        (compared(constraint), constraint.condition or models.Q())
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    together = [
        ({name: name for name in names}, models.Q()) for names in model._meta.unique_together
    ]  # how Django makes its own many-to-many tables
    alone = [({field: field}, models.Q())] if model._meta.get_field(field).unique else []  # type: ignore[union-attr]  # a column
    ways = [*declared, *together, *alone]
    return [(names, when) for names, when in ways if field in names]


def compared(constraint: models.UniqueConstraint) -> dict[str, str]:
    names = {name: name for name in constraint.fields}
    for expression in constraint.expressions:
        plain = expression.get_source_expressions()[0] if isinstance(expression, Lower) else None
        name = (plain or expression).name  # type: ignore[union-attr]  # a field, alone or in Lower
        names[name] = f"{name}__iexact" if plain else name
    return names


def fill(kept: Row, gone: Row) -> None:
    """Give it the texts and dates that it lacks, and both notes where they differ.

    Of the two, one that is present makes it so.
    """
    for field in kept._meta.concrete_fields:
        if field.primary_key or field.unique or field.name == "deleted_at":
            continue
        held, other = getattr(kept, field.attname), getattr(gone, field.attname)
        if held in (None, ""):
            setattr(kept, field.attname, other)
        elif isinstance(field, models.TextField) and other and other not in held:
            setattr(kept, field.attname, f"{held}\n\n{other}")
    if getattr(gone, "deleted_at", "") is None:
        kept.deleted_at = None
    kept.save()


def take_identity(kept: Organisation, merged: Organisation, identity: dict[str, str]) -> None:
    """What it lacks comes from the other; names of the same days are other names, without dates."""
    for field, value in identity.items():
        if not getattr(kept, field):
            setattr(kept, field, value)
    kept.save(update_fields=list(identity))
    held = list(kept.names.all())
    for past in merged.names.order_by("pk"):
        if any(folded(past.name) == folded(one.name) for one in held):
            continue
        if any(overlap(past, one) for one in held):
            past.from_on = past.to_on = None
        past.organisation = kept
        past.save()


def overlap(one: OrganisationName, other: OrganisationName) -> bool:
    """A name without any date is of no day."""
    if not (one.from_on or one.to_on) or not (other.from_on or other.to_on):
        return False
    first, last = dt.date.min, dt.date.max
    return (one.from_on or first) < (other.to_on or last) and (other.from_on or first) < (
        one.to_on or last
    )

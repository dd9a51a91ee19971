"""Addresses made from names, each free where it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(name: str, rows: QuerySet[Any], *, length: int, otherwise: str) -> str:
    """Return an address that none of these rows has: « grand-val », then « grand-val-2 ».

    `otherwise` serves for a name without a letter or a figure.
    """
    stem = stem_of(name, length, otherwise)
    taken = rows.filter(slug__startswith=stem).values_list("slug", flat=True)
    return numbered(stem, set(taken))


def free_slugs(
    names: Sequence[str], rows: QuerySet[Any], *, length: int, otherwise: str
) -> list[str]:
    """Return an address for each name, different from those of the rows and from one another."""
    taken = set(rows.values_list("slug", flat=True))
    slugs: list[str] = []
    for name in names:
        slugs.append(numbered(stem_of(name, length, otherwise), taken))
        taken.add(slugs[-1])
    return slugs


def stem_of(name: str, length: int, otherwise: str) -> str:
    return slugify(unligated(name))[:length].strip("-") or otherwise


def unligated(name: str) -> str:
    """« main-d’œuvre » is found under « oeuvre »."""
    for ligature, letters in (("œ", "oe"), ("Œ", "Oe"), ("æ", "ae"), ("Æ", "Ae")):
        name = name.replace(ligature, letters)
    return name


def numbered(stem: str, taken: Collection[str]) -> str:
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug

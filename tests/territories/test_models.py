from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from pacte.accounts.models import User
from pacte.territories.enums import TerritoryKind
from pacte.territories.models import Territory, TerritoryMembership, search_key
from tests.factories.territories import a_commune, a_territory, an_epci, placed


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("L’Haÿ-les-Roses", " l hay les roses"),
        ("Œuilly", " oeuilly"),
        ("St-Étienne", " saint etienne"),
        ("Ste Foy", " sainte foy"),
        ("  MÂCON  ", " macon"),
        ("Saguenay–Lac-Saint-Jean", " saguenay lac saint jean"),
        ("", ""),
    ],
)
def test_search_key_keeps_the_words_alone(name: str, key: str) -> None:
    assert search_key(name) == key


@pytest.mark.django_db
def test_territory_keeps_its_search_key_at_each_save() -> None:
    commune = a_territory("Île-d’Aix")
    commune.name = "Évry"
    commune.save()

    assert Territory.objects.get(pk=commune.pk).search_key == " evry"


@pytest.mark.django_db
def test_territory_created_in_bulk_has_its_search_key() -> None:
    Territory.objects.bulk_create([Territory(name="Évry", slug="evry", kind="COMMUNE")])

    assert Territory.objects.get(slug="evry").search_key == " evry"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "CANTON"},
        {"jurisdiction": "BE"},
        {"population_year": 2023},
        {"valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2020, 1, 1)},
        {"space": "7"},
    ],
)
def test_territory_refuses_what_contradicts_itself(fields: dict[str, object]) -> None:
    given = {"kind": TerritoryKind.COMMUNE, "slug": "autre", **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(name="Autre", **given)


@pytest.mark.django_db
def test_territory_has_an_official_code_once_per_kind() -> None:
    a_territory(official_code="24037")
    a_territory(kind=TerritoryKind.EPCI, official_code="24037")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_territory(official_code="24037")


@pytest.mark.django_db
def test_territory_on_a_day_leaves_out_those_that_ended() -> None:
    day = dt.date(2026, 1, 1)
    still = a_territory("Reste")
    a_territory("Finie", valid_to=day)
    begun = a_territory("Née", valid_from=day)

    assert list(Territory.objects.on(day).order_by("pk")) == [still, begun]


@pytest.mark.django_db
def test_territory_visible_to_leaves_out_perimeters_of_other_spaces() -> None:
    commune = a_territory()
    ours = a_territory("Nôtre", TerritoryKind.PERIMETER, space="1")
    a_territory("Autre", TerritoryKind.PERIMETER, space="2")
    user = User(pk=1)

    assert list(Territory.objects.visible_to(user, spaces=["1"]).order_by("pk")) == [commune, ours]
    assert list(Territory.objects.visible_to(user)) == [commune]
    assert list(Territory.objects.visible_to(AnonymousUser(), spaces=["1"])) == [commune]


@pytest.mark.django_db
def test_territory_says_what_it_is() -> None:
    commune, perimeter = a_commune("Val-Clair"), a_territory("Tout", TerritoryKind.PERIMETER)

    assert (commune.is_finest, commune.is_perimeter, str(commune)) == (True, False, "Val-Clair")
    assert (perimeter.is_finest, perimeter.is_perimeter) == (False, True)
    assert perimeter.audit_space == ""


@pytest.mark.django_db
def test_membership_refuses_itself_and_a_second_open_link() -> None:
    epci = an_epci()
    commune = a_commune("Val-Clair", epci)

    with pytest.raises(IntegrityError), transaction.atomic():
        placed(epci, epci)
    with pytest.raises(IntegrityError), transaction.atomic():
        placed(commune, epci)
    with pytest.raises(IntegrityError), transaction.atomic():
        placed(commune, epci, since=dt.date(2020, 1, 1), until=dt.date(2019, 1, 1))


@pytest.mark.django_db
def test_membership_holds_until_the_day_before_its_end() -> None:
    link = placed(a_commune(), an_epci("CC"), until=dt.date(2026, 1, 1))

    assert list(TerritoryMembership.objects.on(dt.date(2025, 12, 31))) == [link]
    assert list(TerritoryMembership.objects.on(dt.date(2026, 1, 1))) == []
    assert str(link) == "Val-Clair · CC"

from __future__ import annotations

import pytest

from pacte.territories.errors import ReferenceIncomplete
from pacte.territories.providers import reference
from tests.territories.conftest import Edition


def test_sources_name_producer_licence_and_date() -> None:
    sources = reference.sources()

    assert list(sources) == ["france", "quebec"]
    for source in sources.values():
        assert source.producers
        assert source.addresses
        assert source.licence
        assert source.packaged_copy
        assert source.file.stat().st_size < 1_000_000


def test_read_france_holds_what_is_published() -> None:
    source = reference.sources()["france"]
    rows = reference.read(source)

    without = ("976", "975", "977", "978", "984", "986", "987", "988", "989")
    people = sum(
        row.population or 0
        for row in rows
        if row.kind == "COMMUNE" and not row.code.startswith(without)
    )
    communes = sum(row.kind == "COMMUNE" and not row.code.startswith("98") for row in rows)
    # Insee: 68,094,000 inhabitants on 1 January 2023, metropolitan France and DROM, no Mayotte.
    assert round(people, -3) == 68_094_000
    # Insee and DGCL: 34,875 communes, with 4 more in the collectivities numbered 97.
    assert communes == 34_875 + 4


def test_read_france_leaves_out_what_lies_inside_a_commune() -> None:
    codes = {row.code for row in reference.read(reference.sources()["france"])}

    assert {"75056", "69123", "13055"} <= codes
    assert not {"75101", "69381", "13201"} & codes


def test_read_quebec_holds_regions_and_mrc() -> None:
    rows = {(row.kind, row.code): row for row in reference.read(reference.sources()["quebec"])}

    assert rows["EQUIVALENT", "860"].name == "Rouyn-Noranda"
    assert rows["EQUIVALENT", "860"].parents == (("ADMINISTRATIVE_REGION", "08"),)
    assert rows["MUNICIPALITY", "37210"].parents == (("MRC", "372"),)
    assert rows["MRC", "270"].name == "Beauce-Centre"


def test_every_parent_is_listed_before_its_children() -> None:
    for source in reference.sources().values():
        met: set[tuple[str, str]] = set()
        for row in reference.read(source):
            assert set(row.parents) <= met
            met.add((row.kind, row.code))


def test_every_address_is_unique() -> None:
    names = [
        (row.name, row.code)
        for source in reference.sources().values()
        for row in reference.read(source)
    ]

    assert len(set(names)) == len(names)


def test_read_refuses_a_file_that_lost_rows(edition: Edition) -> None:
    source = edition(published={"COMMUNE": 5, "population": 1500})
    with pytest.raises(ReferenceIncomplete) as refusal:
        reference.read(source)

    assert refusal.value.args == ("france", {"COMMUNE": (5, 4)})

"""Questions whose SQL is written once say what a queryset would, whatever the values."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from pacte.core.among import Among
from pacte.core.prepared import ValueNotSent, prepared
from pacte.initiatives.models import Initiative, Membership
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 3)


@pytest.fixture
def rows():
    return [MembershipFactory(from_on=DAY + dt.timedelta(days=n)) for n in range(4)]


def test_it_is_asked_with_other_values(rows):
    held = prepared(lambda *, user: Membership.objects.filter(user=user))

    assert [held(user=row.user_id) for row in rows] == [[row] for row in rows]
    assert held(user=0) == []


def test_a_row_written_since_is_found():
    held = prepared(lambda *, user: Membership.objects.filter(user=user))
    held(user=0)
    row = MembershipFactory()

    assert held(user=row.user_id) == [row]


def test_the_queryset_is_made_once(rows):
    made = []

    @prepared
    def held(*, user):
        made.append(user)
        return Membership.objects.filter(user=user)

    for row in rows:
        held(user=row.user_id)

    assert len(made) == 1


def test_shapes_without_end_do_not_fill_the_memory(rows):
    @prepared
    def paged(offset, *, since):
        return Membership.objects.filter(from_on__gte=since).order_by("from_on")[offset:]

    found = [paged(offset, since=rows[0].from_on) for offset in range(paged.MOST + 5)]

    assert found[:2] == [rows, rows[1:]]
    assert len(paged.written) == paged.MOST
    assert paged(0, since=rows[0].from_on) == rows


def test_each_shape_has_its_own_words(rows):
    @prepared
    def by_day(order, limit, *, since):
        return Membership.objects.filter(from_on__gte=since).order_by(order)[:limit]

    assert by_day("from_on", 2, since=rows[1].from_on) == rows[1:3]
    assert by_day("-from_on", 1, since=rows[1].from_on) == rows[3:]
    assert by_day.first("from_on", 1, since=rows[2].from_on) == rows[2]
    assert by_day.first("from_on", 1, since=dt.date(2100, 1, 1)) is None


def test_texts_days_moments_and_keys_are_sent(rows):
    @prepared
    def found(*, slug, on, at, keys):
        return Initiative.objects.filter(
            Among("pk", keys), slug=slug, memberships__from_on=on, created_at__lte=at
        )

    wanted = rows[2]
    values = {
        "slug": wanted.initiative.slug,
        "on": wanted.from_on,
        "at": wanted.initiative.created_at,
        "keys": [row.initiative_id for row in rows],
    }

    assert found(**values) == [wanted.initiative]
    assert found(**{**values, "keys": []}) == []
    assert found(**{**values, "on": rows[1].from_on}) == []
    assert found(**{**values, "at": wanted.initiative.created_at - dt.timedelta(days=1)}) == []


def test_a_value_said_twice_is_sent_twice(rows):
    during = prepared(lambda *, on: Membership.objects.filter(from_on__lte=on, from_on__gte=on))

    assert during(on=rows[3].from_on) == [rows[3]]


def test_what_it_brings_along_comes(rows):
    along = Prefetch("memberships", Membership.objects.select_related("user"))
    whole = prepared(
        lambda *, slug: (
            Initiative.objects.filter(slug=slug).select_related("territory").prefetch_related(along)
        )
    )
    whole(slug="")

    with CaptureQueriesContext(connection) as asked:
        (found,) = whole(slug=rows[0].initiative.slug)
        seen = (found.territory, [one.user for one in found.memberships.all()])

    assert seen == (rows[0].initiative.territory, [rows[0].user])
    assert len(asked) == 2


def test_columns_and_unions_come_as_they_are_asked(rows):
    @prepared
    def both(*, user, slug):
        first = Membership.objects.filter(user=user).values_list("pk")
        return first.union(Initiative.objects.filter(slug=slug).values_list("pk"))

    (one, other) = (rows[0], InitiativeFactory(pk=123_456))

    assert sorted(both(user=one.user_id, slug=other.slug)) == sorted([(one.pk,), (123_456,)])


@pytest.mark.parametrize("value", [None, True, 1.5, {"a": 1}])
def test_a_value_that_changes_the_words_is_refused(value):
    held = prepared(lambda *, user: Membership.objects.filter(user=user))

    with pytest.raises(ValueNotSent):
        held(user=value)


def test_a_value_that_is_not_sent_as_it_is_is_refused():
    named = prepared(lambda *, words: Initiative.objects.filter(name__icontains=words))

    with pytest.raises(ValueNotSent, match="words"):
        named(words="emploi")

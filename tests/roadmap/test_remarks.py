"""What a cell says once it is saved, where something was kept as it was typed."""

import json

import pytest
from django.urls import reverse

from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import ActionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("leads", "Maison du vélo; Atelier inconnu", "Atelier inconnu"),
        ("leads", "Maison du vélo", None),
        ("schedule", "quand les crédits seront là", "sans date"),
        ("schedule", "juin 2027", None),
        ("title", "Atelier inconnu", None),
    ],
)
def test_what_the_directory_or_the_calendar_does_not_know_is_said(client, column, value, said):
    action = ActionFactory()
    place = action.initiative
    ParticipationFactory(initiative=place, organisation=OrganisationFactory(name="Maison du vélo"))
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    address = reverse("roadmap:edit_cell", args=[place.slug, action.code, column])
    sent = {"value": value, "read": action.title if column == "title" else ""}

    answer = client.post(address, sent, headers={"HX-Request": "true"})

    told = json.loads(answer["HX-Trigger"]).get("pacte:said")
    assert answer.status_code == 200
    assert (told is None) if said is None else (said in told and "Maison" not in told)

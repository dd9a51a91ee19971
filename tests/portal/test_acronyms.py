"""Acronyms in running text mean what they mean here, and cost one query at most."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pacte.initiatives.enums import Jurisdiction
from pacte.network.models import Acronym
from pacte.network.queries import meanings_in
from tests.factories.initiatives import InitiativeFactory
from tests.factories.network import AcronymFactory
from tests.factories.roadmap import ActionFactory, PlanFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


def test_an_acronym_means_what_the_demarche_says_then_its_country_then_anyone():
    place = InitiativeFactory(jurisdiction=Jurisdiction.FRANCE)
    for text, expansion, jurisdiction, initiative in (
        ("CLE", "partout", "", None),
        ("CLE", "Comité local pour l’emploi", Jurisdiction.FRANCE, None),
        ("CLE", "Centre local d’emploi", Jurisdiction.QUEBEC, None),
        ("CLE", "Carrefour local des employeurs", "", place),
        ("IAE", "partout", "", None),
        ("IAE", "Insertion par l’activité économique", Jurisdiction.FRANCE, None),
        ("PAE", "ailleurs", "", InitiativeFactory()),
    ):
        AcronymFactory(
            text=text, expansion=expansion, jurisdiction=jurisdiction, initiative=initiative
        )
    quebec = InitiativeFactory(jurisdiction=Jurisdiction.QUEBEC)

    assert meanings_in(place) == {
        "CLE": "Carrefour local des employeurs",
        "IAE": "Insertion par l’activité économique",
    }
    assert meanings_in(quebec) == {"CLE": "Centre local d’emploi", "IAE": "partout"}


def read(client, people, action):
    return client.get(reverse("roadmap:action", args=[people.initiative.slug, action.code]))


def test_the_texts_of_an_action_explain_them_in_one_query(client):
    people = make_personas()
    AcronymFactory(initiative=people.initiative, text="CLE", expansion="Carrefour <local>")
    plan = PlanFactory(initiative=people.initiative, shared=True)
    without = ActionFactory(plan=plan, title="Le CLE", description="Rien.", expected_result="Rien.")
    texts = ActionFactory(plan=plan, description="Le CLE et le CLE", expected_result="Un CLE")
    client.force_login(people.elected)
    read(client, people, without)

    with CaptureQueriesContext(connection) as plain:
        read(client, people, without)
    with CaptureQueriesContext(connection) as explained:
        page = read(client, people, texts).text

    assert page.count('title="Carrefour &lt;local&gt;"') == 2
    assert len(explained) == len(plain) + 1
    asked = [q for q in explained.captured_queries if Acronym._meta.db_table in q["sql"]]
    assert len(asked) == 1

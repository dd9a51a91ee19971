"""Settings as the environment gives them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import database

URL = "postgresql://pacte:secret@base:5432/pacte"


def test_the_server_keeps_the_plans_of_questions_asked_again():
    options = database(f"{URL}?sslmode=require")["OPTIONS"]

    assert options == {
        "sslmode": "require",
        "server_side_binding": True,
        "prepare_threshold": 5,
    }


def test_behind_a_pooler_it_keeps_none():
    assert database(f"{URL}?prepare_threshold=none")["OPTIONS"] == {"prepare_threshold": None}


def test_a_wrong_number_is_refused_in_words():
    with pytest.raises(ImproperlyConfigured, match="whole number or none"):
        database(f"{URL}?prepare_threshold=often")

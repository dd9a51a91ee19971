"""Every text has its English, with the same blanks to fill; what Québec says otherwise is used."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext, ngettext

ROOT = Path(__file__).resolve().parents[2]
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools/messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def english():
    path = ROOT / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        return read_po(file, locale="en")


def test_every_text_of_the_code_has_its_english(messages, english):
    lacking = []
    for message in messages.extracted():
        known = english.get(message.id, message.context) if message.id else None
        if message.id and not (known and known.string and all(known.string)):
            lacking.append(message.id)

    assert lacking == []


def test_a_translation_fills_the_same_blanks(english):
    odd = []
    for message in english:
        if not message.id:
            continue
        pairs = (
            zip(message.id, message.string, strict=True)
            if message.pluralizable
            else [(message.id, message.string)]
        )
        odd += [
            source
            for source, target in pairs
            if target and sorted(BLANK.findall(source)) != sorted(BLANK.findall(target))
        ]

    assert odd == []


def test_the_compiled_catalogue_is_that_of_the_texts():
    with translation.override("en"):
        assert gettext("Créer le plan") == "Create the plan"
        assert ngettext("%(n)d changement", "%(n)d changements", 2) == "%(n)d changes"
    with translation.override("fr"):
        assert gettext("Créer le plan") == "Créer le plan"


def test_quebec_has_its_own_words_and_the_others_in_french():
    with translation.override("fr-ca"):
        assert gettext("Mode réunion") == "Mode rencontre"
        assert gettext("Créer le plan") == "Créer le plan"
    with translation.override("en-ca"):
        assert gettext("Créer le plan") == "Create the plan"


# Words of France that Québec says otherwise.
ONLY_IN_FRANCE = re.compile(
    r"\b(?:adresses? électroniques?|réunions?|communes?|intercommunalités?|financeurs?|mairies?"
    r"|chargé de mission|missions? locales?|cookies|pilotes?|référente?s?)\b",
    re.IGNORECASE,
)


def test_quebec_says_otherwise_what_only_france_says(messages):
    with (ROOT / "locale/fr_CA/LC_MESSAGES/django.po").open("rb") as file:
        said = read_po(file, locale="fr_CA")
    unsaid = {
        text
        for message in messages.extracted()
        for text in (message.id if message.pluralizable else (message.id,))
        if text and ONLY_IN_FRANCE.search(text) and not said.get(message.id, message.context)
    }
    kept = {
        text
        for message in said
        for text in (message.string if message.pluralizable else (message.string,))
        if message.id and ONLY_IN_FRANCE.search(text)
    }

    assert (unsaid, kept) == (set(), set())


def test_french_texts_use_typographic_apostrophes(messages):
    texts = [
        part
        for message in messages.extracted()
        for part in (message.id if message.pluralizable else (message.id,))
    ]

    assert [text for text in texts if "'" in text] == []


@pytest.mark.parametrize(
    ("language", "colon", "question"),
    [
        ("fr", "Adresse ou sigle\u00a0: rien", "Qui appeler\u202f?"),
        ("fr_CA", "Adresse ou sigle\u00a0: rien", "Qui appeler?"),
    ],
)
def test_typeset_texts_hold_signs_as_the_country_does(messages, language, colon, question):
    template = Catalog()
    template.add("Adresse ou sigle : rien")
    template.add("Qui appeler ?")
    template.add("Rien à tenir")

    held = messages.typeset_texts(language, template)

    assert [message.string for message in held if message.id] == [colon, question]


@pytest.mark.parametrize("language", ["fr", "fr_CA"])
def test_the_french_catalogues_are_those_of_the_texts(messages, language):
    with (ROOT / "locale/fr_CA/LC_MESSAGES/django.po").open("rb") as file:
        said = read_po(file, locale="fr_CA") if language == "fr_CA" else None
    with (ROOT / f"locale/{language}/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = read_mo(file)

    expected = messages.typeset_texts(language, messages.extracted(), said)

    assert strings(compiled) == strings(expected)


def strings(catalog):
    return {tuple(message.id): tuple(message.string) for message in catalog if message.id}

"""The glossary says all the nouns of the code, and none that is not there."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/glossary.md").read_text()
# Rows that no person has a word for.
MACHINERY = {"ActionCounter", "ImportedPage", "PeriodicRun", "WorkerBeat"}


def test_every_model_has_its_line():
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("pacte.")}

    assert {name for name in ours - MACHINERY if f"`{name}`" not in PAGE} == set()


def test_every_name_is_one_of_the_code():
    code = "\n".join(path.read_text() for path in ROOT.glob("pacte/**/*.py"))
    words = set(re.findall(r"\w+", code))
    named = {part for name in re.findall(r"`([\w.]+)`", PAGE) for part in name.split(".")}

    assert named - words == set()

"""Each automation is in the page that tells what Pacte does by itself, with its default delay."""

import re

from pacte.core import automations
from tests.conftest import ROOT


def test_each_automation_is_told_with_its_default() -> None:
    page = (ROOT / "docs/automations.md").read_text()
    rows = re.findall(r"^\| `([a-z_.]+)` \| (\d+)", page, re.MULTILINE)

    told = {name: int(delay) for name, delay in rows}
    assert told == {one.name: one.numbers[0].default for one in automations.every()}

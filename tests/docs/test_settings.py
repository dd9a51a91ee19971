"""What is read from the environment is explained in docs/settings.md, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(
    r'env\.(?:text|number|flag|names|one_of|secure_address)\(\s*"([A-Z_]+)"|(?<!env)\btext\("([A-Z_]+)"|envvar="([A-Z_]+)"'
    r'|environ\.get\("([A-Z_]+)"'
)
EXPLAINED = re.compile(r"`([A-Z][A-Z_]{3,})`")
# Words of the page that are values.
VALUES = {"NORMAL", "FULL", "WARNING", "INFO"}


def names_read() -> set[str]:
    sources = [*(ROOT / "config").glob("*.py"), ROOT / "tests" / "conftest.py"]
    sources.append(ROOT / "tools" / "run_tests.py")
    found = (READ.findall(path.read_text(encoding="utf-8")) for path in sources)
    return {name for matches in found for groups in matches for name in groups if name}


def test_settings_page_explains_each_setting_and_no_other() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert set(EXPLAINED.findall(page)) - VALUES == names_read()

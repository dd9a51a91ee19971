"""What was made by others is what vendor.toml says it is."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "pacte/ui/static/vendor"


def assets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((VENDOR / "vendor.toml").read_text())["asset"]
    return found


def test_each_vendored_file_has_the_recorded_hash() -> None:
    recorded = {name: sha for asset in assets() for name, sha in asset["sha256"].items()}

    found = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in recorded}

    assert found == recorded


def test_no_vendored_file_is_unrecorded() -> None:
    recorded = {name for asset in assets() for name in asset["sha256"]}
    folders = [VENDOR, ROOT / "pacte/ui/static/ui/fonts", ROOT / "tests/assets/axe-core"]

    present = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.toml"
    }

    assert present == recorded


def test_each_vendored_package_says_its_licence_and_origin() -> None:
    for asset in assets():
        assert asset["licence"] in {"MIT", "0BSD", "OFL-1.1", "MPL-2.0"}
        assert asset["origin"].startswith("https://")

#!/usr/bin/env python3
"""Fetch the assets made by others, at the versions that vendor.toml pins, and record what was kept.

    uv run --with fonttools --with brotli tools/vendor.py

npm stays on the maintainer's desk: what it fetches is committed, and a test checks each sha256.
To change a version: edit it in vendor.toml, run this, read the diff, commit both.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
import tomllib
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "pacte/ui/static/vendor/vendor.toml"
# A map that is not shipped would be asked for by browsers and refused by the manifest.
SOURCE_MAP = re.compile(rb"\s*(/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)\s*$")
HEADER = """\
# What stands here was made by others. `tools/vendor.py` reads the pins and writes the hashes.
# files: path here -> path in the package. made: path here -> the paths it is made from.
"""


def main() -> None:
    assets = tomllib.loads(RECORD.read_text())["asset"]
    for asset in assets:
        with tempfile.TemporaryDirectory() as folder:
            package, asset["integrity"] = fetch(asset["package"], asset["version"], Path(folder))
            asset["sha256"] = keep(asset, package)
        print(f"{asset['package']} {asset['version']}: {len(asset['sha256'])} files")
    RECORD.write_text(HEADER + "".join(f"\n{as_toml(asset)}" for asset in assets))


def fetch(package: str, version: str, folder: Path) -> tuple[Path, str]:
    answer = subprocess.run(
        ["npm", "pack", "--json", "--ignore-scripts", f"{package}@{version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    described = json.loads(answer.stdout)
    # npm 11 answers with a list, older and newer ones with an object.
    packed = described[0] if isinstance(described, list) else next(iter(described.values()))
    with tarfile.open(folder / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package", packed["integrity"]


def keep(asset: dict[str, dict[str, object]], package: Path) -> dict[str, str]:
    hashes = {}
    for target, source in asset["files"].items():
        content = (package / str(source)).read_bytes()
        if target.endswith((".css", ".js")):
            content = SOURCE_MAP.sub(b"\n", content)
        hashes[target] = store(target, content)
    for target, sources in asset.get("made", {}).items():
        hashes[target] = store(target, truetype([package / name for name in sources]))
    return hashes


def store(target: str, content: bytes) -> str:
    path = ROOT / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def truetype(sources: list[Path]) -> bytes:
    """Join the parts of one face (latin, then its extension) into the TTF that PDFs embed."""
    from fontTools.merge import Merger
    from fontTools.subset import Subsetter
    from fontTools.ttLib import TTFont

    parts: list[str] = []
    seen: set[int] = set()
    for source in sources:
        font = TTFont(source, recalcTimestamp=False)
        made_at = font["head"].modified
        font.flavor = None
        characters = set(font.getBestCmap())
        if parts:
            # Only what the first part lacks; its kerning would speak of glyphs it no longer has.
            subsetter = Subsetter()
            subsetter.options.drop_tables += ["GSUB", "GPOS", "GDEF"]
            subsetter.populate(unicodes=characters - seen)
            subsetter.subset(font)
        seen |= characters
        part = source.with_suffix(".ttf")
        font.save(part)
        parts.append(str(part))
    merged = Merger().merge(parts)
    narrow_space(merged)
    merged.recalcTimestamp = False
    merged["head"].modified = merged["head"].created = made_at
    made = sources[0].with_suffix(".merged.ttf")
    merged.save(made)
    return made.read_bytes()


def narrow_space(font: TTFont) -> None:
    """French sets a narrow space before ; ! and ?, which the fonts of this package leave out."""
    thin = "uni202F"
    font.setGlyphOrder([*font.getGlyphOrder(), thin])
    font["glyf"][thin] = copy(font["glyf"]["space"])
    font["hmtx"][thin] = (font["hmtx"]["space"][0] * 3 // 4, 0)
    for table in font["cmap"].tables:
        table.cmap[0x202F] = thin


def as_toml(asset: dict[str, object]) -> str:
    lines = ["[[asset]]"]
    tables = []
    for key, value in asset.items():
        if isinstance(value, dict):
            rows = [f"{json.dumps(name)} = {json.dumps(text)}" for name, text in value.items()]
            tables += ["", f"[asset.{key}]", *rows]
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join([*lines, *tables]) + "\n"


if __name__ == "__main__":
    main()

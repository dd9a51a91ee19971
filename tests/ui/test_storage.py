"""Static files once collected: one style, modules that ask for hashed modules."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from pacte.ui.storage import StaticFiles, read

Collected = tuple[FileSystemStorage, dict[str, str]]


@pytest.fixture
def collected(tmp_path: Path) -> Collected:
    served = StaticFiles(location=tmp_path, base_url="/static/")
    paths = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            if path.startswith(("ui/", "vendor/")):
                with source.open(path) as file:
                    served.save(path, file)
                paths[path] = (source, path)
    for _name, _hashed, processed in served.post_process(paths):
        if isinstance(processed, Exception):
            raise processed
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    return FileSystemStorage(tmp_path), manifest


def test_the_style_is_served_in_one_file_with_its_fonts(collected: Collected) -> None:
    served, manifest = collected

    style = read(served, manifest["ui/pacte.css"])
    fonts = re.findall(r'url\("([^"#]+)"\)', style)
    assert "@import" not in style
    assert ".button.primary" in style
    assert fonts
    assert all(served.exists(f"ui/{font}") for font in fonts)


def test_modules_ask_for_hashed_modules(collected: Collected) -> None:
    served, manifest = collected

    script = read(served, manifest["ui/pacte.js"])
    asked = re.findall(r'"\./(behaviours/[^"]+)"', script)
    assert len(asked) > 10
    assert {f"ui/{name}" for name in asked} <= set(manifest.values())

"""Static files as they are served: hashed names, compressed, the whole style in one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.storage import Storage

STYLE = "ui/pacte.css"
IMPORT = re.compile(r'@import url\("(?P<name>css/[^"]+)"\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# Modules fetch one another by name: unhashed, they would outlive an upgrade in caches.
# Django's own rule reads comments of other packages too, so ours asks for a whole file name.
MODULES = (
    (r"""(?P<matched>from "(?P<url>\.{1,2}/[^"]+\.js)";)""", 'from "%(url)s";'),
    (r"""(?P<matched>import\("(?P<url>\.{1,2}/[^"]+\.js)"\))""", 'import("%(url)s")'),
)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """One request for the style, where twenty-three would wait for one another on a slow line."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("*.js", MODULES))

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if STYLE in paths and not dry_run:
            joined = InMemoryStorage()
            joined.save(STYLE, ContentFile(joined_style(*paths[STYLE]).encode()))
            paths = {**paths, STYLE: (joined, STYLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined_style(storage: Storage, path: str) -> str:
    """Put each part in the place of its import; addresses in it are then one folder higher."""
    folder = path.rpartition("/")[0]

    def part(found: re.Match[str]) -> str:
        style = read(storage, f"{folder}/{found['name']}" if folder else found["name"])
        return COMMENT.sub("", style).replace('url("../', 'url("')

    return IMPORT.sub(part, COMMENT.sub("", read(storage, path)))


def read(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        content: bytes = file.read()
    return content.decode()

"""Bring the catalogues up to date with the code, then compile them.

    tools/messages.py            extract, merge and compile
    tools/messages.py --missing  print the texts that have no English yet

French is the source: a text is its own key, typed with plain spaces. `en` must be complete;
`fr_CA.po` holds only what Québec says otherwise. The French catalogues are compiled from the keys
themselves, each sign held to its word as France, or Québec, does. The compiled files are kept too:
a fresh clone needs no gettext program.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr_CA")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> list[Path]:
    python = [*ROOT.glob("pacte/**/*.py"), *ROOT.glob("config/**/*.py")]
    templates = [
        path for path in ROOT.glob("pacte/*/templates/**/*") if path.suffix in {".html", ".txt"}
    ]
    return sorted(p for p in [*python, *templates] if "migrations" not in p.parts)


CALL = re.compile(r"\b(_|n?p?gettext)\(")


def in_template(text: str) -> Iterator[tuple[int, str, tuple[object, ...]]]:
    """The calls in what Django's `templatize` makes of a template, which is not quite Python."""
    from django.utils.translation.template import templatize

    code = templatize(text)
    for call in CALL.finditer(code):
        arguments = arguments_of(code[call.end() :])
        if arguments:
            yield code.count("\n", 0, call.start()) + 1, call[1], arguments


def arguments_of(code: str) -> tuple[object, ...]:
    """The texts of a call, up to the parenthesis that closes it."""
    for end, character in enumerate(code):
        if character == ")":
            try:
                parsed = ast.parse(f"f({code[:end]})", mode="eval").body
            except SyntaxError:
                continue  # a parenthesis inside a text
            assert isinstance(parsed, ast.Call)  # noqa: S101 — f(…) is a call
            return tuple(a.value for a in parsed.args if isinstance(a, ast.Constant))
    return ()


def extracted() -> Catalog:
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in sources():
        text = path.read_text()
        if path.suffix == ".py":
            options = {"encoding": "utf-8"}
            for line, function, message, _comments in extract_python(
                io.BytesIO(text.encode()), KEYWORDS, [], options
            ):
                add(catalog, path, line, function, message)
        else:
            for line, function, message in in_template(text):
                add(catalog, path, line, function, message)
    return catalog


def add(catalog: Catalog, path: Path, line: int, function: str | None, message: object) -> None:
    parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
    context = parts.pop(0) if function and "pgettext" in function else None
    plural = function in {"ngettext", "ngettext_lazy", "npgettext"}
    texts = parts[:2] if plural else parts[:1]
    if texts and all(isinstance(text, str) for text in texts):
        key = tuple(texts) if plural else texts[0]
        catalog.add(key, context=context, locations=[(str(path.relative_to(ROOT)), line)])


def catalogue_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def merged(language: str, template: Catalog) -> Catalog:
    """What was translated stays; what the code no longer says goes away."""
    path = catalogue_of(language)
    known = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False, project="Pacte")
    for message in template:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        if language == "fr_CA" and (old is None or not old.string):
            continue
        string = old.string if old is not None and "fuzzy" not in old.flags else ""
        if message.pluralizable != isinstance(string, tuple):
            string = ""  # it has gained, or lost, its plural since: to say again
        fresh.add(message.id, string=string, context=message.context)
    return fresh


def write(language: str, catalog: Catalog) -> None:
    with catalogue_of(language).open("wb") as text:
        write_po(text, catalog, width=100, no_location=True, omit_header=False, sort_output=True)


def compile_texts(language: str, catalog: Catalog) -> None:
    path = catalogue_of(language).with_suffix(".mo")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as compiled:
        write_mo(compiled, catalog)


def texts_of(message: str | Sequence[str]) -> tuple[str, ...]:
    """One text, or the singular and the plural; none when empty."""
    texts = (message,) if isinstance(message, str) else tuple(message)
    return texts if all(texts) else ()


def typeset_texts(language: str, template: Catalog, said: Catalog | None = None) -> Catalog:
    """The French texts whose spaces change, and what this country says in its own words."""
    from pacte.ui.typography import typeset

    tag = language.replace("_", "-").lower()
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False, project="Pacte")
    for message in template:
        if not message.id:
            continue
        own = said.get(message.id, message.context) if said is not None else None
        source = texts_of(message.id)
        held = tuple(typeset(text, tag) for text in texts_of(own.string if own else "") or source)
        if held != source:
            string = held if message.pluralizable else held[0]
            fresh.add(message.id, string=string, context=message.context)
    return fresh


def missing(catalog: Catalog) -> list[object]:
    return [m.id for m in catalog if m.id and not (all(m.string) if m.pluralizable else m.string)]


def set_up() -> None:
    import os

    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    django.setup()


def main() -> int:
    set_up()
    template = extracted()
    if "--missing" in sys.argv:
        for text in missing(merged("en", template)):
            print(repr(text))
        return 0
    for language in LANGUAGES:
        catalog = merged(language, template)
        write(language, catalog)
        typed = language == "fr_CA"
        compile_texts(language, typeset_texts(language, template, catalog) if typed else catalog)
        print(f"{language}: {len(catalog)} texts, {len(missing(catalog))} without translation")
    compile_texts("fr", typeset_texts("fr", template))
    return 0


if __name__ == "__main__":
    sys.exit(main())

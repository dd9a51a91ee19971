"""What the import linter cannot see: rows, templates and domain modules point downwards only."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    "portal",
    "roadmap",
    "network",
    "initiatives",
    "territories",
    "accounts",
    "documents",
    "ui",
    "core",
]
HEIGHT = {name: len(ORDER) - place for place, name in enumerate(ORDER)}
DOMAIN = frozenset(
    {
        *("enums", "errors", "signals", "registry", "providers", "models", "queries", "statistics"),
        *("references", "rules", "notifications", "operations"),
    }
)
OF_THE_WEB = ("django.http", "django.shortcuts", "django.forms", "django.contrib.messages")
# Names without a space of ours: allauth's addresses, which accounts wraps.
SPACES = {"account": "accounts"}
TEMPLATES = sorted(
    path for path in ROOT.glob("pacte/*/templates/**/*") if path.suffix in {".html", ".txt"}
)
MODULES = sorted(path for path in ROOT.glob("pacte/**/*.py") if "migrations" not in path.parts)


def app_of(path):
    return path.relative_to(ROOT / "pacte").parts[0]


def test_every_app_stands_in_the_order():
    found = {path.name for path in (ROOT / "pacte").iterdir() if (path / "__init__.py").exists()}

    assert found == set(ORDER)


def test_foreign_keys_point_downwards():
    upwards = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label in HEIGHT
        and HEIGHT[field.related_model._meta.app_label] > HEIGHT[model._meta.app_label]
    ]

    assert upwards == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "pacte")))
def test_templates_name_only_what_stands_below(template):
    own = app_of(template)
    text = template.read_text()
    named = [
        SPACES.get(space, space) for space in re.findall(r"{%\s*url\s+[\"']([a-z_]+?)[:_]", text)
    ]
    named += re.findall(r"{%\s*(?:include|extends|static)\s+[\"']([a-z_]+)/", text)

    assert [name for name in named if HEIGHT.get(name, 0) > HEIGHT[own]] == []


def test_modules_address_only_what_stands_below():
    """A page of a higher app is asked of `core.pages`.

    Any text in the shape of an address counts, in a call, in a constant, in a table.
    """
    shape = re.compile(r"([a-z]+):[a-z_]*|(account)_[a-z_]+")
    upwards = [
        f"{module.relative_to(ROOT)}:{node.lineno} {node.value}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (found := shape.fullmatch(node.value))
        and HEIGHT.get(SPACES.get(found[2], found[1]), 0) > HEIGHT.get(app_of(module), 0)
    ]

    assert upwards == []


def imported_by(module):
    """The full names of what a module imports: `from django import http` is `django.http`."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importing(modules, forbidden):
    return [
        f"{module.relative_to(ROOT)}: {name}"
        for module in modules
        for name in imported_by(module)
        if name.startswith(tuple(f"{one}." for one in forbidden)) or name in forbidden
    ]


def test_domain_modules_know_nothing_of_http():
    domain = [
        path
        for path in MODULES
        if app_of(path) in HEIGHT.keys() - {"core", "ui", "documents"}
        and path.relative_to(ROOT / "pacte").parts[1].removesuffix(".py") in DOMAIN
    ]

    assert importing(domain, OF_THE_WEB) == []


def test_documents_know_no_database_and_no_page():
    """They run in a process apart, without connections: see `core.confined`."""
    documents = [path for path in MODULES if app_of(path) == "documents"]

    assert importing(documents, ("django.db", "django.conf", *OF_THE_WEB)) == []


# What a query of a view may begin with: a gate, or rows that belong to nobody in particular.
GATES = {
    *("visible_to", "current", "open", "none"),  # of a person, of a day
    "of_secret",  # of whoever holds it
    *("of_initiative", "of_space", "heard_in", "recoverable"),  # of the initiative that was seen
    *("shared", "official"),  # territories that everybody sees
}
# Or the row through which the rows are reached, which came through its own gate.
HELD_BY = {"initiative", "plan", "action", "organisation", "user", "achievement__action"}
# Where something else is the gate.
UNGATED = {
    ("portal/views/administration.py", "Initiative"),  # the rule: who runs the installation
    ("portal/views/jobs.py", "Job"),  # the same rule
    ("network/views/sheets.py", "Job"),  # the list that was seen
    ("roadmap/views/exports.py", "Job"),  # the plan that was seen, and who asked for the file
    ("roadmap/views/exports.py", "StoredFile"),  # that job
    ("roadmap/views/imports/progress.py", "Job"),  # the import that was seen
    ("initiatives/views/invitations.py", "User"),  # the secret of the invitation
    ("portal/views/letters.py", "Initiative"),  # the signed address of the letter
}


def statements(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield node


def models_asked(statement):
    """The models whose rows a statement asks for: `Plan.objects…`, `get_object_or_404(Plan, …)`."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield ast.unparse(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_or_404"):
            asked = node.args[0]
            if isinstance(asked, ast.Name) and asked.id[0].isupper():
                yield asked.id


def is_gated(statement):
    calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
    names = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
    held = {keyword.arg for node in calls for keyword in node.keywords}
    return bool(names & GATES or held & HELD_BY)


def test_views_reach_rows_only_through_a_gate():
    """A query of a view goes through a gate, or is held to a row that came through one."""
    views = [
        path
        for path in MODULES
        if any(part.startswith("views") for part in path.relative_to(ROOT).parts)
    ]
    guilty = [
        f"{path.relative_to(ROOT)}:{statement.lineno} {model}"
        for path in views
        for statement in statements(ast.parse(path.read_text()))
        if not is_gated(statement)
        for model in models_asked(statement)
        if (str(path.relative_to(ROOT / "pacte")), model) not in UNGATED
    ]

    assert guilty == []


def test_no_function_is_too_long():
    """Thirty lines is the aim; past forty-five a function holds two ideas. Docstrings do not count.

    The gallery's are lists of what it shows.
    """
    long = []
    for path in MODULES:
        if path.name == "gallery.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                lines = node.body[-1].end_lineno - node.body[0].lineno + 1
                if ast.get_docstring(node):
                    lines -= node.body[0].end_lineno - node.body[0].lineno + 1
                if lines > 45:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {lines}")

    assert long == []


def test_no_module_is_too_long():
    """Past four hundred lines a module becomes a package of its name, split by noun."""
    long = [
        f"{path.relative_to(ROOT)} {count}"
        for path in MODULES
        if (count := len(path.read_text().splitlines())) > 400
    ]

    assert long == []


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in [*MODULES, *TEMPLATES])
    unused = [
        name
        for path in TEMPLATES
        if (
            name := str(
                path.relative_to(path.parents[len(path.parts) - 2 - path.parts.index("templates")])
            )
        )
        and name not in text
        and not name.startswith(
            ("ui/components/", "account/", "mfa/", "django/", "4", "5", "allauth/")
        )
    ]

    assert unused == []


def test_no_text_may_be_null():
    """An absent text is empty: two ways of saying nothing make two tests of each."""
    nullable = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField) and field.null
    ]

    assert nullable == []


def test_what_is_left_to_do_names_its_issue():
    left = re.compile(r"#.*\b(?:TODO|FIXME|XXX)\b(?!.*#\d)")
    nameless = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*MODULES, *ROOT.glob("config/*.py"), *ROOT.glob("tools/*.py")]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if left.search(line)
    ]

    assert nameless == []


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else prefix
            yield from patterns(pattern, space)
        else:
            yield f"{prefix}{pattern.name}", pattern


def test_addresses_are_french_words_for_people():
    """Converters, never a regular expression; allauth's one pattern is the exception."""
    odd = [
        name
        for name, pattern in patterns(get_resolver())
        if "(?P" in str(pattern.pattern) and name != "account_reset_password_from_key"
    ]

    assert odd == []

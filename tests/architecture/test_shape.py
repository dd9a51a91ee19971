"""What every app looks like inside: its operations, rules, rows, history, what pages ask for."""

import ast
import importlib
import inspect
import re

import pytest
from django.apps import apps

from pacte.core import history
from pacte.core.relations import columns_to
from pacte.network import registry
from pacte.network.models import Organisation
from pacte.network.queries.merging import key_of
from tests.architecture.test_direction import HEIGHT, MODULES, ROOT, TEMPLATES, app_of

APPS = ("portal", "roadmap", "network", "initiatives", "territories", "accounts")
# An operation that only chooses which other one does it: that one is the transaction.
HANDED_OVER = {"edit_cell", "load_demonstration"}
OPENED_BY = {"kind"}  # `add_part(Step, action=…)` makes one of a class, and reads so


def operations_of(app):
    """The functions that an app's `operations` offer and that say who acts, or when."""
    module = importlib.import_module(f"pacte.{app}.operations")
    for name, found in vars(module).items():
        if inspect.isfunction(found) and found.__module__.startswith(module.__name__):
            parameters = inspect.signature(found).parameters
            if parameters.keys() & {"by", "at"} and name in getattr(module, "__all__", [name]):
                yield name, found, parameters.values()


@pytest.mark.parametrize("app", APPS)
def test_operations_name_what_they_take(app):
    positional = [
        f"{name}: {parameter.name}"
        for name, _, parameters in operations_of(app)
        for parameter in parameters
        if parameter.kind is not parameter.KEYWORD_ONLY and parameter.name not in OPENED_BY
    ]

    assert positional == []


@pytest.mark.parametrize("app", APPS)
def test_operations_are_one_transaction(app):
    found = {name: function for name, function, _ in operations_of(app)}
    open_ended = [name for name, function in found.items() if not hasattr(function, "__wrapped__")]

    assert found
    assert set(open_ended) - HANDED_OVER == set()


WRITES = {
    *("save", "delete", "create", "get_or_create", "update_or_create", "bulk_create"),
    "bulk_update",
}
MAY_WRITE = ("operations", "management", "migrations")
MANAGER = "pacte/accounts/models.py: save"  # Django's own place for a new account


def test_only_operations_write():
    """`update` is also what dictionaries and sets do: with names, it is a query set's."""
    written = {
        f"{path.relative_to(ROOT)}: {node.func.attr}"
        for path in MODULES
        if app_of(path) in APPS and not any(part.startswith(MAY_WRITE) for part in path.parts)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITES or (node.func.attr == "update" and node.keywords))
    }

    assert written == {MANAGER}


def rules():
    for path in ROOT.glob("pacte/*/rules.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield path, node


def test_a_rule_says_what_one_can_do_and_somebody_asks_it():
    helpers = ("can_", "has_role", "roles_managed_by")
    text = "\n".join(path.read_text() for path in MODULES if path.name != "rules.py")

    odd = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, node in rules()
        if not (node.name.startswith("can_") or node.name in helpers)
        or f".{node.name}(" not in text
    ]

    assert odd == ["pacte/initiatives/rules.py: has_role"]  # what the other rules are made of


def test_every_rule_is_explained():
    page = (ROOT / "docs/permissions.md").read_text()

    unsaid = [node.name for _, node in rules() if f"`{node.name}`" not in page]

    assert unsaid == []


def test_what_leads_to_an_organisation_says_what_it_is():
    """A merger counts it, then moves it: add its label to `LINKS`, and a row to test_merging."""
    unsaid = {key_of(column) for column in columns_to(Organisation)} - registry._links.keys()

    assert unsaid == set()


def test_no_model_orders_its_rows():
    """Each list says its order, and the database does not sort where nobody asked."""
    ordered = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT and model._meta.ordering
    ]

    assert ordered == []


# Told to nobody yet: what happens to an account, to the map of a country.
NOT_SHOWN = re.compile(r"accounts\.|territories\.zones\.")


def test_what_the_history_keeps_has_a_sentence():
    recorded = {
        node.args[0].value
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"audit.record", "audit.entry"}
        and isinstance(node.args[0], ast.Constant)
    }

    untold = recorded - history._sentences.keys()
    assert {event for event in untold if not NOT_SHOWN.match(event)} == set()


def test_every_registry_is_told_in_the_architecture():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    registries = {
        ".".join(path.relative_to(ROOT / "pacte").with_suffix("").parts)
        for path in MODULES
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == "register"
    }

    assert registries
    assert {name for name in registries if f"| `{name}` |" not in page} == set()


def test_every_behaviour_is_asked_for():
    pages = "\n".join(path.read_text() for path in [*MODULES, *TEMPLATES])
    binds = (ROOT / "pacte/ui/static/ui/pacte.js").read_text()

    bound = set(re.findall(r"^  ([a-z]+): \(\) => import", binds, re.MULTILINE))

    assert bound
    assert {name for name in bound if f"data-pacte-{name}" not in pages} == set()

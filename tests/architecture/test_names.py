"""Names and words: nothing vague, everything introduced, every row with a key of its own."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from config.management.commands.env_example import env_example
from tests.architecture.source import APPS, ROOT, modules

BANNED = {
    "utils", "util", "helpers", "helper", "common", "misc", "core", "services", "managers",
    "manager", "processor", "handler", "handlers", "base_classes", "constants", "mixins",
}  # fmt: skip
OWN_MODELS = [
    model
    for app in ("accounts", "shop", "orders", "returns")
    for model in apps.get_app_config(app).get_models()
]


def test_no_module_has_a_name_that_says_nothing():
    places = {part for path in modules() for part in Path(path).with_suffix("").parts}
    assert places & BANNED == set()


def test_the_tests_have_no_such_names_either():
    names = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    assert names & BANNED == set()


def test_every_module_says_what_it_owns():
    silent = [path for path, tree in modules().items() if needs_words(tree)]
    assert silent == []


def needs_words(tree: ast.Module) -> bool:
    """An empty `__init__.py` needs none."""
    return bool(tree.body) and ast.get_docstring(tree) is None


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_uuid_for_a_key(model: type[models.Model]):
    assert isinstance(model._meta.pk, models.UUIDField) or not model._meta.managed


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_what_a_row_is(model: type[models.Model]):
    generated = f"{model.__name__}({', '.join(field.name for field in model._meta.fields)})"
    assert model.__doc__ not in {None, generated}


def test_every_app_is_among_those_we_read():
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert own == set(APPS)


def test_env_example_lists_every_variable():
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()

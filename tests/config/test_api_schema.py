"""Promises of config/api_schema.py: the committed schema is the API, and its page is our own."""

import json
import re

import pytest
from django.test import Client
from pydantic import BaseModel

from accounts.cursors import Paged
from config.api_schema import openapi
from config.management.commands.api_schema import PLACE, written
from tests.architecture.source import APPS


def operations():
    return {
        f"{method.upper()} {path}": described
        for path, methods in openapi()["paths"].items()
        for method, described in methods.items()
    }


def test_the_committed_schema_is_the_apis():
    """`manage.py api_schema` writes it anew."""
    assert PLACE.read_text(encoding="utf-8") == written()


def test_it_is_openapi_3_1():
    assert openapi()["openapi"] == "3.1.0"


def test_no_two_operations_have_one_name():
    names = [described["operationId"] for described in operations().values()]
    assert sorted(names) == sorted(set(names))


def test_no_two_shapes_have_one_name():
    """They would be one component of the schema, and one of them would be described wrongly."""
    shapes = {shape for shape in descendants(BaseModel) if shape.__module__.split(".")[0] in APPS}
    names = [shape.__name__ for shape in shapes if not issubclass(shape, Paged)]
    assert sorted(names) == sorted(set(names))


def descendants(kind):
    found = set(kind.__subclasses__())
    return found.union(*(descendants(one) for one in found))


def test_every_body_and_answer_has_an_example():
    bare = [
        (name, part)
        for name, described in operations().items()
        for part, content in contents(described)
        if "example" not in content
    ]
    assert bare == []


def contents(described):
    body = described.get("requestBody", {}).get("content", {})
    answers = [one for one in described["responses"].values() if "$ref" not in one]
    parts = [("body", body), *(("answer", one.get("content", {})) for one in answers)]
    return [(part, content) for part, types in parts for content in types.values()]


def test_every_problem_is_described_with_its_shape():
    for described in openapi()["components"]["responses"].values():
        content = described["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["example"]["type"].startswith("urn:vastra:problem:")


def test_every_reference_leads_somewhere():
    text = json.dumps(openapi())
    named = set(re.findall(r'"#/components/(\w+)/([^"]+)"', text))
    missing = [(kind, name) for kind, name in named if name not in openapi()["components"][kind]]
    assert missing == []


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client):
    page = client.get("/api/v1/docs/").content.decode()
    assert re.findall(r'(?:src|href)="(?!/)', page) == []
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page) == []


def test_the_schema_is_served_as_it_is_committed(client: Client):
    assert client.get("/api/v1/openapi.json").json() == json.loads(PLACE.read_text("utf-8"))

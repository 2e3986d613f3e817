"""Promises on MongoDB: every query of the storefront is served by an index, at any size.

The commands of each page are captured on the wire and explained by the server. MongoDB walks an
index for some parts of a filter and checks the others on what it finds; the server that stands in
for it here finds an index only for all parts together, so the parts are explained as well. A part
that only says yes or no does not count: half of the rows would be walked.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pymongo.monitoring import CommandListener, CommandStartedEvent

from shop.index import index
from shop.models import Product
from tests.factories import bag_with, make_category, make_customer, make_product, make_variant

pytestmark = [pytest.mark.engines("mongodb"), pytest.mark.django_db(transaction=True)]

# Small tables that staff keep, read whole.
WITHOUT = {"shop_category"}
READS = ("aggregate", "find", "count", "distinct")


class Recorder(CommandListener):
    """What is asked on the wire."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in READS:
            self.asked.append(event.command)

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = {"event_listeners": [recorder]}
    connection.ensure_connection()
    yield recorder
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = {}


@pytest.fixture
def product() -> Product:
    category = make_category(slug="kurtas")
    for n in range(6):
        make_variant(product=make_product(name=f"Kurta {n}", category=category, material="Cotton"))
    return make_variant(product=make_product(name="Shown", category=category)).colourway.product


def plain(match: Mapping[str, Any]) -> dict[str, Any]:
    """A filter without `$and`: what its parts ask of one field stands together."""
    merged = {name: value for name, value in match.items() if name != "$and"}
    for part in match.get("$and", ()):
        for name, value in plain(part).items():
            is_both = isinstance(value, dict) and isinstance(merged.get(name), dict)
            merged[name] = {**merged[name], **value} if is_both else value
    return merged


def filters_of(command: Mapping[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Collection, filter and order of a read; what it joins is looked up afterwards."""
    name = next(iter(command))
    if name != "aggregate":
        return command[name], plain(command.get("filter", command.get("query", {}))), {}
    stages = list(command["pipeline"])
    joined = {stage["$lookup"]["as"] for stage in stages if "$lookup" in stage}
    match = next((stage["$match"] for stage in stages if "$match" in stage), {})
    own = {k: v for k, v in plain(match).items() if k.partition(".")[0] not in joined}
    sort = next((stage["$sort"] for stage in stages if "$sort" in stage), {})
    return command["aggregate"], own, {} if own else dict(sort)


def is_served(collection: str, match: dict[str, Any], sort: dict[str, Any]) -> bool:
    parts = {name: stated(value) for name, value in match.items() if not name.startswith("$")}
    choices = [set(c) for n in range(len(parts), 0, -1) for c in combinations(parts, n)]
    telling = [c for c in choices if any(not isinstance(parts[name], bool) for name in c)]
    filters = [{name: parts[name] for name in choice} for choice in telling]
    return any(is_indexed(collection, one, {}) for one in filters) or bool(
        not match and sort and is_indexed(collection, {}, sort)
    )


def stated(value: Any) -> Any:
    """Without “and is not null”, which what is compared says already."""
    if not isinstance(value, dict) or len(value) < 2:
        return value
    return {name: v for name, v in value.items() if name not in {"$exists", "$ne"}}


def is_indexed(collection: str, match: dict[str, Any], sort: dict[str, Any]) -> bool:
    find = {"find": collection, "filter": match, **({"sort": sort} if sort else {})}
    plan = connection.database.command("explain", find, verbosity="queryPlanner")
    return "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])


def unserved(recorder: Recorder) -> list[Any]:
    asked = [filters_of(command) for command in recorder.asked]
    return [one for one in asked if one[0] not in WITHOUT and not is_served(*one)]


PAGES = {
    "home": "/",
    "listing": "/c/kurtas/",
    "filtered listing": "/c/kurtas/?size=M&material=cotton&sort=price",
    "search": "/search/?q=kurta",
    "search that finds nothing": "/search/?q=xylophone",
    "exact SKU": "/search/?q=KU-1",
    "while typing": "/search/suggest/?q=kur",
    "before typing": "/search/suggest/",
    "product": "/p/{slug}/",
    "personal part": "/personal/",
    "bag": "/bag/",
}


@pytest.mark.parametrize("page", PAGES)
def test_every_query_of_a_page_is_served_by_an_index(
    client: Client, product: Product, recorder: Recorder, page: str
) -> None:
    customer = make_customer()
    bag_with(product.colourways.get().variants.get(), user=customer)
    client.force_login(customer)
    index.catch_up()
    cache.clear()
    recorder.asked.clear()
    assert client.get(PAGES[page].format(slug=product.slug)).status_code in {200, 302}
    assert recorder.asked
    assert unserved(recorder) == []


def test_the_index_in_memory_keeps_up_by_an_index(product: Product, recorder: Recorder) -> None:
    index.catch_up()
    recorder.asked.clear()
    index.catch_up()
    assert recorder.asked
    assert unserved(recorder) == []


def test_control_a_column_without_an_index_is_noticed(recorder: Recorder, product: Product) -> None:
    recorder.asked.clear()
    list(Product.objects.order_by().filter(material="Cotton", is_published=True))
    assert len(unserved(recorder)) == 1


def test_control_one_row_by_its_key_is_served(recorder: Recorder, product: Product) -> None:
    """The backend's own unique indexes would not be: see config/mongodb/schema.py."""
    recorder.asked.clear()
    Product.objects.get(pk=product.pk)
    assert len(recorder.asked) == 1
    assert unserved(recorder) == []

"""Promises for whatever stands in an address: an answer, soon, and nothing of it comes back raw.

`make bench PART=addresses` asks ten thousand of them over HTTP; here a sample is asked.
"""

import time
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from shop.models import Product
from tests.factories import make_category, make_product, make_variant
from tests.odd_addresses import MARKS, odd_requests

pytestmark = pytest.mark.django_db

SAMPLE = 600


@pytest.fixture
def product() -> Product:
    """One of five in its category, in two sizes."""
    category = make_category()
    for n in range(4):
        make_variant(product=make_product(name=f"Kurta {n}", category=category, material="Cotton"))
    shown = make_product(name="Bagru Kurta", category=category, material="Cotton")
    make_variant(product=shown, size="L")
    return make_variant(product=shown, size="M").colourway.product


def ask(client: Client, product: Product) -> Iterator[tuple[str, HttpResponse, float]]:
    paths = [
        product.category.get_absolute_url(),
        product.get_absolute_url(),
        "/search/",
        "/search/suggest/",
    ]
    client.raise_request_exception = False
    for number, (address, headers) in enumerate(odd_requests(paths, SAMPLE)):
        caller = f"10.0.{number // 250}.{number % 250}"  # nobody asks too often
        began = time.thread_time()  # not the clock on the wall: others use this machine too
        response = client.get(address, headers=headers, REMOTE_ADDR=caller)
        yield address, response, time.thread_time() - began


def repeats_raw(response: HttpResponse) -> bool:
    lines = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    sent = lines + response.content.decode()
    return any(mark in sent for mark in MARKS) or "\x00" in sent


def leads_away(response: HttpResponse) -> bool:
    to = response.headers.get("Location", "/")
    return not to.startswith("/") or to.startswith("//")


def test_whatever_an_address_says_it_is_answered_soon_and_repeats_nothing_raw(
    client: Client, product: Product
) -> None:
    answers = list(ask(client, product))
    assert {r.status_code for _, r, _ in answers} <= {200, 301, 302, 404}
    assert sum(r.status_code == 200 for _, r, _ in answers) > SAMPLE // 2
    assert [address for address, _, seconds in answers if seconds > 1] == []
    assert [address for address, response, _ in answers if repeats_raw(response)] == []
    assert [address for address, response, _ in answers if leads_away(response)] == []


@pytest.mark.parametrize("mark", MARKS)
def test_control_a_page_that_repeats_an_address_raw_is_caught(mark: str) -> None:
    assert repeats_raw(HttpResponse(f"You looked for {mark}"))


def test_control_markup_in_a_search_comes_back_escaped(client: Client, product: Product) -> None:
    response = client.get("/search/", {"q": "kurta <odd>"})
    assert "&lt;odd&gt;" in response.content.decode()
    assert not repeats_raw(response)

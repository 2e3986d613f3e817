"""Every page of the shop, as a guest and as a customer: it renders, and its outline is sound."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import User
from orders.models import Order
from shop.models import Product
from tests.factories import (
    bag_with,
    delivered_order,
    filed_case,
    make_address,
    make_customer,
    make_variant,
    place_order,
)

pytestmark = pytest.mark.django_db

VOID = {"input", "img", "source", "meta", "link", "br", "hr"}


class Outline(HTMLParser):
    """What the tests ask of a page: its tags, its ids, its headings and its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.named: list[str] = []
        self.levels: list[int] = []
        self.words: dict[str, str] = {"title": "", "h1": ""}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.ids.update([given["id"]] if given.get("id") else [])
        self.named += [given["for"]] if tag == "label" and given.get("for") else []
        if tag in {"h1", "h2", "h3", "h4"}:
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        for tag in self.words.keys() & set(self._open):
            self.words[tag] += text


@pytest.fixture
def shopper() -> User:
    return make_customer(full_name="Asha Rao", phone="+919876543210")


@pytest.fixture
def product() -> Product:
    return make_variant(stock=5).colourway.product


@pytest.fixture
def bought(shopper: User) -> Order:
    return delivered_order(user=shopper)


def open_page(client: Client, path: str, status: int = 200) -> Outline:
    response = client.get(path)
    assert response.status_code == status
    return Outline(response.content.decode())


def is_sound(page: Outline) -> None:
    """One h1, no heading a level too deep, a title, no id twice, every label at a field."""
    assert page.tags["h1"] == 1
    assert page.words["h1"].strip()
    assert page.words["title"].strip().endswith("Vastra") or "Vastra ·" in page.words["title"]
    assert [(a, b) for a, b in zip(page.levels, page.levels[1:], strict=False) if b > a + 1] == []
    assert [name for name, times in page.ids.items() if times > 1] == []
    assert [name for name in page.named if name not in page.ids] == []


def catalogue(product: Product) -> list[str]:
    return [
        reverse("shop:home"),
        product.category.get_absolute_url(),
        product.get_absolute_url(),
    ]


def open_to_all(product: Product) -> list[str]:
    return [
        *catalogue(product),
        reverse("shop:search"),
        f"{reverse('shop:search')}?q={product.name}",
        f"{reverse('shop:search')}?q=nothing-like-it",
        reverse("shop:bag"),
        reverse("shop:wishlist"),
        reverse("shop:pincode"),
        f"{reverse('shop:pincode')}?pin=560001",
    ]


def test_pages_open_to_all(client: Client, product: Product) -> None:
    for path in [*open_to_all(product), reverse("account_login")]:
        is_sound(open_page(client, path))


def test_pages_open_to_all_for_a_customer(client: Client, product: Product, shopper: User) -> None:
    bag_with(make_variant(product=product, size="L"), user=shopper)
    client.force_login(shopper)
    for path in [*open_to_all(product), reverse("account_logout")]:
        is_sound(open_page(client, path))


def test_pages_of_a_shop_with_nothing_in_it(client: Client) -> None:
    is_sound(open_page(client, reverse("shop:home")))


def test_page_of_a_style_that_is_sold_out(client: Client) -> None:
    gone = make_variant(stock=0).colourway.product
    for path in catalogue(gone):
        is_sound(open_page(client, path))


def own_pages(order: Order) -> list[str]:
    case = filed_case(order)
    return [
        reverse("accounts:home"),
        reverse("orders:list"),
        order.get_absolute_url(),
        reverse("returns:file", args=[order.number]),
        case.get_absolute_url(),
    ]


def test_pages_of_an_account(client: Client, shopper: User, bought: Order) -> None:
    make_address(shopper)
    client.force_login(shopper)
    for path in own_pages(bought):
        is_sound(open_page(client, path))


def test_pages_of_an_account_ask_who_is_there(client: Client, bought: Order) -> None:
    open_to_guests = {reverse("orders:list")}  # they find their orders there by a link
    for path in set(own_pages(bought)) - open_to_guests:
        assert client.get(path).headers["Location"].startswith(reverse("account_login"))


def test_pages_of_an_account_with_nothing_in_it(client: Client, shopper: User) -> None:
    client.force_login(shopper)
    for path in [reverse("accounts:home"), reverse("orders:list")]:
        is_sound(open_page(client, path))


def test_form_of_a_return(client: Client, shopper: User, bought: Order) -> None:
    client.force_login(shopper)
    is_sound(open_page(client, reverse("returns:file", args=[bought.number])))


@pytest.mark.parametrize("has_address", [False, True])
def test_checkout(client: Client, shopper: User, has_address: bool) -> None:
    if has_address:
        make_address(shopper)
    bag_with(make_variant(), user=shopper)
    client.force_login(shopper)
    is_sound(open_page(client, reverse("orders:checkout")))


def test_pages_of_an_order_to_be_paid(client: Client, shopper: User) -> None:
    order = place_order(user=shopper)
    client.force_login(shopper)
    for path in [order.get_absolute_url(), reverse("orders:pay", args=[order.number])]:
        is_sound(open_page(client, path))


def test_page_that_is_not_there(client: Client) -> None:
    is_sound(open_page(client, "/nothing/here/", status=404))


def test_page_asked_for_too_late() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))
    assert response.status_code == 403
    is_sound(Outline(response.content.decode()))


@pytest.mark.parametrize("template", ["403.html", "500.html"])
def test_page_of_last_resort(template: str) -> None:
    is_sound(Outline(render_to_string(template)))


def test_catalogue_is_the_same_bytes_for_everyone(
    client: Client, product: Product, shopper: User
) -> None:
    bag_with(make_variant(product=product, size="L"), user=shopper)
    own = Client()
    own.force_login(shopper)
    for path in catalogue(product):
        guest, customer = client.get(path), own.get(path)
        assert guest.content == customer.content
        assert b"csrfmiddlewaretoken" not in guest.content
        assert not guest.cookies
        assert not customer.cookies
        assert "Cookie" not in guest.headers.get("Vary", "")

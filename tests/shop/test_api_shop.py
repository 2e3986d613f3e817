"""Promises of shop/api/: the catalogue, the bag, the wishlist and stock, by program."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from shop.models import Cart, Coupon, StockMovement, Variant
from tests.factories import bag_with, make_customer, make_staff, make_variant, paid_order
from tests.factories.calls import App, problem_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def app() -> App:
    return App(make_customer())


@pytest.fixture
def counter() -> App:
    user = make_staff()
    user.user_permissions.add(*Permission.objects.filter(codename="change_variant"))
    return App(user)


# --- The catalogue ------------------------------------------------------------------------------


def test_filters_narrow_as_they_do_on_the_page():
    make_variant(price_minor=500_00)
    dear = make_variant(price_minor=5000_00).colourway.product
    found = App().get("/products", {"price": "4000-7999"}).json()
    assert (found["total"], found["items"][0]["slug"]) == (1, dear.slug)


def test_a_filter_that_cannot_be_is_refused():
    response = App().get("/products", {"price": "cheap"})
    assert problem_of(response) == (422, "invalid")
    assert "price" in str(response.json()["errors"])


def test_a_search_says_what_it_took_the_words_for():
    make_variant()
    found = App().get("/search", {"q": "bagrru"}).json()
    assert (found["query"], found["taken_for"], found["total"]) == ("bagrru", "bagru", 1)


def test_facets_count_what_is_left():
    category = make_variant(stock=1, size="M").colourway.product.category
    make_variant(stock=1, size="L")
    facets = App().get("/facets", {"category": category.slug}).json()["facets"]
    sizes = next(facet for facet in facets if facet["name"] == "category")
    assert [option["count"] for option in sizes["options"]] == [1, 1]


def test_a_style_tells_what_can_be_bought(app: App):
    variant = make_variant(stock=2)
    told = app.get(f"/products/{variant.colourway.product.slug}").json()
    assert told["variants"][0]["sizes"] == [
        {
            "variant_id": str(variant.pk),
            "sku": variant.sku,
            "size": "M",
            "price": {"amount_minor": 500_00, "currency": "INR"},
            "mrp": {"amount_minor": 500_00, "currency": "INR"},
            "stock": "low",
            "left": 2,
        }
    ]


# --- The bag ------------------------------------------------------------------------------------


def test_a_guest_without_a_bag_is_told_to_open_one():
    response = App().post("/cart/lines", {"variant_id": str(make_variant().pk)})
    assert problem_of(response) == (401, "no-cart-token")


def test_a_bag_of_a_customer_is_no_guests_to_open(app: App):
    """SEC-5: a token opens guests' bags only."""
    own = bag_with(make_variant(), user=app.user)
    assert App(cart=own).get("/cart").json()["lines"] == []


def test_a_token_that_was_made_up_opens_nothing():
    forged = App()
    forged.headers["X-Cart-Token"] = f"{uuid4().hex}:abc:def"
    assert problem_of(forged.get("/cart")) == (401, "bad-cart-token")


def test_a_line_is_changed_and_taken_out(app: App):
    bag_with(make_variant(), user=app.user)
    line = app.get("/cart").json()["lines"][0]["id"]
    assert app.patch(f"/cart/lines/{line}", {"quantity": 3}).json()["count"] == 3
    assert app.delete(f"/cart/lines/{line}").json()["lines"] == []


def test_a_line_of_somebody_elses_bag_is_not_there(app: App):
    """SEC-5."""
    bag = bag_with(make_variant(), user=make_customer())
    path = f"/cart/lines/{bag.lines.get().pk}"
    assert problem_of(app.patch(path, {"quantity": 3})) == (404, "not-found")
    assert problem_of(app.delete(path)) == (404, "not-found")


def test_a_refusal_carries_its_numbers(app: App):
    response = app.post("/cart/lines", {"variant_id": str(make_variant(stock=2).pk), "quantity": 3})
    assert problem_of(response) == (422, "out-of-stock")
    assert response.json()["facts"]["available"] == 2


def test_a_code_is_kept_and_says_why_it_does_not_apply_yet(app: App):
    Coupon.objects.create(
        code="HALF", title="Half", kind="percent", percent=50, minimum_minor=10**7
    )
    bag_with(make_variant(), user=app.user)
    bag = app.put("/cart/coupon", {"code": "half"}).json()
    assert bag["coupon_code"] == "HALF"
    assert bag["quote"]["why_not"]
    assert problem_of(app.put("/cart/coupon", {"code": "NONE"})) == (422, "unknown-code")


def test_a_guests_bag_joins_the_customers_own(app: App):
    guests = bag_with(make_variant())
    app.headers["X-Cart-Token"] = App(cart=guests).headers["X-Cart-Token"]
    assert app.post("/cart/join").json()["count"] == 1
    assert not Cart.objects.filter(pk=guests.pk).exists()


# --- The wishlist -------------------------------------------------------------------------------


def test_a_colour_is_saved_once_and_taken_away(app: App):
    colour = make_variant().colourway
    for _ in range(2):
        saved = app.put(f"/wishlist/{colour.pk}").json()["items"]
    assert [item["colourway_id"] for item in saved] == [str(colour.pk)]
    assert app.delete(f"/wishlist/{colour.pk}").status_code == 204
    assert app.get("/wishlist").json()["items"] == []


# --- Stock --------------------------------------------------------------------------------------


def test_staff_count_one_size(counter: App):
    variant = make_variant(stock=4)
    told = counter.put(f"/staff/stock/{variant.sku}", {"on_hand": 7, "note": "Monday"}).json()
    assert (told["on_hand"], told["available"]) == (7, 7)


def test_counts_of_many_are_answered_row_by_row(counter: App):
    """A row that is refused stops no other."""
    sound, held = make_variant(stock=4), make_variant(stock=3)
    paid_order(held, user=make_customer(), quantity=2)
    rows = [
        {"sku": sound.sku, "on_hand": 9},
        {"sku": held.sku, "on_hand": 1},
        {"sku": "NO-SUCH", "on_hand": 1},
    ]
    answer = counter.post("/staff/stock", {"rows": rows}).json()
    assert (answer["counted"], answer["refused"]) == (1, 2)
    assert [row["problem"].rpartition(":")[2] for row in answer["rows"]] == [
        "", "count-refused", "not-found"
    ]  # fmt: skip
    assert Variant.objects.get(pk=sound.pk).on_hand == 9


@pytest.mark.django_db(transaction=True)
def test_counts_sent_again_are_counted_once(counter: App):
    """INV-9: even where the first answer was lost."""
    from config.models import KeptAnswer

    variant, key = make_variant(stock=4), str(uuid4())
    for _ in range(2):
        counter.post("/staff/stock", {"rows": [{"sku": variant.sku, "on_hand": 9}]}, key=key)
        KeptAnswer.objects.all().delete()
    assert StockMovement.objects.filter(variant=variant, on_hand_change=5).count() == 1


def test_a_customer_does_not_count(app: App):
    assert problem_of(app.put(f"/staff/stock/{make_variant().sku}", {"on_hand": 1}))[0] == 403

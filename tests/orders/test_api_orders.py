"""Promises of orders/api/: buying, paying and following, and the desk of staff, by program."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from config.models import KeptAnswer
from orders.models import Order, Refund
from orders.states import OrderStatus
from shop.models import Cart, Variant
from tests.factories import (
    bag_with,
    delivered_order,
    make_address,
    make_customer,
    make_staff,
    make_variant,
    packed_order,
    paid_order,
    place_order,
)
from tests.factories.calls import App, problem_of
from tests.factories.gateway import sign

pytestmark = pytest.mark.django_db

PLACE = {"pin_code": "560001", "pay": "cash"}
ADDRESS = {
    "full_name": "Asha Rao",
    "phone": "9876543210",
    "pin_code": "560001",
    "house": "12, Lake View",
    "street": "Church Street",
    "city": "Bengaluru",
    "state": "KA",
}


@pytest.fixture
def variant() -> Variant:
    return make_variant(stock=5, price_minor=500_00)


@pytest.fixture
def app() -> App:
    return App(make_customer())


@pytest.fixture
def guest() -> App:
    return App(cart=Cart.objects.create())


def staff(*codenames: str) -> App:
    user = make_staff()
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return App(user)


def quoted(app: App, pay: str = "upi") -> dict[str, Any]:
    quote = app.post("/checkout/quote", {"pin_code": "560001", "pay": pay}).json()
    return {
        "pay": pay,
        "total_minor": quote["quote"]["total"]["amount_minor"],
        "shown": quote["shown"],
    }


def test_a_guest_buys_with_nothing_but_tokens(variant: Variant):
    """From an empty hand to a paid-at-the-door order, and back to it by its own token."""
    nobody = App()
    guest = App()
    guest.headers["X-Cart-Token"] = nobody.post("/cart").json()["token"]
    bag = guest.post("/cart/lines", {"variant_id": str(variant.pk), "quantity": 2}).json()
    assert bag["quote"]["items"] == {"amount_minor": 1000_00, "currency": "INR"}
    sent = {**quoted(guest, "cash"), "address": ADDRESS, "email": "asha@example.in"}
    placed = guest.post("/orders", sent)
    assert placed.status_code == 201, placed.content
    order = placed.json()
    assert (order["status"], order["quote"]["cash_fee"]["amount_minor"]) == ("confirmed", 49_00)
    later = App()
    assert problem_of(later.get(f"/orders/{order['number']}")) == (404, "not-found")
    later.headers["X-Order-Token"] = order["token"]
    assert later.get(f"/orders/{order['number']}").json()["lines"][0]["quantity"] == 2


def test_a_customer_buys_to_an_address_of_their_book(app: App, variant: Variant):
    address = make_address(app.user)
    app.post("/cart/lines", {"variant_id": str(variant.pk)})
    placed = app.post("/orders", {**quoted(app), "address_id": str(address.pk)})
    assert placed.json()["address"]["house"] == "12, Lake View"
    assert [one["number"] for one in app.get("/orders").json()["items"]] == [
        placed.json()["number"]
    ]


def test_an_address_of_somebody_else_is_none(app: App, variant: Variant):
    """SEC-5."""
    foreign = make_address(make_customer())
    bag_with(variant, user=app.user)
    make_address(app.user)
    response = app.post("/orders", {**quoted(app), "address_id": str(foreign.pk)})
    assert response.json()["errors"] == [{"pointer": "#/address", "detail": "Choose an address."}]


def test_nobody_pays_another_sum_than_they_saw(app: App, variant: Variant):
    """SEC-7."""
    bag_with(variant, user=app.user)
    sent = {**quoted(app), "address": ADDRESS, "total_minor": 1}
    response = app.post("/orders", sent)
    assert problem_of(response) == (422, "total-changed")
    assert response.json()["facts"]["now"] == {"amount_minor": 579_00, "currency": "INR"}
    assert not Order.objects.exists()


# --- Once under a key ---------------------------------------------------------------------------


def test_the_same_call_sent_again_has_one_effect_and_one_answer(app: App, variant: Variant):
    """INV-9."""
    bag_with(variant, user=app.user)
    sent, key = {**quoted(app), "address": ADDRESS}, str(uuid4())
    first, again = app.post("/orders", sent, key=key), app.post("/orders", sent, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_the_same_key_for_another_body_is_refused(app: App, variant: Variant):
    """INV-9."""
    sent, key = {"variant_id": str(variant.pk)}, str(uuid4())
    app.post("/cart/lines", sent, key=key)
    response = app.post("/cart/lines", {**sent, "quantity": 2}, key=key)
    assert problem_of(response) == (409, "idempotency-key-reused")


def test_a_key_at_work_asks_to_wait(app: App, variant: Variant):
    """INV-9: of two at once the second is told to come again."""
    sent, key = {"variant_id": str(variant.pk)}, str(uuid4())
    app.post("/cart/lines", sent, key=key)
    KeptAnswer.objects.update(answered_with=0)
    response = app.post("/cart/lines", sent, key=key)
    assert problem_of(response) == (409, "idempotency-key-at-work")
    assert response.headers["Retry-After"] == "1"


def test_an_answer_that_was_lost_is_found_by_its_effect(app: App, variant: Variant):
    """INV-9: the process died after the order was placed and before its answer was kept."""
    bag_with(variant, user=app.user)
    sent, key = {**quoted(app), "address": ADDRESS}, str(uuid4())
    number = app.post("/orders", sent, key=key).json()["number"]
    KeptAnswer.objects.all().delete()
    assert app.post("/orders", sent, key=key).json()["number"] == number
    assert Order.objects.count() == 1


def test_a_refusal_leaves_its_key_free(app: App, variant: Variant):
    key = str(uuid4())
    sent = {"variant_id": str(variant.pk), "quantity": 9}
    assert problem_of(app.post("/cart/lines", sent, key=key)) == (422, "out-of-stock")
    assert app.post("/cart/lines", {**sent, "quantity": 5}, key=key).status_code == 201


def test_two_customers_may_use_the_same_key(variant: Variant):
    key = "the-same-key"
    bags = [
        App(make_customer()).post("/cart/lines", {"variant_id": str(variant.pk)}, key=key)
        for _ in range(2)
    ]
    assert [bag.json()["count"] for bag in bags] == [1, 1]


def test_what_moves_stock_or_money_needs_a_key(app: App, variant: Variant):
    bag_with(variant, user=app.user)
    response = app.send("POST", "/orders", {**quoted(app), "address": ADDRESS})
    assert problem_of(response) == (400, "idempotency-key-needed")


# --- Paying -------------------------------------------------------------------------------------


def test_an_order_is_paid_in_the_gateways_own_checkout(app: App, variant: Variant, gateway: Any):
    order = place_order(variant, user=app.user)
    started = app.post(f"/orders/{order.number}/payment").json()
    order.refresh_from_db()
    paid = gateway.pay(order)
    proof = {
        "razorpay_payment_id": paid.id,
        "razorpay_signature": sign(started["gateway_order_id"], paid.id),
    }
    confirmed = app.send("POST", f"/orders/{order.number}/payment/confirm", proof)
    assert confirmed.json()["status"] == "confirmed"


def test_a_made_up_proof_is_none(app: App, variant: Variant, gateway: Any):
    order = place_order(variant, user=app.user)
    app.post(f"/orders/{order.number}/payment")
    proof = {"razorpay_payment_id": "pay_1", "razorpay_signature": "0" * 64}
    response = app.send("POST", f"/orders/{order.number}/payment/confirm", proof)
    assert problem_of(response) == (422, "payment-not-proven")


def test_an_order_is_called_off_until_it_is_packed(app: App, variant: Variant):
    order = paid_order(variant, user=app.user)
    assert app.send("POST", f"/orders/{order.number}/cancel").json()["status"] == "cancelled"
    packed = packed_order(make_variant(), user=app.user)
    response = app.send("POST", f"/orders/{packed.number}/cancel")
    assert problem_of(response) == (422, "not-cancellable")


# --- The desk -----------------------------------------------------------------------------------


def test_staff_pack_ship_and_deliver(variant: Variant):
    order = paid_order(variant, user=make_customer())
    desk = staff("change_order", "view_order")
    at = f"/staff/orders/{order.number}"
    statuses = [
        desk.post(f"{at}/pack", {}).json()["status"],
        desk.post(f"{at}/ship", {"carrier": "Blue Dart", "tracking_number": "BD1"}).json()[
            "status"
        ],
        desk.post(f"{at}/deliver").json()["status"],
    ]
    assert statuses == ["packed", "shipped", "delivered"]


def test_a_step_out_of_turn_is_refused(variant: Variant):
    order = place_order(variant, user=make_customer())
    response = staff("change_order").post(f"/staff/orders/{order.number}/pack", {})
    assert problem_of(response) == (422, "illegal-transition")


def test_a_line_of_another_order_is_not_packed(variant: Variant):
    order, other = (paid_order(variant, user=make_customer()) for _ in range(2))
    piece = {"line_id": str(other.lines.get().pk), "quantity": 1}
    response = staff("change_order").post(f"/staff/orders/{order.number}/pack", {"pieces": [piece]})
    assert problem_of(response) == (404, "not-found")


def test_who_may_look_may_not_move(variant: Variant):
    order = paid_order(variant, user=make_customer())
    desk = staff("view_order")
    assert desk.get("/staff/orders").json()["items"][0]["number"] == order.number
    assert problem_of(desk.post(f"/staff/orders/{order.number}/pack", {}))[0] == 403
    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED


def test_a_refund_under_one_key_is_one_refund(variant: Variant):
    """INV-9."""
    order = paid_order(variant, user=make_customer())
    desk, key = staff("change_order", "view_refund"), str(uuid4())
    sent = {"amount_minor": 100_00, "reason": "A button was missing"}
    for _ in range(2):
        desk.post(f"/staff/orders/{order.number}/refunds", sent, key=key)
        KeptAnswer.objects.all().delete()
    assert [refund.amount_minor for refund in Refund.objects.all()] == [100_00]


def test_ones_own_refund_is_not_approved_by_a_program_either(variant: Variant):
    """AUTH-12."""
    order = paid_order(variant, user=make_customer())
    desk = staff("change_order", "view_refund", "approve_refund")
    sent = {"amount_minor": 100_00, "reason": "A button was missing"}
    asked = desk.post(f"/staff/orders/{order.number}/refunds", sent, key=str(uuid4()))
    pk = asked.json()["items"][0]["id"]
    assert problem_of(desk.post(f"/staff/refunds/{pk}/approve", {})) == (422, "own-refund")
    assert Refund.objects.get().status == "awaiting_approval"
    other = staff("approve_refund")
    assert other.post(f"/staff/refunds/{pk}/approve", {}).json()["status"] == "requested"
    again = other.post(f"/staff/refunds/{pk}/decline", {"note": "Too late"})
    assert (again.status_code, Refund.objects.get().status) == (422, "requested")


# --- Reviews ------------------------------------------------------------------------------------


def test_who_bought_it_may_say_how_it_was(app: App, variant: Variant):
    product = variant.colourway.product
    sent = {"rating": 5, "title": "Softer with every wash"}
    refused = app.post(f"/products/{product.slug}/reviews", sent)
    assert problem_of(refused) == (422, "not-bought")
    delivered_order(variant, user=app.user)
    written = app.post(f"/products/{product.slug}/reviews", sent)
    assert (written.status_code, written.json()["size"]) == (202, "M")
    assert app.get(f"/products/{product.slug}/reviews").json()["items"] == []

"""SEC-5: what belongs to somebody is not there for anybody else, at every address of the API.

Each operation of the schema has a place in one of the lists below; a new one fails until it has.
"""

import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.test import Client

from config.api_schema import PREFIX, openapi
from tests.factories import (
    bag_with,
    cash_order,
    delivered_order,
    filed_case,
    make_address,
    make_customer,
    make_variant,
    place_order,
)
from tests.factories.calls import App, problem_of

pytestmark = pytest.mark.django_db

ADDRESS = {
    "full_name": "Mallory",
    "phone": "9876543210",
    "pin_code": "560001",
    "house": "1",
    "street": "A street",
    "city": "Bengaluru",
    "state": "KA",
}
PROOF = {"razorpay_payment_id": "pay_1", "razorpay_signature": "0"}

OWNED: dict[str, Any] = {  # what belongs to one customer: the body a stranger would send
    "GET addresses/{pk}": None,
    "PUT addresses/{pk}": ADDRESS,
    "DELETE addresses/{pk}": None,
    "PATCH cart/lines/{pk}": {"quantity": 2},
    "DELETE cart/lines/{pk}": None,
    "GET orders/{number}": None,
    "POST orders/{number}/cancel": None,
    "POST orders/{number}/payment": None,
    "POST orders/{number}/payment/confirm": PROOF,
    "POST orders/{number}/payment/cash": None,
    "GET orders/{number}/returnable": None,
    "POST orders/{number}/returns": {
        "items": [{"order_line_id": str(uuid4()), "reason": "too_small"}]
    },
    "GET returns/{number}": None,
    "POST returns/{number}/withdraw": None,
}
FOR_STAFF: dict[str, Any] = {  # needs a permission, whoever's it is
    "GET staff/orders": None,
    "GET staff/orders/{number}": None,
    "POST staff/orders/{number}/pack": {},
    "POST staff/orders/{number}/ship": {"carrier": "A", "tracking_number": "1"},
    "POST staff/orders/{number}/deliver": None,
    "POST staff/orders/{number}/cancel": None,
    "GET staff/stock": None,
    "POST staff/stock": {"rows": [{"sku": "KU-1", "on_hand": 1}]},
    "PUT staff/stock/{sku}": {"on_hand": 1},
    "GET staff/returns": None,
    "GET staff/returns/{number}": None,
    "POST staff/returns/{number}/receive": None,
    "GET staff/refunds": None,
    "POST staff/orders/{number}/refunds": {"amount_minor": 100, "reason": "A reason"},
    "POST staff/refunds/{pk}/retry": None,
    "POST staff/refunds/{pk}/approve": None,
    "POST staff/refunds/{pk}/decline": {"note": "A reason"},
}
ONES_OWN = {  # names nothing of anybody: it is about whoever calls
    "POST auth/code", "POST auth/tokens", "POST auth/second-factor", "POST auth/google",
    "POST auth/refresh", "DELETE auth/session", "GET account", "PATCH account", "GET addresses",
    "POST addresses", "POST cart", "GET cart", "POST cart/join", "POST cart/lines",
    "PUT cart/coupon", "DELETE cart/coupon", "GET returns", "GET wishlist", "PUT wishlist/{key}",
    "DELETE wishlist/{key}", "POST checkout/quote", "POST orders", "GET orders",
    "POST orders/find", "POST products/{slug}/reviews", "PUT reviews/{pk}/thanks",
    "DELETE reviews/{pk}/thanks",
}  # fmt: skip
OPEN_TO_ALL = {
    "GET products", "GET products/{slug}", "GET products/{slug}/reviews", "GET categories",
    "GET facets", "GET search", "GET search/suggestions", "GET delivery/{pin_code}",
}  # fmt: skip


def test_every_operation_has_its_place():
    known = [*OWNED, *FOR_STAFF, *ONES_OWN, *OPEN_TO_ALL]
    there = [
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, methods in openapi()["paths"].items()
        for method in methods
    ]
    assert sorted(known) == sorted(there)


MOVES_MONEY = [name for name in FOR_STAFF if "refunds" in name and name.startswith("POST")]


def _guest() -> App:
    return App(cart=bag_with(make_variant()))


def victims() -> dict[str, str]:
    """Something of every kind that belongs to a customer."""
    victim = make_customer()
    order = place_order(user=victim)
    return {
        "addresses/{pk}": f"addresses/{make_address(victim).pk}",
        "cart/lines/{pk}": f"cart/lines/{bag_with(make_variant(), user=victim).lines.get().pk}",
        "orders/{number}": f"orders/{order.number}",
        "returns/{number}": f"returns/{filed_case(delivered_order(user=victim)).number}",
        "staff/stock/{sku}": "staff/stock/KU-1",
        "staff/refunds/{pk}": f"staff/refunds/{uuid4()}",
    }


def call(app: App, operation: str, body: Any) -> Any:
    method, path = operation.split(" ")
    for place, name in victims().items():
        path = path.replace(place, name)
    return app.send(method, f"/{path}", body, Idempotency_Key=str(uuid4()))


@pytest.mark.parametrize("operation", OWNED)
def test_it_is_not_there_for_another_customer(operation: str):
    response = call(App(make_customer()), operation, OWNED[operation])
    assert problem_of(response) == (404, "not-found")


@pytest.mark.parametrize("operation", OWNED)
def test_it_is_not_there_for_a_guest(operation: str):
    response = call(_guest(), operation, OWNED[operation])
    assert problem_of(response)[0] in {401, 404}


@pytest.mark.parametrize("operation", OWNED)
def test_it_is_not_there_for_a_guest_who_holds_another_order(operation: str):
    """The token of one order opens no other, and no customer's."""
    response = call(App(order=cash_order()), operation, OWNED[operation])
    assert problem_of(response)[0] in {401, 404}


@pytest.mark.parametrize("operation", FOR_STAFF)
def test_a_customer_is_not_let_in_where_staff_work(operation: str):
    response = call(App(make_customer()), operation, FOR_STAFF[operation])
    assert problem_of(response) == (403, "not-allowed")


@pytest.mark.parametrize("operation", FOR_STAFF)
def test_staff_without_the_permission_are_not_let_in(operation: str):
    response = call(App(make_customer(is_staff=True)), operation, FOR_STAFF[operation])
    assert problem_of(response) == (403, "not-allowed")


def owner_whose_session_showed_an_app(seconds_ago: float | None) -> App:
    owner = make_customer(is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(owner)
    session = browser.session
    session["account_authentication_methods"] = (
        [] if seconds_ago is None else [{"method": "mfa", "at": time.time() - seconds_ago}]
    )
    session.save()
    app = App()
    token = create_access_token(owner, session, {})
    app.headers["Authorization"] = f"Bearer {token}"
    return app


@pytest.mark.parametrize("operation", FOR_STAFF)
def test_staff_who_showed_no_second_factor_are_not_let_in(operation: str):
    """AUTH-8, as in the back office: a password or a code alone opens nothing, for owners too."""
    response = call(owner_whose_session_showed_an_app(None), operation, FOR_STAFF[operation])
    assert problem_of(response) == (403, "second-factor-needed")


@pytest.mark.parametrize("operation", MOVES_MONEY)
def test_money_wants_a_second_factor_shown_just_now(operation: str):
    app = owner_whose_session_showed_an_app(16 * 60)
    assert problem_of(call(app, operation, FOR_STAFF[operation])) == (403, "second-factor-needed")


def test_other_work_goes_on_for_twelve_hours():
    assert (
        call(owner_whose_session_showed_an_app(11 * 3600), "GET staff/orders", None).status_code
        == 200
    )
    late = call(owner_whose_session_showed_an_app(13 * 3600), "GET staff/orders", None)
    assert problem_of(late) == (403, "second-factor-needed")

"""The documented shapes of Razorpay's answers: the local one keeps to them, as the real one does.

Against the real one when RAZORPAY_TEST_KEY_ID and RAZORPAY_TEST_KEY_SECRET name keys of its test
mode; nothing is paid there, so payments and refunds are whatever the account has.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from orders.sandbox import running_sandbox

SHAPES = json.loads((Path(__file__).parent / "razorpay_shapes.json").read_text())
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}
REAL = {name: os.environ.get(f"RAZORPAY_TEST_KEY_{name}") for name in ("ID", "SECRET")}


@dataclass
class Account:
    """One Razorpay, and the keys to it."""

    url: str
    auth: tuple[str, str]

    def ask(self, method, path, body=None):
        return requests.request(method, self.url + path, json=body, auth=self.auth, timeout=15)

    def get(self, path):
        return self.ask("GET", path).json()

    def new_order(self, **changes):
        body = {"amount": 149900, "currency": "INR", "receipt": "contract", **changes}
        return self.ask("POST", "/v1/orders", body).json()


@pytest.fixture(scope="module")
def local():
    """The local one, with a payment of each kind and a refund in each state."""
    with running_sandbox(refund_seconds=0) as sandbox:
        config = sandbox.config
        account = Account(sandbox.url, (config.key_id, config.key_secret))
        for method in ("upi", "card", "netbanking"):
            order = account.new_order()
            sandbox.pay(order["id"], "failed", method=method)
            paid = sandbox.pay(order["id"], method=method)
            account.ask("POST", f"/v1/payments/{paid['id']}/refund", {"amount": 100})
            sandbox.external_refund(paid["id"], 200)
        yield account


@pytest.fixture(params=["local", "real"])
def account(request):
    if request.param == "local":
        return request.getfixturevalue("local")
    if not all(REAL.values()):
        pytest.skip("no keys of Razorpay's test mode: set RAZORPAY_TEST_KEY_ID and _SECRET")
    if not REAL["ID"].startswith("rzp_test_"):
        pytest.fail("RAZORPAY_TEST_KEY_ID must be a key of the test mode")
    return Account("https://api.razorpay.com", (REAL["ID"], REAL["SECRET"]))


def misshapen(kind, found):
    """What is missing, undocumented or of another type; empty for what is as documented."""
    shape, sometimes = SHAPES[kind], set(SHAPES["sometimes"].get(kind, ()))
    faults = [f"{name} is missing" for name in shape.keys() - found.keys() - sometimes]
    faults += [f"{name} is unheard of" for name in found.keys() - shape.keys() - sometimes]
    known = found.keys() & shape.keys()
    return faults + [
        f"{name}: {found[name]!r}" for name in known if not fits(found[name], shape[name])
    ]


def fits(value, types):
    allowed = types.split("|")
    if value is None:
        return "null" in allowed
    return type(value) in [TYPES[name] for name in allowed if name != "null"]


def test_an_order_is_as_documented(account):
    assert misshapen("order", account.new_order()) == []
    assert misshapen("order", account.new_order(notes={"order": "VA-1"}, receipt=None)) == []


def test_an_order_is_found_again_by_its_id_and_by_its_receipt(account):
    order = account.new_order(receipt="contract-found-again")
    assert account.get(f"/v1/orders/{order['id']}")["id"] == order["id"]
    found = account.get("/v1/orders?receipt=contract-found-again")
    assert misshapen("collection", found) == []
    assert order["id"] in [one["id"] for one in found["items"]]


def test_the_payments_of_an_order_are_a_collection(account):
    order = account.new_order()
    found = account.get(f"/v1/orders/{order['id']}/payments")
    assert (misshapen("collection", found), found["items"]) == ([], [])


def test_payments_are_as_documented(account):
    found = account.get("/v1/payments?count=100")
    assert misshapen("collection", found) == []
    assert [fault for one in found["items"] for fault in misshapen("payment", one)] == []


def test_refunds_are_as_documented(account):
    found = account.get("/v1/refunds?count=100")
    assert misshapen("collection", found) == []
    assert [fault for one in found["items"] for fault in misshapen("refund", one)] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"amount": 99, "currency": "INR"}, "The amount must be at least INR 1.00"),
        ({"currency": "INR"}, "The amount field is required."),
        (
            {"amount": 100, "currency": "INR", "receipt": "x" * 41},
            "The receipt may not be greater than 40 characters.",
        ),
        (
            {"amount": 100, "currency": "INR", "colour": "red"},
            "colour is/are not required and should not be sent",
        ),
    ],
)
def test_a_refusal_is_as_documented_and_in_the_same_words(account, body, said):
    reply = account.ask("POST", "/v1/orders", body)
    error = reply.json()["error"]
    assert (reply.status_code, misshapen("error", error)) == (400, [])
    assert (error["code"], error["description"]) == ("BAD_REQUEST_ERROR", said)


def test_what_is_not_there_is_refused(account):
    reply = account.ask("GET", "/v1/payments/pay_doesnotexist00")
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert reply.json()["error"]["description"] == "The id provided does not exist"


def test_a_wrong_key_is_refused(account):
    stranger = Account(account.url, (account.auth[0], "wrong"))
    reply = stranger.ask("GET", "/v1/orders")
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "BAD_REQUEST_ERROR")
    assert reply.json()["error"]["description"] == "Authentication failed"


@pytest.mark.parametrize(
    "changes", [{"amount": "149900"}, {"status": None}, {"extra": 1}], ids=["text", "null", "more"]
)
def test_control_a_shape_that_drifts_is_noticed(local, changes):
    assert len(misshapen("order", {**local.new_order(), **changes})) == 1

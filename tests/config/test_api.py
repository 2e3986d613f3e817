"""Promises of config/api.py: what every call goes through, and how the API says no."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from accounts.limits import Usage
from config import api
from shop.models import Product
from tests.factories import make_address, make_customer, make_product, make_variant
from tests.factories.calls import App, problem_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def app() -> App:
    return App(make_customer())


def test_an_address_that_is_none_is_a_problem_and_no_page(client: Client):
    response = client.get("/api/v1/nothing", headers={"Accept": "text/html"})
    assert problem_of(response) == (404, "not-found")
    assert response.json()["reference"]


def test_a_method_that_is_none_is_refused_with_those_that_are(app: App):
    response = app.send("PATCH", "/addresses")
    assert problem_of(response) == (405, "method-not-allowed")
    assert sorted(response.headers["Allow"].split(", ")) == ["GET", "POST"]


def test_head_is_answered_where_get_is(app: App):
    response = app.client.head("/api/v1/account", headers=app.headers)
    assert (response.status_code, response.content) == (200, b"")


def test_without_a_token_nobody_is_let_in():
    response = App().get("/account")
    assert problem_of(response) == (401, "not-signed-in")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("written", ["Bearer ", "Bearer abc", "Basic YTpi", "Bearer a.b.c"])
def test_a_token_that_is_none_of_ours_is_refused_even_where_none_is_needed(written: str):
    response = Client().get("/api/v1/categories", headers={"Authorization": written})
    assert problem_of(response) == (401, "not-signed-in")


def test_a_deactivated_customer_is_refused_at_once(app: App):
    app.user.is_active = False
    app.user.save()
    assert problem_of(app.get("/account"))[0] == 401


def test_a_customer_is_no_staff(app: App):
    assert problem_of(app.get("/staff/orders")) == (403, "not-allowed")


def test_the_session_of_our_pages_is_believed(client: Client):
    user = make_customer(full_name="Asha Rao")
    client.force_login(user)
    assert client.get("/api/v1/account").json()["full_name"] == "Asha Rao"


def test_a_cookie_without_its_csrf_token_changes_nothing():
    """SEC-20."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_customer())
    response = browser.patch(
        "/api/v1/account", {"full_name": "Mallory"}, content_type="application/json"
    )
    assert problem_of(response) == (403, "csrf-token-missing")


def test_a_cookie_with_its_csrf_token_does():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_customer())
    browser.get("/api/v1/docs/")
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    response = browser.patch(
        "/api/v1/account",
        {"full_name": "Asha"},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert response.json()["full_name"] == "Asha"


def test_a_call_by_token_needs_and_sets_no_cookie(app: App):
    """SEC-20: tokens and cookies are apart."""
    response = app.patch("/account", {"full_name": "Asha"})
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_a_bad_token_is_not_made_good_by_a_cookie(client: Client):
    client.force_login(make_customer())
    response = client.get("/api/v1/account", headers={"Authorization": "Bearer abc"})
    assert problem_of(response)[0] == 401


# --- Media types and bodies ---------------------------------------------------------------------


def test_who_takes_no_json_is_told_so(app: App):
    assert problem_of(app.get("/account", Accept="text/csv")) == (406, "not-acceptable")


def test_a_body_of_another_type_is_refused(app: App):
    response = app.client.patch("/api/v1/account", "full_name=A", "text/plain", headers=app.headers)
    assert problem_of(response) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    ["{", '{"full_name": NaN}', '{"full_name": "A", "full_name": "B"}', "[" * 100_000, "\xff"],
)
def test_what_is_no_json_is_refused(app: App, body: str):
    """SEC-8: a member that stands there twice would be read one way here and another there."""
    assert problem_of(app.patch("/account", body)) == (400, "no-json")


def test_more_than_is_taken_at_once_is_refused(app: App):
    long = f'{{"full_name": "{"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}"}}'
    assert problem_of(app.patch("/account", long)) == (413, "too-large")


def test_a_fault_says_where_it_is(app: App):
    response = app.post("/addresses", {"full_name": "Asha", "pin_code": "12"})
    assert problem_of(response) == (422, "invalid")
    pointers = {fault["pointer"] for fault in response.json()["errors"]}
    assert {"#/pin_code", "#/house"} <= pointers
    assert "#/full_name" not in pointers


def test_a_rule_of_the_page_is_a_rule_of_the_api(app: App):
    """The same form judges both."""
    address = _address(app, phone="12345 67890")
    response = app.post("/addresses", address)
    assert response.json()["errors"] == [
        {"pointer": "#/phone", "detail": "Enter a 10-digit mobile number."}
    ]


def test_what_a_shape_does_not_name_is_refused(app: App):
    """SEC-7: no column is slipped in."""
    response = app.patch("/account", {"full_name": "Asha", "is_staff": True})
    assert problem_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == "#/is_staff"


@pytest.mark.parametrize("quantity", [0, -1, 11, 10**30, 1.5, "1", "1e3", [], True, None])
def test_a_quantity_is_a_whole_number_of_pieces(app: App, quantity: object):
    """SEC-8."""
    variant = make_variant()
    response = app.post("/cart/lines", {"variant_id": str(variant.pk), "quantity": quantity})
    assert problem_of(response) == (422, "invalid")


# --- Limits and faults of ours ------------------------------------------------------------------


def test_who_asks_too_often_is_told_how_long_to_wait(app: App, monkeypatch: pytest.MonkeyPatch):
    """RL-2."""
    refused = Usage(limit=100, left=0, seconds=7, is_allowed=False)
    monkeypatch.setattr(api, "spend", lambda scope, key: refused)
    response = app.get("/account")
    assert problem_of(response) == (429, "too-many-requests")
    assert response.headers["Retry-After"] == "7"
    assert response.headers["RateLimit-Remaining"] == "0"


def test_every_answer_says_how_one_stands(app: App):
    first, second = app.get("/account"), app.get("/account")
    left = [int(answer.headers["RateLimit-Remaining"]) for answer in (first, second)]
    assert (first.headers["RateLimit-Limit"], left) == ("100", [99, 98])


def test_what_is_personal_is_kept_by_nobody_on_the_way(app: App):
    assert app.get("/account").headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_is_a_problem_without_a_trace(app: App, monkeypatch: pytest.MonkeyPatch):
    """SEC-18."""
    monkeypatch.setattr("accounts.api._own", _raising(RuntimeError("canary")))
    app.client.raise_request_exception = False
    address = make_address(app.user)
    response = app.get(f"/addresses/{address.pk}")
    assert problem_of(response) == (500, "internal-server-error")
    assert b"canary" not in response.content


def test_a_database_that_is_away_is_a_problem_to_come_again_with(
    app: App, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("accounts.api._own", _raising(OperationalError("canary")))
    app.client.raise_request_exception = False
    response = app.get(f"/addresses/{make_address(app.user).pk}")
    assert problem_of(response) == (503, "service-unavailable")
    assert response.headers["Retry-After"]


def _raising(error: Exception):
    def fail(*words: object) -> None:
        raise error

    return fail


def _address(app: App, **columns: str) -> dict[str, str]:
    written = {
        "full_name": "Asha Rao",
        "phone": "98765 43210",
        "pin_code": "560001",
        "house": "12, Lake View",
        "street": "Church Street",
        "city": "Bengaluru",
        "state": "KA",
    }
    return {**written, **columns}


# --- Pages of a list ----------------------------------------------------------------------------


def test_a_list_is_walked_to_its_end_without_a_gap_or_a_repeat(app: App):
    made = {make_variant(stock=1).colourway.product.slug for _ in range(5)}
    seen, cursor = [], ""
    for _ in range(3):
        page = app.get("/products", {"limit": 2, "cursor": cursor}).json()
        seen += [item["slug"] for item in page["items"]]
        cursor = page["next_cursor"] or ""
    assert (sorted(seen), cursor) == (sorted(made), "")


def test_what_is_listed_meanwhile_makes_nobody_see_a_style_twice(
    app: App, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            make_variant(stock=1)
    first = app.get("/products", {"limit": 2}).json()
    with django_capture_on_commit_callbacks(execute=True):
        make_variant(stock=1)
    rest = app.get("/products", {"limit": 2, "cursor": first["next_cursor"]}).json()
    slugs = [item["slug"] for item in first["items"] + rest["items"]]
    assert len(slugs) == len(set(slugs)) == 3


@pytest.mark.parametrize("cursor", ["abc", "W10", "WzEsMl0", "bnVsbA", "eyJhIjoxfQ"])
@pytest.mark.parametrize("path", ["/products", "/orders"])
def test_what_is_no_cursor_is_refused(app: App, path: str, cursor: str):
    response = app.get(path, {"cursor": cursor})
    assert problem_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["parameter"] == "cursor"


# --- ETags --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/products", "/categories", "/facets", "/search?q=bagru"])
def test_the_catalogue_is_not_sent_twice(app: App, path: str):
    make_variant()
    first = app.get(path)
    again = app.get(path, If_None_Match=f'"other", {first.headers["ETag"]}')
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_change_of_price_is_sent_at_once(app: App, django_capture_on_commit_callbacks):
    variant = make_variant(price_minor=500_00)
    product: Product = variant.colourway.product
    first = app.get(f"/products/{product.slug}")
    with django_capture_on_commit_callbacks(execute=True):
        make_variant(product=product, size="L", price_minor=400_00)
    again = app.get(f"/products/{product.slug}", If_None_Match=first.headers["ETag"])
    assert first.json()["price"] == {"amount_minor": 500_00, "currency": "INR"}
    assert again.json()["price"] == {"amount_minor": 400_00, "currency": "INR"}


def test_a_style_that_is_hidden_is_not_there(app: App):
    hidden = make_product(is_published=False)
    assert problem_of(app.get(f"/products/{hidden.slug}")) == (404, "not-found")

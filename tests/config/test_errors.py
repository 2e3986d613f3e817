"""Promises of what the shop answers when it cannot: in words, with the right status, no trace."""

import json
import logging
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import get_rates, respond_429
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_protect
from django_ratelimit.exceptions import Ratelimited

from accounts.models import User
from config import errors
from config.logs import LineFormatter
from config.request_ids import current_request_id
from config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from config.urls import urlpatterns as own
from shop.catalogue import publish_products
from tests.factories import make_product, make_staff, make_variant

ROOT = Path(__file__).resolve().parents[2]
SECRET = "canary-of-a-secret"


def raising(error):
    def view(request):
        raise error

    return view


@csrf_protect
def echo(request):
    return HttpResponse(json.dumps(dict(request.POST.lists())) if request.POST else "form")


urlpatterns = [
    path("raises/", raising(RuntimeError(SECRET))),
    path("database/", raising(DatabaseError(f"SELECT {SECRET}"))),
    path("away/", raising(OperationalError(f"no server at {SECRET}"))),
    path("cut/", raising(InterfaceError(f"connection to {SECRET} is closed"))),
    path("denied/", raising(PermissionDenied(SECRET))),
    path("limited/", raising(Ratelimited())),
    path("suspicious/", raising(SuspiciousOperation(SECRET))),
    path("named/", lambda request: HttpResponse(current_request_id())),
    path("echo/", echo),
    *own,
]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def calm():
    """A visitor to whom a fault is an answer, as it is to a browser."""
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database(monkeypatch):
    """A database that answers nothing, whoever asks."""

    def refuse(*args, **kwargs):
        raise DatabaseError("the database is away")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


def text(response):
    return response.content.decode()


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", text(response))[1]


# --- No trace, in any form --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*", "text/plain", ""])
@pytest.mark.parametrize(
    ("address", "status"),
    [("raises", 500), ("database", 500), ("denied", 403), ("suspicious", 400), ("nothing", 404)],
)
def test_no_answer_says_what_went_wrong_inside(calm, address, status, accept):
    """SEC-18."""
    response = calm.get(f"/{address}/", headers={"accept": accept})
    assert response.status_code == status
    assert not re.search(rf"{SECRET}|Traceback|Error|SELECT|\.py|{ROOT}", text(response))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("raises", 500), ("denied", 403), ("limited", 429), ("suspicious", 400), ("nothing", 404)],
)
def test_a_program_is_answered_in_json(calm, address, status):
    response = calm.get(f"/{address}/", headers={"accept": "application/json"})
    error = response.json()["error"]
    assert (response.status_code, error["status"]) == (status, status)
    assert error["message"].endswith(".")
    assert error["reference"] == response.headers["X-Request-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("denied", 403), ("limited", 429), ("no", 404)])
def test_a_part_of_a_page_is_answered_by_an_alert_in_its_place(calm, address, status):
    response = calm.get(f"/{address}/", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert 'class="alert" data-kind="bad" role="alert"' in text(response)
    assert "<html" not in text(response)


# --- 500 --------------------------------------------------------------------------------------


def test_a_fault_is_answered_without_database_and_session(calm, no_database):
    """No `django_db` mark either: a query would fail this test."""
    response = calm.get("/raises/")
    assert response.status_code == 500
    assert heading(response) == "Something tore on our side. Your bag is safe."
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


def test_the_reference_on_the_page_finds_the_trace_in_the_log(calm, caplog):
    lines = []
    watcher = logging.Handler()
    watcher.setFormatter(LineFormatter("{levelname}{context}: {message}", style="{"))
    watcher.emit = lambda record: lines.append(watcher.format(record))
    logging.getLogger("django.request").addHandler(watcher)
    try:
        response = calm.get("/raises/")
    finally:
        logging.getLogger("django.request").removeHandler(watcher)
    reference = re.search(r"Reference: (\w+)", text(response))[1]
    assert len(reference) == 8
    assert response.headers["X-Request-ID"] == reference
    assert f"ERROR [{reference}]: Internal Server Error: /raises/" in lines[0]
    assert SECRET in lines[0]


def test_a_fault_names_a_person_to_call(calm, settings):
    settings.SHOP_PHONE = "+91 80 1234 5678"
    assert 'href="tel:+91 80 1234 5678"' in text(calm.get("/raises/"))


@pytest.mark.parametrize("address", ["/away/", "/cut/"])
def test_a_database_that_is_away_is_said_to_come_back(calm, no_database, address):
    """F12: 503 with a time to come again, for which the gateway keeps its events too."""
    response = calm.get(address)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert heading(response) == "One moment, please."
    assert "no-store" in response.headers["Cache-Control"]
    assert SECRET not in text(response)


# --- The name of a request --------------------------------------------------------------------


def test_each_request_has_a_name_of_its_own(client):
    first, second = client.get("/named/"), client.get("/named/")
    assert text(first) == first.headers["X-Request-ID"]
    assert text(first) != text(second)
    assert current_request_id() == ""


def test_the_proxys_name_for_a_request_is_kept(client):
    given = {"X-Request-ID": "0191a7c2-1b7e-7d3f"}
    assert text(client.get("/named/", headers=given)) == "0191a7c2-1b7e-7d3f"


@pytest.mark.parametrize("forged", ["short", "x" * 65, "a b c d e f", "<script>alert(1)</script>"])
def test_an_unsound_name_is_replaced(client, forged):
    """SEC-15: what stands in every line of the log is never a visitor's to write."""
    name = text(client.get("/named/", headers={"X-Request-ID": forged}))
    assert re.fullmatch(r"[0-9A-F]{8}", name)


# --- 404 --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_wrong_address_offers_search_categories_and_what_others_buy(client):
    product = make_variant().colourway.product
    response = client.get("/nothing/")
    assert (response.status_code, heading(response)) == (404, "This page came off the rail")
    assert 'role="search"' in text(response)
    assert f'class="chip" href="{product.category.get_absolute_url()}"' in text(response)
    liked = text(response).partition("What others buy")[2]
    assert f'href="{product.get_absolute_url()}"' in liked


@pytest.mark.django_db
def test_a_style_that_was_taken_off_leads_to_its_category(client):
    product = make_product(name="Bagru Kurta", is_published=False)
    response = client.get(product.get_absolute_url())
    assert (response.status_code, heading(response)) == (404, "Bagru Kurta is no longer sold")
    assert f'class="button" href="{product.category.get_absolute_url()}"' in text(response)


@pytest.mark.django_db
def test_a_style_taken_off_is_said_to_be_gone_at_once_where_its_page_was_kept(
    client, django_capture_on_commit_callbacks
):
    product = make_variant().colourway.product
    assert client.get(product.get_absolute_url()).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        publish_products([product], is_published=False)
    assert client.get(product.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_wrong_address_is_answered_without_a_database(client, no_database):
    response = client.get("/nothing/")
    assert (response.status_code, heading(response)) == (404, "There is nothing at this address.")


def test_a_missing_file_costs_no_page(client, monkeypatch):
    monkeypatch.setattr(errors, "current_address", lambda path: None)
    response = client.get("/wp-login.php")
    assert response.status_code == 404
    assert len(response.content) < 3_000


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/%00/", "/p/%00/", f"/{'x' * 5_000}/", "/p/%F0%9F%A7%B5/"])
def test_an_odd_address_is_only_a_wrong_one(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_nothing_of_a_wrong_address_comes_back_unescaped(client):
    assert b"<script>alert" not in client.get("/<script>alert(1)</script>/?q=<script>alert").content


@pytest.mark.django_db
def test_pages_that_say_no_are_nobodys_to_index_or_share(client):
    html = text(client.get("/nothing/"))
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    assert "og:" not in html


# --- 403, 429, 400 ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_not_for_this_account_says_so(client):
    client.force_login(User.objects.create(email="asha@example.in"))
    response = client.get("/denied/")
    assert (response.status_code, heading(response)) == (403, "This page is not for your account")


@pytest.mark.django_db
def test_a_limit_is_said_with_the_wait_in_words_and_in_the_header(client):
    response = client.get("/limited/")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Please wait a minute" in text(response)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "a minute"), (61, "2 minutes"), (300, "5 minutes")],
)
@pytest.mark.django_db
def test_the_wait_is_never_said_shorter_than_it_is(rf, seconds, words):
    response = errors.too_many_requests(rf.get("/"), seconds=seconds)
    assert response.headers["Retry-After"] == str(seconds)
    assert f"Please wait {words}, then" in text(response)


@pytest.mark.django_db
def test_allauths_limits_end_on_our_page(rf):
    request = rf.post(reverse("account_login"))
    request.allauth = SimpleNamespace()  # by its middleware
    response = respond_429(request)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert heading(response) == "That was a lot at once"


def test_the_wait_after_asking_for_codes_is_as_long_as_the_limit():
    """RL-2: to try again after it succeeds."""
    rates = get_rates(
        app="allauth.account", action="request_login_code", config=app_settings.RATE_LIMITS
    )
    assert max(rate.duration for rate in rates) == errors.SIGN_IN_WAIT_SECONDS


def test_a_host_that_is_not_ours_is_answered_without_a_page_of_ours(client):
    """SEC-4."""
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in text(response)
    assert heading(response) == "We could not read this request."


# --- A page that was open too long ------------------------------------------------------------

OURS = {"origin": "http://testserver"}


@pytest.fixture
def late():
    return Client(enforce_csrf_checks=True)


def sent_again(response):
    """What the page of the refusal would post, its token included."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text(response))
    return dict(fields)


@pytest.mark.django_db
def test_what_was_typed_is_kept_and_can_be_sent_again(late):
    typed = {"name": "Asha <b>", "size": ["M", "L"]}
    response = late.post("/echo/?step=2", typed, headers=OURS)
    assert (response.status_code, heading(response)) == (403, "Your page was open a long time")
    assert 'action="/echo/?step=2"' in text(response)
    assert '<input type="hidden" name="name" value="Asha &lt;b&gt;">' in text(response)
    token = sent_again(response)["csrfmiddlewaretoken"]
    again = late.post("/echo/?step=2", {**typed, "csrfmiddlewaretoken": token}, headers=OURS)
    assert json.loads(again.content)["size"] == ["M", "L"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sender",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"},
     {"referer": "https://evil.example/http://testserver/"}, {"origin": "https://testserver"}],
)  # fmt: skip
def test_what_another_site_sent_is_not_offered_again(late, sender):
    response = late.post("/echo/", {"amount": "100000"}, headers=sender)
    assert response.status_code == 403
    assert "100000" not in text(response)
    assert 'method="post" action="/echo/"' not in text(response)


@pytest.mark.django_db
def test_a_password_is_never_written_into_a_page(late):
    response = late.post("/echo/", {"old_password": SECRET, "name": "Asha"}, headers=OURS)
    assert "Asha" in text(response)
    assert SECRET not in text(response)


@pytest.mark.django_db
def test_more_than_a_form_holds_is_not_carried_along(late):
    response = late.post("/echo/", {"note": "x" * 30_000}, headers=OURS)
    assert (response.status_code, len(response.content) < 20_000) == (403, True)


# --- The bare pages ---------------------------------------------------------------------------

BARE = ["400.html", "500.html", "503.html", "503_away.html", "bare_404.html"]


@pytest.mark.parametrize("template", BARE)
def test_a_bare_page_loads_nothing(template):
    html = render_to_string(template)
    assert re.findall(r"<(?:link|script|img)|@import|url\(", html) == []
    assert len(re.search(r"<style>(.*?)</style>", html, re.S)[1]) <= 3_000
    assert html.startswith("<!doctype html>")
    assert "prefers-color-scheme: dark" in html


@pytest.mark.django_db
def test_staff_are_refused_in_the_same_words(client):
    client.force_login(make_staff())
    assert client.get("/denied/").status_code == 403

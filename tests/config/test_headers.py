"""Promises of config/headers.py: what every answer says to the browser (SEC-1 … SEC-4)."""

import base64
import hashlib
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import make_customer, make_staff, make_variant
from tests.factories.orders import cash_order, place_order

pytestmark = pytest.mark.django_db


def policy_of(response) -> dict[str, str]:
    rules = (rule.partition(" ") for rule in response["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in rules}


def addresses() -> dict[str, str]:
    """One of each kind of answer: kept page, form, refusal, fault of the address, file, JSON."""
    return {
        "home": "/",
        "product": make_variant().colourway.product.get_absolute_url(),
        "bag": "/bag/",
        "sign in": "/sign-in/",
        "refused": "/staff/",
        "nothing": "/no-such-page/",
        "no file": "/no-such-file.png",
        "robots": "/robots.txt",
        "health": "/health/live",
    }


@pytest.mark.parametrize("kind", list(range(9)))
def test_every_answer_says_what_browsers_may_do(client, kind):
    """SEC-3: refusals and wrong addresses too."""
    response = client.get(list(addresses().values())[kind])
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"].startswith("same-origin")
    assert "camera=()" in response["Permissions-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"] or kind == 4


def hash_of(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_a_bare_page_has_the_style_whose_hash_is_allowed():
    (style,) = re.findall(r"<style>(.*?)</style>", render_to_string("500.html"), re.S)
    assert style == render_to_string("bare.css")


def test_a_page_of_the_shop_runs_our_files_and_one_inline_script_by_its_hash(client):
    """SEC-2: no 'unsafe-inline', no nonce: kept pages are the same bytes for everyone."""
    response = client.get("/")
    (script,) = re.findall(r"<script>(.*?)</script>", response.content.decode(), re.S)
    policy = policy_of(response)
    assert policy["script-src"] == f"'self' '{hash_of(script)}'"
    assert script == render_to_string("theme.js")
    assert policy["style-src"] == f"'self' '{hash_of(render_to_string('bare.css'))}'"
    assert policy["style-src-attr"] == "'unsafe-inline'"
    assert (policy["object-src"], policy["base-uri"]) == ("'none'", "'none'")
    assert (policy["form-action"], policy["frame-src"]) == ("'self'", "'none'")


def test_a_page_answered_from_the_cache_says_the_same(client, django_capture_on_commit_callbacks):
    first, again = client.get("/"), client.get("/")
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_razorpay_is_let_in_where_one_pays_and_nowhere_else(client, settings):
    settings.RAZORPAY_BASE_URL = "https://api.razorpay.com"
    user = make_customer()
    order = place_order(make_variant(), user=user)
    client.force_login(user)
    paying = policy_of(client.get(reverse("orders:pay_cash", args=[order.number])))
    assert "https://checkout.razorpay.com" in paying["script-src"]
    assert "https://api.razorpay.com" in paying["frame-src"]
    assert "https://lumberjack.razorpay.com" in paying["connect-src"]
    assert "razorpay" not in client.get(f"/orders/{order.number}/")["Content-Security-Policy"]
    assert "razorpay" not in client.get("/checkout/")["Content-Security-Policy"]


def test_windows_that_pay_or_sign_in_find_their_way_back(client):
    """AUTH-7: a bank's or Google's window may speak to the page that opened it, no other may."""
    assert client.get("/sign-in/")["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert client.get("/")["Cross-Origin-Opener-Policy"] == "same-origin"


def test_google_is_let_in_where_one_signs_in_and_where_it_is_offered(client, settings):
    settings.GOOGLE_CLIENT_ID = ""
    assert policy_of(client.get("/sign-in/"))["form-action"] == "'self'"
    settings.GOOGLE_CLIENT_ID = "made-up"
    wanted = "'self' https://accounts.google.com"
    assert policy_of(client.get("/sign-in/"))["form-action"] == wanted
    assert policy_of(client.get("/"))["form-action"] == "'self'"


def test_pictures_of_cloudinary_are_let_in_where_it_keeps_them(client, settings):
    assert policy_of(client.get("/"))["img-src"] == "'self' data: blob:"
    settings.CLOUDINARY_URL = "cloudinary://1:s@my-cloud"
    assert policy_of(client.get("/bag/"))["img-src"] == (
        "'self' data: blob: https://res.cloudinary.com"
    )


def test_sockets_of_another_host_are_let_in_where_the_shop_says_so(client, settings):
    settings.LIVE_URL = "ws://{host}:8001"
    assert policy_of(client.get("/"))["connect-src"] == "'self' ws://testserver:8001"
    settings.LIVE_URL = ""
    assert policy_of(client.get("/"))["connect-src"] == "'self'"


def test_the_back_office_has_a_policy_of_its_own(client):
    """Alpine evaluates attributes; scripts still come from files of ours only."""
    client.force_login(make_staff(is_superuser=True))
    policy = policy_of(client.get("/staff/", follow=True))
    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["form-action"] == "'self'"


def test_what_is_no_page_may_do_nothing(client):
    response = client.get("/health/live")
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/account/", "/orders/", "/checkout/", "/sign-in/", "/staff/"])
def test_personal_pages_are_kept_nowhere(client, path):
    """SEC-3: also for somebody who is sent to sign in."""
    assert "no-store" in client.get(path)["Cache-Control"]
    client.force_login(make_customer())
    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_customers_order_is_kept_nowhere(client):
    user = make_customer()
    order = cash_order(make_variant(), user=user)
    client.force_login(user)
    assert "no-store" in client.get(f"/orders/{order.number}/")["Cache-Control"]


FORGED = [
    "evil.example", "testserver.evil.example", "evil.example:80", "testserver@evil.example",
    "testserver:80@evil.example", "evil.example#testserver", "evil.example/testserver",
    "testserver evil.example", "testserver,evil.example", "127.0.0.1.evil.example", "[::1]",
    "169.254.169.254", "localhost.evil.example", "evil.example\\testserver",
    "testserver%00.evil.example", "-testserver", "testserver..", ".testserver", "xn--testserver",
]  # fmt: skip


@pytest.mark.parametrize("host", FORGED)
def test_a_host_that_is_not_ours_is_refused(client, host):
    """SEC-4: also where a kept page would have been answered before any other middleware."""
    client.get("/")
    assert client.get("/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("host", FORGED)
@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST"])
def test_a_host_claimed_by_another_header_is_not_believed(client, host, header):
    response = client.get("/sign-in/", **{header: host})
    assert (response.status_code, host in response.content.decode()) == (200, False)


@pytest.mark.parametrize("path", ["/", "/bag/", "/sign-in/", "/orders/", "/health/live"])
def test_trace_is_answered_by_nothing(client, path):
    """SEC-1: no answer holds what was sent, cookies included."""
    response = client.trace(path, HTTP_COOKIE="canary=1")
    assert response.status_code in {302, 403, 405}
    assert b"canary" not in response.content

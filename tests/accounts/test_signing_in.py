"""Promises of accounts/views/signing_in.py: honest doors, alike for everybody."""

import re
import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sms import MemorySender
from tests.factories import make_customer

pytestmark = pytest.mark.django_db(transaction=True)

ASK, CONFIRM = reverse("account_login"), reverse("account_confirm_login_code")
PASSWORD = reverse("account_password_sign_in")
CODE = re.compile(r"\b\d{6}\b")


def ask(client, identifier="asha@example.in", **more):
    return client.post(ASK, {"identifier": identifier, **more})


def mailed_code():
    return CODE.search(mail.outbox[-1].body)[0]


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- Another code -------------------------------------------------------------------------------


def test_another_code_is_sent_after_half_a_minute_and_not_before(client):
    """Design 2.13."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        clock.shift(10)
        early = client.post(CONFIRM, {"action": "resend"})
        assert (early.status_code, len(mail.outbox)) == (422, 1)
        assert "Another code can be sent in 20 seconds." in early.content.decode()
        clock.shift(20)
        client.post(CONFIRM, {"action": "resend"})
        assert len(mail.outbox) == 2
        client.post(CONFIRM, {"code": mailed_code()})
        assert is_signed_in(client)


def test_the_code_before_is_worth_nothing_then(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        first = mailed_code()
        clock.shift(31)
        client.post(CONFIRM, {"action": "resend"})
        client.post(CONFIRM, {"code": first})
        assert is_signed_in(client) is (first == mailed_code())


def test_three_codes_from_one_page_are_enough(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        for _ in range(4):
            clock.shift(31)
            client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 3


def test_another_code_counts_against_the_budget(client, settings):
    settings.CODES_TO_ONE_AN_HOUR = 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        clock.shift(31)
        answer = client.post(CONFIRM, {"action": "resend"})
    assert (answer.status_code, len(mail.outbox)) == (429, 1)
    assert answer["Retry-After"] == "3569"


def test_a_wrong_number_is_no_trap_one_may_begin_anew(client):
    ask(client, "98765 43210")
    assert "Mobile number or e-mail" in client.get(ASK).content.decode()
    ask(client, "asha@example.in")
    client.post(CONFIRM, {"code": mailed_code()})
    assert User.objects.get(pk=client.session["_auth_user_id"]).email == "asha@example.in"


# --- The same for everybody ---------------------------------------------------------------------


def seen(response):
    """All a stranger sees of an answer, without what is new in each."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    passing = {"X-Request-ID", "Expires"}
    headers = {name: value for name, value in response.items() if name not in passing}
    return response.status_code, body, headers


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("known@example.in", "knowm@example.in"), ("98765 43210", "98765 43211")],
)
def test_known_and_unknown_people_get_the_same_answers(known, unknown):
    """AUTH-5: status, body and headers, of both steps; only what was typed differs."""
    make_customer(email="known@example.in", phone="+919876543210", password="a password of asha")
    answers = []
    for typed in (known, unknown):
        client = Client()
        asked = ask(client, typed)
        entered = client.get(CONFIRM)
        refused = client.post(CONFIRM, {"code": "no code"})
        shown = [seen(asked), seen(entered), seen(refused)]
        digits = re.sub(r"\D", "", typed)[-5:]
        answers.append(repr(shown).replace(typed, "TYPED").replace(digits or "TYPED", "TYPED"))
    assert answers[0] == answers[1]
    assert len(mail.outbox) + len(MemorySender.sent) == 2


def test_a_password_is_refused_alike_for_known_and_unknown_people():
    """AUTH-5."""
    make_customer(email="known@example.in", password="the password of asha")
    make_customer(email="coded@example.in")
    answers = [
        seen(Client().post(PASSWORD, {"identifier": f"{name}@example.in", "password": "x" * 12}))
        for name in ("known", "knewn", "coded")
    ]
    bodies = {body.replace("knewn", "known").replace("coded", "known") for _, body, _ in answers}
    assert [status for status, _, _ in answers] == [422, 422, 422]
    assert len(bodies) == 1


def test_knowing_somebody_takes_no_longer_than_not_knowing_them(settings):
    """AUTH-5: a message is only written down here, never sent, so there is no clock to read.

    The bar is 10 ms between the medians; on a busy machine a ratio is what can be relied on.
    """
    settings.CODES_FROM_ONE_NETWORK_AN_HOUR = 10_000
    for n in range(60):
        make_customer(email=f"known{n}@example.in")
    taken = {"known": [], "other": []}
    for n in range(60):
        for kind, times in taken.items():
            client = Client()
            began = time.perf_counter()
            ask(client, f"{kind}{n}@example.in")
            times.append(time.perf_counter() - began)
    known, other = (statistics.median(times) for times in taken.values())
    assert abs(known - other) < max(0.010, 0.5 * max(known, other))


# --- A password ---------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", ["Asha@example.in", "98765 43210"])
def test_a_password_opens_the_account_by_mail_or_phone(client, identifier):
    make_customer(email="asha@example.in", phone="+919876543210", password="three brown looms")
    entered = {"identifier": identifier, "password": "three brown looms", "next": "/bag/"}
    assert client.post(PASSWORD, entered)["Location"] == "/bag/"
    assert is_signed_in(client)


def test_a_wrong_password_opens_nothing_and_a_flood_of_them_is_stopped(client):
    """RL-3: by person; the right one is not looked at any more."""
    make_customer(email="asha@example.in", password="three brown looms")
    for _ in range(6):
        wrong = {"identifier": "asha@example.in", "password": "three brown looks"}
        assert client.post(PASSWORD, wrong).status_code == 422
    right = {"identifier": "asha@example.in", "password": "three brown looms"}
    assert client.post(PASSWORD, right).status_code == 422
    assert not is_signed_in(client)


def test_who_is_switched_off_has_no_password_either(client):
    make_customer(email="asha@example.in", password="three brown looms", is_active=False)
    client.post(PASSWORD, {"identifier": "asha@example.in", "password": "three brown looms"})
    assert not is_signed_in(client)


# --- The way back -------------------------------------------------------------------------------

HOSTS = ("evil.example", "evil.example/a", "evil.example%2f", "testserver.evil.example",
         "testserver@evil.example", "evil.example#testserver", "evil.example?testserver",
         "evil.example:80", "user:pass@evil.example", "3627734734")  # fmt: skip
STARTS = ("http://", "https://", "//", "\\\\", "/\\", "\\/", "///", "////", "http:///", "https:",
          "http:\\\\", "ftp://", "javascript:", "data:text/html,", "\t//", " //", "/\t/", "//\t",
          "%2f%2f", "https:/")  # fmt: skip
SAFE = {reverse("accounts:home")}


def test_two_hundred_addresses_of_elsewhere_all_end_here():
    """SEC-11."""
    user = make_customer(email="asha@example.in", password="three brown looms")
    payloads = [start + host for start in STARTS for host in HOSTS]
    assert len(payloads) == 200
    led = set()
    for payload in payloads:
        client = Client()
        client.force_login(user)
        led.add((payload, client.get(ASK, {"next": payload})["Location"]))
    off = {(asked, to) for asked, to in led if not leads_here(to)}
    assert off == set()


def leads_here(location):
    """As a browser reads it: backslashes are slashes, tabs and line ends are nothing."""
    from urllib.parse import urljoin, urlsplit

    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/sign-in/", read)).netloc == "testserver"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:x", "\\\\evil.example"]
)
def test_a_code_never_leads_off_the_site(client, target):
    """SEC-11."""
    ask(client, next=target)
    response = client.post(CONFIRM, {"code": mailed_code(), "next": target})
    assert response["Location"] == reverse("accounts:home")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "\\\\evil.example"])
def test_proving_again_never_leads_off_the_site(client, target):
    """SEC-11."""
    ask(client)
    client.post(CONFIRM, {"code": mailed_code()})
    again = reverse("account_reauthenticate")
    client.post(again, {"action": "send", "next": target})
    response = client.post(again, {"code": mailed_code(), "next": target})
    assert response["Location"] == reverse("shop:home")


def test_a_code_lasts_five_minutes_from_the_last_one_sent(client):
    """AUTH-2."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client)
        clock.shift(timedelta(minutes=4))
        client.post(CONFIRM, {"action": "resend"})
        clock.shift(timedelta(minutes=4))
        client.post(CONFIRM, {"code": mailed_code()})
        assert is_signed_in(client)
    assert User.objects.count() == 1

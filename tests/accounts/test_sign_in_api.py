"""Promises of accounts/sign_in_api.py: a code for tokens, and tokens that end when they should."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from accounts.models import Message, User
from accounts.sign_ins import end_everywhere
from tests.factories import make_customer
from tests.factories.calls import App, problem_of

pytestmark = pytest.mark.django_db

ASHA = "asha@example.in"


@pytest.fixture
def app() -> App:
    return App()


def ask_for_code(app: App, identifier: str = ASHA) -> tuple[str, str]:
    """The session of the sign-in, and the code as it was posted."""
    sent = app.send("POST", "/auth/code", {"identifier": identifier})
    assert sent.status_code == 202, sent.content
    code = Message.objects.latest("created_at").context["code"]
    return sent.json()["session_token"], code


def enter(app: App, session: str, code: str) -> Any:
    return app.send("POST", "/auth/tokens", {"session_token": session, "code": code})


def signed_in(app: App) -> dict[str, Any]:
    tokens = enter(app, *ask_for_code(app)).json()
    app.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return tokens


def test_a_code_is_traded_for_tokens_and_an_account_is_made(app: App):
    tokens = signed_in(app)
    assert tokens["expires_in"] == 300
    assert app.get("/account").json()["email"] == ASHA
    assert User.objects.get(email=ASHA).has_usable_password() is False


def test_whether_we_know_them_is_not_told(app: App):
    make_customer(email=ASHA)
    answers = [
        app.send("POST", "/auth/code", {"identifier": who}) for who in (ASHA, "new@example.in")
    ]
    assert [sorted(answer.json()) for answer in answers] == [["seconds", "session_token"]] * 2


def test_no_cookie_is_set_on_the_way(app: App):
    """SEC-20."""
    session, code = ask_for_code(app)
    assert dict(enter(app, session, code).cookies) == {}


def test_a_wrong_code_is_refused_beside_the_code(app: App):
    session, code = ask_for_code(app)
    wrong = "000000" if code != "000000" else "111111"
    response = enter(app, session, wrong)
    assert problem_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == "#/code"


def test_three_wrong_codes_end_the_sign_in(app: App):
    session, code = ask_for_code(app)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        enter(app, session, wrong)
    assert problem_of(enter(app, session, code)) == (401, "sign-in-over")


def test_a_session_that_never_began_is_over(app: App):
    assert problem_of(enter(app, "a" * 32, "123456")) == (401, "sign-in-over")


def test_a_mistyped_address_is_refused_in_the_words_of_the_page(app: App):
    response = app.send("POST", "/auth/code", {"identifier": "nobody"})
    assert response.json()["errors"] == [
        {
            "pointer": "#/identifier",
            "detail": "Enter a 10-digit mobile number, or an e-mail address.",
        }
    ]


def test_an_access_token_is_good_for_five_minutes(app: App):
    signed_in(app)
    assert app.get("/account").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=301)):
        assert problem_of(app.get("/account")) == (401, "not-signed-in")


def test_a_refresh_token_is_good_once(app: App):
    first = signed_in(app)["refresh_token"]
    renewed = app.send("POST", "/auth/refresh", {"refresh_token": first})
    assert renewed.status_code == 200
    assert renewed.json()["refresh_token"] != first
    again = app.send("POST", "/auth/refresh", {"refresh_token": first})
    assert problem_of(again) == (401, "not-signed-in")


def test_signed_out_is_signed_out_at_once(app: App):
    tokens = signed_in(app)
    assert app.delete("/auth/session").status_code == 204
    assert problem_of(app.get("/account")) == (401, "not-signed-in")
    refresh = {"refresh_token": tokens["refresh_token"]}
    del app.headers["Authorization"]
    assert problem_of(app.send("POST", "/auth/refresh", refresh))[0] == 401


def test_signed_out_everywhere_ends_the_tokens_of_apps_too(app: App):
    tokens = signed_in(app)
    end_everywhere(User.objects.get(email=ASHA))
    assert problem_of(app.get("/account")) == (401, "not-signed-in")
    refresh = {"refresh_token": tokens["refresh_token"]}
    del app.headers["Authorization"]
    assert problem_of(app.send("POST", "/auth/refresh", refresh))[0] == 401


def test_a_refresh_token_is_no_access_token(app: App):
    app.headers["Authorization"] = f"Bearer {signed_in(app)['refresh_token']}"
    assert problem_of(app.get("/account")) == (401, "not-signed-in")


def test_the_session_of_a_sign_in_is_no_cookie(app: App):
    """SEC-20: what an app holds opens nothing as a cookie of the pages while it is not entered."""
    session, _ = ask_for_code(app)
    browser = Client()
    browser.cookies["sessionid"] = session
    assert browser.get("/api/v1/account").status_code == 401


def test_google_is_refused_where_it_is_not_set_up(app: App):
    response = app.send("POST", "/auth/google", {"client_id": "c", "id_token": "t"})
    assert problem_of(response) == (422, "invalid")


def test_codes_are_sent_within_the_budget_of_the_page(app: App, settings: Any):
    """RL-3: the API is no way around accounts/budgets.py."""
    settings.CODES_TO_ONE_AN_HOUR = 1
    ask_for_code(app)
    response = app.send("POST", "/auth/code", {"identifier": ASHA})
    assert problem_of(response) == (429, "too-many-requests")
    assert int(response.headers["Retry-After"]) > 3000


def test_codes_are_guessed_at_within_the_budget_of_the_page(app: App, settings: Any):
    settings.GUESSES_AN_HOUR = 1
    session, code = ask_for_code(app)
    enter(app, session, "000000" if code != "000000" else "111111")
    assert problem_of(enter(app, session, code)) == (429, "too-many-requests")


def test_who_has_a_second_factor_is_asked_for_it(app: App):
    """The first step gives no token, and its session is no more than the way to the second."""
    user = make_customer(email=ASHA)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    response = enter(app, *ask_for_code(app))
    assert problem_of(response) == (401, "more-needed")
    step = {"session_token": response.json()["facts"]["session_token"], "code": ""}
    wrong = app.send("POST", "/auth/second-factor", {**step, "code": "abcdef"})
    assert wrong.json()["errors"][0]["pointer"] == "#/code"
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    right = app.send("POST", "/auth/second-factor", {**step, "code": code})
    assert sorted(right.json()) == ["access_token", "expires_in", "refresh_token"]

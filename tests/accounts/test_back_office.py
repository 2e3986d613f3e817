"""Promises of accounts/back_office.py: no back office without a second factor of this session."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.checks import no_code_opens_every_app
from tests.accounts.test_security_pages import app_code, signed_in, with_app
from tests.factories import make_customer, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

HOME, SIGN_IN = reverse("admin:index"), reverse("account_login")
ENROL, AGAIN = reverse("mfa_activate_totp"), reverse("account_reauthenticate")
GROUPS = reverse("admin:auth_group_add")


@pytest.fixture
def meera():
    return make_staff(email="meera@example.in", is_superuser=True)


def every_list():
    """The list of every model the back office knows."""
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    return [reverse(f"admin:{name}_changelist") for name in names]


def test_staff_without_an_app_are_led_to_adding_one_from_every_page(meera):
    """AUTH-8."""
    client = signed_in(meera)
    led = {client.get(page)["Location"] for page in [HOME, *every_list()]}
    assert led == {ENROL}
    assert client.post(GROUPS, {"name": "New"})["Location"] == ENROL


def test_with_an_app_added_they_are_in(meera):
    client, _ = with_app(meera)
    assert client.get(HOME).status_code == 200


def test_a_session_that_never_showed_it_proves_it_first(meera):
    """AUTH-8: what another session showed counts for nothing here."""
    _, secret = with_app(meera)
    other = Client()
    other.force_login(meera)
    session = other.session
    session["account_authentication_methods"] = []
    session.save()
    assert other.get(HOME)["Location"].startswith(AGAIN)
    back = other.post(AGAIN, {"code": app_code(secret, later=1), "next": HOME})
    assert back["Location"] == HOME
    assert other.get(HOME).status_code == 200


def test_after_half_an_hour_without_a_page_it_is_asked_again(meera):
    """AUTH-10."""
    client, _ = with_app(meera)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get(HOME)["Location"].startswith(AGAIN)


def test_after_twelve_hours_it_is_asked_again_however_busy(meera):
    """AUTH-10."""
    client, _ = with_app(meera)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(25):
            clock.shift(timedelta(minutes=29))
            answer = client.get(HOME)
        assert answer["Location"].startswith(AGAIN)


def test_powers_want_a_proof_of_the_last_quarter_of_an_hour(meera):
    """AUTH-8: roles."""
    client, secret = with_app(meera)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.get(HOME).status_code == 200
        assert client.post(GROUPS, {"name": "New"})["Location"].startswith(AGAIN)
        client.post(AGAIN, {"code": app_code(secret)})
        assert client.post(GROUPS, {"name": "New"})["Location"] != AGAIN


@pytest.mark.parametrize("address", ["orders/order/1/refund/", "orders/refund/1/", "x/export/"])
def test_refunds_and_exports_do_too(meera, address):
    """AUTH-8: stopped before anything is looked up."""
    client, _ = with_app(meera)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.post(f"{HOME}{address}")["Location"].startswith(AGAIN)


def test_removing_the_app_closes_the_back_office_in_this_session(meera):
    client, _ = with_app(meera)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(HOME)["Location"] == ENROL


def test_the_admins_own_sign_in_is_the_shops(client):
    """AUTH-8: allauth's limits do not cover Django's form, so there is none."""
    led = client.get(HOME, follow=True).redirect_chain[-1][0]
    assert led == f"{SIGN_IN}?next={HOME}"
    posted = client.post(reverse("admin:login"), {"username": "a", "password": "b"})
    assert posted["Location"].startswith(SIGN_IN)


def test_a_customer_is_told_that_this_is_not_for_them():
    client = signed_in(make_customer(email="asha@example.in"))
    assert client.get(HOME, follow=True).status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_the_way_back_stays_here(meera, target):
    """SEC-11."""
    client, _ = with_app(meera)
    assert client.get(reverse("admin:login"), {"next": target})["Location"] == HOME


def test_signing_out_is_never_stopped(meera):
    client = signed_in(meera)
    client.post(reverse("admin:logout"))
    assert "_auth_user_id" not in client.session


def test_staff_who_change_a_mail_address_sign_its_owner_out_and_prove_nothing(meera):
    """AUTH-10."""
    owner, asha = Client(), make_customer(email="asha@example.in")
    owner.force_login(meera)
    theirs = signed_in(asha)
    form = {"full_name": "Asha", "is_active": "on", "email": "new@example.in", "phone": "",
            "addresses-TOTAL_FORMS": "0", "addresses-INITIAL_FORMS": "0"}  # fmt: skip
    owner.post(reverse("admin:accounts_user_change", args=[asha.pk]), form)
    asha.refresh_from_db()
    assert (asha.email, asha.email_verified_at) == ("new@example.in", None)
    assert theirs.get(reverse("accounts:home")).status_code == 302


def test_the_demos_staff_are_one_click_away():
    make_staff(email="owner@demo.vastra.example", is_superuser=True)
    client = Client()
    client.post(reverse("demo:sign_in", args=["owner"]))
    assert client.get(HOME).status_code == 200


def test_the_code_that_opens_every_app_stops_the_shop_from_starting(settings):
    """AUTH-8."""
    assert no_code_opens_every_app() == []
    settings.MFA_TOTP_INSECURE_BYPASS_CODE = "123456"
    assert [error.id for error in no_code_opens_every_app()] == ["config.E021"]

"""Promises of accounts/budgets.py: how often one may, counted exactly, in the database."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import budgets
from accounts.budgets import Budget, network_of, spend, spend_code
from accounts.errors import OverBudget
from accounts.models import Allowance, Message, User
from accounts.sms import MemorySender

pytestmark = pytest.mark.django_db(transaction=True)

THREE_A_MINUTE = Budget("test", ((3, 60),), "Too many.")
ASK, CONFIRM = reverse("account_login"), reverse("account_confirm_login_code")


def spent(times, budget=THREE_A_MINUTE, who="asha"):
    """How many of so many tries were let through."""
    done = 0
    for _ in range(times):
        try:
            spend(budget, who)
        except OverBudget:
            continue
        done += 1
    return done


def test_as_many_as_the_window_holds_and_not_one_more():
    assert spent(10) == 3


def test_another_key_has_a_budget_of_its_own():
    assert (spent(3), spent(3, who="ravi")) == (3, 3)


def test_the_wait_is_true_to_the_second():
    """RL-2: refused a second before, let through when it is over."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        spent(3)
        clock.shift(20)
        with pytest.raises(OverBudget) as over:
            spend(THREE_A_MINUTE, "asha")
        assert over.value.seconds == 40
        clock.shift(39)
        assert spent(1) == 0
        clock.shift(1)
        assert spent(1) == 1


def test_at_the_edge_of_two_windows_there_is_no_second_helping():
    """RL-5: any sixty seconds hold three, not only those that begin with the minute."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        done = []
        for _ in range(240):
            done.extend([clock.time() if hasattr(clock, "time") else None] * spent(1))
            clock.shift(1)
        assert len(done) == 12


def test_both_windows_hold():
    both = Budget("both", ((2, 60), (3, 3600)), "Too many.")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert spent(5, both) == 2
        clock.shift(61)
        assert spent(5, both) == 1


def test_who_it_was_is_not_in_the_table():
    spent(1, who="+919876543210")
    assert "9876543210" not in Allowance.objects.get().key


def test_ten_at_once_get_three(django_db_blocker):
    """Of rivals at the last place one gets it."""
    done = []

    def try_it() -> None:
        try:
            spend(THREE_A_MINUTE, "asha")
            done.append(1)
        except OverBudget:
            pass
        finally:
            connections.close_all()

    spent(1)
    threads = [threading.Thread(target=try_it) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(done) == 2


def test_what_no_window_remembers_is_removed():
    spent(1)
    Allowance.objects.update(touched_at=timezone.now() - timedelta(days=3))
    assert (budgets.forget_idle(), Allowance.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
    ],
)
def test_of_ipv6_the_half_that_is_one_households_counts(ip, network):
    """RL-3."""
    assert network_of(ip) == network


def test_one_phone_gets_five_codes_an_hour_and_ten_a_day():
    """AUTH-4."""

    def sent(times):
        done = 0
        for n in range(times):
            try:
                spend_code("+919876543210", ip=f"203.0.113.{n}", by_sms=True)
            except OverBudget:
                continue
            done += 1
        return done

    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert sent(8) == 5
        clock.shift(3601)
        assert sent(8) == 5
        clock.shift(3601)
        assert sent(8) == 0
        clock.shift(22 * 3600)
        assert sent(8) == 5


def test_the_whole_shop_sends_so_many_codes_by_sms_a_minute(settings):
    """AUTH-4: SMS pumping costs no more than the ceiling, whatever numbers it uses."""
    settings.SMS_CODES_A_MINUTE = 4
    answers = [
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(ASK, {"identifier": f"98765432{n:02}"})
        for n in range(10, 18)
    ]
    assert len(MemorySender.sent) == 4
    assert {answer.status_code for answer in answers[4:]} == {429}


def test_f22_a_thousand_guesses_from_a_hundred_places_are_nine(monkeypatch):
    """F22, AUTH-4: however many sessions and networks, nine tries at one phone in an hour; the
    right code, past them, opens nothing.
    """
    looked = []
    monkeypatch.setattr(
        "accounts.forms.signing_in.CodeForm.clean_code",
        lambda form: looked.append(form.cleaned_data["code"]) or form.add_error("code", "No."),
    )
    crowd = [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in range(100)]
    for client in crowd:
        client.post(ASK, {"identifier": "98765 43210"})
    for n in range(1000):
        crowd[n % 100].post(CONFIRM, {"code": f"{n:06d}"})
    assert len(looked) == 9
    assert len(MemorySender.sent) == 5


def test_f22_five_hundred_numbers_from_one_network_cost_twenty_sms():
    """F22, AUTH-4; and no account is made for a number nobody was written to."""
    client = Client(REMOTE_ADDR="203.0.113.7")
    for n in range(500):
        client.post(ASK, {"identifier": f"98765{n:05}"})
    assert len(MemorySender.sent) == 20
    assert User.objects.count() == 20


def test_who_is_over_budget_reads_how_long_and_programs_read_it_too():
    """RL-2."""
    client = Client()
    [client.post(ASK, {"identifier": "asha@example.in"}) for _ in range(5)]
    answer = client.post(ASK, {"identifier": "asha@example.in"})
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert "Try again in 60 minutes" in answer.content.decode()
    assert len(mail.outbox) == 5


def test_two_networks_behind_one_proxy_are_two(settings):
    """AUTH-3: the proxy's own address is nobody's budget."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.CODES_FROM_ONE_NETWORK_AN_HOUR = 1
    answers = [
        Client().post(
            ASK, {"identifier": f"{name}@example.in"}, headers={"X-Forwarded-For": address}
        )
        for name, address in [("a", "203.0.113.1"), ("b", "203.0.113.2"), ("c", "203.0.113.1")]
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_a_thousand_made_up_addresses_are_one_network(settings):
    """AUTH-3, RL-5: only what our own proxy adds is believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.CODES_FROM_ONE_NETWORK_AN_HOUR = 3
    for n in range(50):
        forged = {"X-Forwarded-For": f"10.0.{n}.1, 203.0.113.1"}
        Client().post(ASK, {"identifier": f"x{n}@example.in"}, headers=forged)
    assert Message.objects.count() == 3

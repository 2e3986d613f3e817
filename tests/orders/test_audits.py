"""Promises of orders/audits.py, its command and its page: checked nightly, kept, shown, once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from orders import audits, invariants, periodic
from orders.models import Audit
from shop.models import Variant
from tests.factories import make_staff, make_variant, paid_order

pytestmark = pytest.mark.django_db
INDIA = ZoneInfo("Asia/Kolkata")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(invariants.time, "sleep", lambda _seconds: None)


def stolen():
    """A size of which one piece is gone, and nobody wrote down why."""
    variant = make_variant()
    Variant.objects.filter(pk=variant.pk).update(on_hand=9)
    return variant


def at(hour, minute=0, day=24):
    return time_machine.travel(datetime(2026, 11, day, hour, minute, tzinfo=INDIA), tick=False)


def test_sound_books_are_kept_as_such():
    paid_order()
    audit = audits.audit_now()
    assert (audit.breach_count, audit.findings) == (0, {})
    assert audit.ended_at is not None


def test_a_breach_is_kept_with_the_rows_it_is_about():
    variant = stolen()
    audit = audits.audit_now(by="Meera")
    assert (audit.breach_count, audit.by) == (1, "Meera")
    says = f"{variant.sku}: 9 on the shelf, 0 held; its movements say 10 and 0"
    row = {"model": "shop.variant", "pk": str(variant.pk), "says": says}
    assert audit.findings == {"I2": {"count": 1, "rows": [row]}}


def test_a_breach_is_said_in_the_log(caplog):
    """INV-12: whoever watches the logs hears of it without opening a page."""
    stolen()
    audits.audit_now()
    assert "The books do not add up: 1 rows, of I2" in caplog.text


def test_of_very_many_rows_the_first_are_named_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(audits, "ROWS_NAMED", 2)
    [stolen() for _ in range(3)]
    found = audits.audit_now().findings["I2"]
    assert (found["count"], len(found["rows"])) == (3, 2)


def test_the_clock_checks_once_a_night_however_often_it_is_asked():
    """INV-12, CEL-5: two beats, and a restart."""
    with at(2, 50):
        periodic.audit_books_nightly()
    with at(3, 0):
        periodic.audit_books_nightly()
        periodic.audit_books_nightly()
    with at(23, 50):
        periodic.audit_books_nightly()
    with at(2, 59, day=25):
        periodic.audit_books_nightly()
    keys = sorted(Audit.objects.values_list("key", flat=True))
    assert keys == ["2026-11-23", "2026-11-24"]


def test_a_check_whose_worker_died_is_begun_again():
    with at(3, 5):
        Audit.objects.create(key="2026-11-24")
    with at(3, 15):
        periodic.audit_books_nightly()
        assert Audit.objects.get().ended_at is None
    with at(3, 25):
        periodic.audit_books_nightly()
    assert Audit.objects.get().ended_at is not None


def test_two_clocks_at_the_same_moment_check_once(monkeypatch):
    def beaten(**_columns):
        raise IntegrityError

    monkeypatch.setattr(audits, "audit_now", beaten)
    periodic.audit_books_nightly()
    assert Audit.objects.count() == 0


def test_old_audits_are_forgotten():
    with time_machine.travel(timezone.now() - timedelta(days=91)):
        audits.audit_now()
    audits.audit_now()
    assert Audit.objects.count() == 1


def test_the_command_says_of_each_invariant_that_it_holds(capsys):
    call_command("check_invariants")
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines[:-1]] == [one.code for one in invariants.INVARIANTS]
    assert all(line.endswith(": ok") for line in lines[:-1])


def test_the_command_fails_on_a_breach_and_names_the_row(capsys):
    """INV-12: exit 1."""
    variant = stolen()
    with pytest.raises(CommandError) as failure:
        call_command("check_invariants")
    assert failure.value.returncode == 1
    said = capsys.readouterr().out
    assert "I2  Every change of stock has its reason: 1 BREACHED" in said
    assert f"shop.variant {variant.pk}" in said


# --- On the page ------------------------------------------------------------------------------


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def page_of(audit):
    return reverse("admin:orders_audit_change", args=[audit.pk])


def test_the_page_shows_every_invariant_what_it_means_and_links_the_rows(owner):
    variant = stolen()
    html = owner.get(page_of(audits.audit_now())).content.decode()
    assert all(invariant.meaning in html for invariant in invariants.INVARIANTS)
    assert reverse("admin:shop_variant_change", args=[variant.pk]) in html
    assert len(re.findall(r">\s*breached\s*<", html)) == 1


def test_staff_may_ask_for_a_check_now(owner, django_capture_on_commit_callbacks):
    audit = audits.audit_now()
    url = reverse("admin:orders_audit_move", args=[audit.pk, "now"])
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url)
    newest = Audit.objects.exclude(pk=audit.pk).get()
    assert (newest.by, newest.breach_count) == ("Meera Owner", 0)
    assert newest.ended_at is not None


def test_the_first_page_says_when_the_books_do_not_add_up(owner):
    queue = "Books that do not add up"
    variant = stolen()
    audits.audit_now()
    queues = {row["title"]: row for row in owner.get(reverse("admin:index")).context["queues"]}
    assert queues[queue]["count"] == 1
    Variant.objects.filter(pk=variant.pk).update(on_hand=10)
    audits.audit_now()
    queues = {row["title"]: row for row in owner.get(reverse("admin:index")).context["queues"]}
    assert queues[queue]["count"] == 0

"""Promises of config/health.py and config/jobs.py: well or not, quickly, and nothing more."""

import re
from datetime import timedelta

import pytest
import time_machine
from celery import shared_task
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from config import jobs
from config.models import JobRun
from orders import audits, invariants
from orders.periodic import reconcile_payments
from shop.models import Variant
from tests.factories import make_staff, make_variant

pytestmark = pytest.mark.django_db
RECONCILE = "orders.periodic.reconcile_payments"


def health(client, what):
    response = client.get(f"/health/{what}")
    return response.status_code, response.json()


def all_in_time():
    for name in jobs._turns():
        JobRun.objects.create(name=name, ended_at=timezone.now())


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def test_a_process_that_answers_is_alive(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert health(client, "live") == (200, {"status": "ok"})


def test_a_shop_with_its_database_is_ready(client):
    assert health(client, "ready") == (200, {"status": "ok"})


@pytest.mark.parametrize("what", ["ready", "jobs", "money"])
def test_without_a_database_the_answer_is_one_word(client, monkeypatch, what):
    def gone(*_args, **_options):
        raise DatabaseError("connection to server at 10.0.0.7 failed: password=secret")

    monkeypatch.setattr(JobRun.objects, "exists", gone)
    monkeypatch.setattr("config.health.job_conditions", gone)
    monkeypatch.setattr("config.health.last_audit", gone)
    assert health(client, what) == (503, {"status": "no database"})


def test_health_is_asked_and_never_told(client):
    assert client.post("/health/live").status_code == 405


def test_health_is_never_kept(client):
    assert "no-store" in client.get("/health/live")["Cache-Control"]


# --- The clock's jobs -------------------------------------------------------------------------


def test_a_shop_whose_clock_never_ran_is_late(client):
    assert health(client, "jobs") == (503, {"status": "late"})


def test_jobs_that_came_to_their_end_are_in_time(client, django_assert_num_queries):
    all_in_time()
    with django_assert_num_queries(1):
        assert health(client, "jobs") == (200, {"status": "ok"})


@pytest.mark.parametrize(("seconds", "late"), [(359, []), (361, [RECONCILE])])
def test_a_job_is_late_after_three_of_its_turns(seconds, late):
    """CEL-5: the reconcile job comes every 120 s."""
    all_in_time()
    with later(seconds=seconds):
        JobRun.objects.exclude(name=RECONCILE).update(ended_at=timezone.now())
        assert jobs.late_jobs() == late


def test_a_new_shops_nightly_job_is_not_late_yet():
    JobRun.objects.create(name=RECONCILE, ended_at=timezone.now())
    assert "orders.periodic.sweep_refunds_of_last_days" not in jobs.late_jobs()
    with later(hours=19):
        assert "orders.periodic.sweep_refunds_of_last_days" in jobs.late_jobs()


def test_a_run_is_noted_with_one_update(django_assert_num_queries):
    reconcile_payments.delay()
    first = JobRun.objects.get(name=RECONCILE)
    with later(minutes=2):
        reconcile_payments.delay()
    again = JobRun.objects.get(name=RECONCILE)
    assert (again.pk, again.ended_at - first.ended_at > timedelta(minutes=1)) == (first.pk, True)
    with django_assert_num_queries(1):
        jobs._note(RECONCILE, took_ms=5)


def test_a_job_that_fails_is_noted_and_becomes_late(monkeypatch):
    all_in_time()

    def stumble():
        raise RuntimeError("a table is missing")

    monkeypatch.setattr("orders.payments.unsettled_payments", stumble)
    with later(minutes=7):
        reconcile_payments.apply(throw=False)
    run = JobRun.objects.get(name=RECONCILE)
    assert run.last_error == "RuntimeError: a table is missing"
    with later(minutes=7):
        assert RECONCILE in jobs.late_jobs()


@shared_task
def not_of_the_clock():
    pass


def test_other_tasks_are_not_noted():
    not_of_the_clock.delay()
    assert JobRun.objects.count() == 0


def test_staff_see_which_job_is_late(client):
    all_in_time()
    JobRun.objects.filter(name=RECONCILE).update(ended_at=timezone.now() - timedelta(hours=1))
    client.force_login(make_staff(is_superuser=True))
    html = client.get(reverse("admin:config_jobrun_changelist")).content.decode()
    assert len(re.findall(r">\s*Late\s*<", html)) == 1
    assert "Reconcile payments" in html


# --- The books --------------------------------------------------------------------------------


def test_books_nobody_checked_lately_are_not_said_to_be_sound(client):
    assert health(client, "money") == (503, {"status": "unchecked"})
    audits.audit_now()
    assert health(client, "money") == (200, {"status": "ok"})
    with later(hours=28):
        assert health(client, "money") == (503, {"status": "unchecked"})


def test_a_breach_is_one_word_without_a_row(client, monkeypatch):
    monkeypatch.setattr(invariants.time, "sleep", lambda _seconds: None)
    Variant.objects.filter(pk=make_variant().pk).update(on_hand=9)
    audits.audit_now()
    assert health(client, "money") == (503, {"status": "breached"})

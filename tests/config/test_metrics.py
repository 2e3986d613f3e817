"""Promises of config/metrics.py and of what config/health.py tells those who watch."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts import breakers
from config import metrics
from config.env import BASE_DIR
from config.models import JobRun
from orders import audits
from orders.models import WebhookEvent
from tests.factories import make_variant
from tests.factories.orders import cash_order

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-those-who-watch-the-shop-0123"
WITH_TOKEN = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def token(settings):
    settings.MONITORING_TOKEN = TOKEN
    settings.RELEASE = "2026-11-24-1"


def figures(client) -> dict[str, float]:
    lines = client.get("/metrics", **WITH_TOKEN).content.decode().splitlines()
    pairs = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in pairs}


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer é"],
)
def test_without_the_token_there_is_nothing(client, shown):
    response = client.get("/metrics", HTTP_AUTHORIZATION=shown)
    assert (response.status_code, b"vastra" in response.content) == (404, False)


def test_while_no_token_is_set_nobody_is_trusted(client, settings):
    settings.MONITORING_TOKEN = ""
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_requests_are_counted_by_view_and_never_by_address(client):
    number = cash_order().number
    name = 'vastra_requests_total{method="GET",status="302",view="orders:detail"}'
    before = figures(client).get(name, 0)
    client.get(f"/orders/{number}/")
    text = client.get("/metrics", **WITH_TOKEN).content.decode()
    assert figures(client)[name] == before + 1
    assert str(number) not in text


def test_a_method_nobody_knows_is_no_label_of_its_own(client):
    client.generic("BREW", "/health/live")
    text = client.get("/metrics", **WITH_TOKEN).content.decode()
    assert "BREW" not in text
    assert 'method="other"' in text


def test_how_long_answers_take_is_kept_in_buckets(client):
    client.get("/health/live")
    assert (
        figures(client)['vastra_request_seconds_bucket{le="10.0",view="config.health.live"}'] >= 1
    )


def test_the_queues_say_how_long_the_oldest_has_waited(client):
    WebhookEvent.objects.create(
        event_id="e1", kind="x", body=b"{}", next_attempt_at=timezone.now() - timedelta(minutes=5)
    )
    found = figures(client)
    assert found['vastra_queue_rows{queue="inbox"}'] == 1
    assert found['vastra_queue_seconds{queue="inbox"}'] == pytest.approx(300, abs=30)
    assert found['vastra_queue_seconds{queue="refunds"}'] == 0


def test_orders_are_counted_by_where_they_are(client):
    cash_order(make_variant())
    found = figures(client)
    assert found['vastra_orders{status="confirmed"}'] == 1
    assert found['vastra_orders_placed_last_hour{status="confirmed"}'] == 1
    assert found['vastra_orders{status="packed"}'] == 0


def test_a_breaker_that_is_open_shows(client):
    assert figures(client)['vastra_breaker{service="smtp"}'] == 0
    breakers.stop("smtp", by="the test")
    assert figures(client)['vastra_breaker{service="smtp"}'] == 1


def test_jobs_and_books_show(client):
    job = "orders.periodic.reconcile_payments"
    JobRun.objects.create(name=job, ended_at=timezone.now() - timedelta(hours=1))
    audits.audit_now()
    found = figures(client)
    assert found[f'vastra_job_late{{job="{job}"}}'] == 1
    assert found[f'vastra_job_seconds{{job="{job}"}}'] == pytest.approx(3600, abs=30)
    assert found["vastra_books_breaches"] == 0


def test_without_a_database_the_figures_that_need_none_are_there(client, monkeypatch):
    def gone():
        raise OperationalError("no server")

    monkeypatch.setattr(metrics, "_queues", gone)
    found = figures(client)
    assert found['vastra_up{what="database"}'] == 0
    assert found['vastra_release{release="2026-11-24-1"}'] == 1
    assert 'vastra_breaker{service="sms"}' in found


def test_asking_for_figures_costs_a_dozen_small_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/metrics", **WITH_TOKEN)


def test_every_figure_is_documented_and_every_documented_figure_is_there(client):
    client.get("/health/live")
    audits.audit_now()
    shown = set(
        re.findall(
            r"^# TYPE (vastra_\w+)", client.get("/metrics", **WITH_TOKEN).content.decode(), re.M
        )
    )
    text = (BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(vastra_\w+)`", text, re.M))
    assert {name for name in shown if not name.endswith("_created")} == told


def test_every_alert_has_its_entry_in_the_runbook():
    text = (BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    book = (BASE_DIR / "docs" / "runbook.md").read_text(encoding="utf-8")
    entries = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", book, re.M)}
    assert set(re.findall(r"runbook\.md#([\w-]+)", text)) - entries == set()


# --- Health, to those who may know more -----------------------------------------------------------


def test_ready_says_how_fast_the_database_and_redis_answer(client):
    said = client.get("/health/ready", **WITH_TOKEN).json()
    assert said["release"] == "2026-11-24-1"
    assert said["database"]["status"] == "ok"
    assert said["database"]["ms"] > 0
    assert (
        said["redis"]["status"] == "away"
    )  # none in this test, and the shop is ready all the same
    assert said["status"] == "ok"


def test_jobs_say_which_is_late_and_the_kind_of_its_error(client):
    job = "orders.periodic.reconcile_payments"
    JobRun.objects.create(
        name=job, ended_at=timezone.now(), last_error="ValueError: asha@example.in"
    )
    said = client.get("/health/jobs", **WITH_TOKEN).json()["jobs"][job]
    assert (said["is_late"], said["last_error"]) == (False, "ValueError")


def test_money_says_how_many_breaches(client):
    audits.audit_now()
    assert client.get("/health/money", **WITH_TOKEN).json()["breaches"] == 0


def test_a_database_that_is_away_is_named_by_the_kind_of_its_fault_only(client, monkeypatch):
    def gone():
        raise OperationalError("10.0.0.7 password=secret")

    monkeypatch.setattr(JobRun.objects, "exists", gone)
    response = client.get("/health/ready", **WITH_TOKEN)
    assert response.status_code == 503
    assert response.json()["database"] == {"fault": "OperationalError"}

"""Figures for Prometheus: what each process counts of its requests, and what the rows say now.

Requests are counted where they are answered; gunicorn's processes add up in the files of
PROMETHEUS_MULTIPROC_DIR. Everything else is read from the database and Redis when it is asked for,
so whichever process answers says the same. docs/operations.md lists all; a test compares.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts import breakers, redis
from accounts.models import Message, MessageStatus
from config.env import env
from config.health import is_trusted
from config.jobs import job_conditions
from orders.audits import last_audit
from orders.models import Order, Refund, WebhookEvent
from orders.states import OrderStatus, RefundStatus, WebhookStatus

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
QUEUE = "queue:celery"  # Celery's list, under the prefix of CELERY_BROKER_TRANSPORT_OPTIONS
STATES = {"closed": 0, "half-open": 0.5, "open": 1}
OPEN_ORDERS = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.PACKED, OrderStatus.SHIPPED)
OPEN_REFUNDS = tuple(set(RefundStatus) - {RefundStatus.PROCESSED})

requests = Counter(
    "vastra_requests", "Requests answered, by view, method and status.",
    ["view", "method", "status"],
)  # fmt: skip
seconds = Histogram(
    "vastra_request_seconds", "How long an answer took, by view.", ["view"], buckets=BUCKETS
)


def count_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, inside the naming of requests and around everything else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        view = _view_of(request)
        method = request.method if request.method in METHODS else "other"
        requests.labels(view, method, str(response.status_code)).inc()
        seconds.labels(view).observe(time.perf_counter() - began)
        return response

    return middleware


def _view_of(request: HttpRequest) -> str:
    """A name of ours, never an address: addresses are many, and people's."""
    if match := request.resolver_match:
        return match.view_name or match.func.__name__
    return "file" if request.path.startswith(settings.STATIC_URL) else "kept or none"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For who shows MONITORING_TOKEN; for everybody else there is nothing here."""
    if not is_trusted(request):
        return HttpResponseNotFound("There is nothing at this address.", content_type="text/plain")
    registry = CollectorRegistry()
    counted: CollectorRegistry = registry
    if env("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        counted = REGISTRY
    rows = CollectorRegistry()
    rows.register(Rows())
    text = generate_latest(counted) + generate_latest(rows)
    return HttpResponse(text, content_type=CONTENT_TYPE)


class Rows(Collector):
    """What is true of the whole shop now: some dozen small queries."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("vastra_release", "1, with the release that answers.", "release",
                     {settings.RELEASE or "unreleased": 1})  # fmt: skip
        is_answering = redis.is_answering()
        try:
            families = [*_queues(), *_states(), *_jobs(), *_books()]
            has_database = 1
        except DatabaseError:
            families, has_database = [], 0
        yield _gauge("vastra_up", "1 while a thing the shop rests on answers.", "what",
                     {"database": has_database, "redis": int(is_answering)})  # fmt: skip
        yield from families
        yield _gauge("vastra_bells", "Tasks in the broker's queue.", "queue",
                     {"celery": redis.ask_redis(lambda store: store.llen(QUEUE), 0)})  # fmt: skip
        yield _gauge("vastra_breaker", "0 closed, 0.5 being tried, 1 open.", "service",
                     {name: STATES.get(breakers.condition_of(name).state, 0)
                      for name in breakers.SERVICES})  # fmt: skip


def _queues() -> Iterator[Metric]:
    """How many rows wait to be worked off, and for how long the oldest has been due."""
    now = timezone.now()
    waiting: dict[str, tuple[QuerySet, str]] = {
        "refunds": (Refund.objects.due(), "next_attempt_at"),
        "outbox": (Message.objects.due(), "next_attempt_at"),
        "inbox": (WebhookEvent.objects.unapplied(), "next_attempt_at"),
    }
    counts, ages = {}, {}
    for name, (rows, since) in waiting.items():
        found = rows.aggregate(count=Count("pk"), oldest=Min(since))
        counts[name] = found["count"]
        ages[name] = (now - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield _gauge("vastra_queue_rows", "Rows that are due and not done.", "queue", counts)
    yield _gauge("vastra_queue_seconds", "How long the oldest has been due.", "queue", ages)


def _states() -> Iterator[Metric]:
    """Orders and refunds on their way, over an index each; what needs a person."""
    orders = Order.objects.filter(status__in=OPEN_ORDERS)
    yield _gauge("vastra_orders", "Orders that are not at their end.", "status",
                 _by_status(orders, OPEN_ORDERS))  # fmt: skip
    since = timezone.now() - timedelta(hours=1)
    recent = Order.objects.filter(status__in=list(OrderStatus), placed_at__gte=since)
    yield _gauge("vastra_orders_placed_last_hour", "Orders placed in the last hour, by what became "
                 "of them.", "status", _by_status(recent, tuple(OrderStatus)))  # fmt: skip
    refunds = Refund.objects.filter(status__in=OPEN_REFUNDS)
    yield _gauge("vastra_refunds", "Refunds that are not done.", "status",
                 _by_status(refunds, OPEN_REFUNDS))  # fmt: skip
    stuck = {
        "refunds": Refund.objects.needing_a_person().count(),
        "messages": Message.objects.filter(status=MessageStatus.NEEDS_ATTENTION).count(),
        "webhooks": WebhookEvent.objects.filter(status=WebhookStatus.QUARANTINED).count(),
    }
    yield _gauge("vastra_needs_a_person", "Rows the shop gave up on.", "what", stuck)


def _by_status(rows: QuerySet, statuses: tuple[str, ...]) -> dict[str, float]:
    found = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    return {str(status): found.get(status, 0) for status in statuses}


def _jobs() -> Iterator[Metric]:
    conditions = job_conditions()
    now = timezone.now()
    ages = {job.name: (now - job.since).total_seconds() for job in conditions if job.since}
    yield _gauge("vastra_job_seconds", "Since a job of the clock came to its end.", "job", ages)
    yield _gauge("vastra_job_late", "1 for a job that missed three turns.", "job",
                 {job.name: int(job.is_late) for job in conditions})  # fmt: skip


def _books() -> Iterator[Metric]:
    audit = last_audit()
    if audit is not None and audit.ended_at is not None:
        age = (timezone.now() - audit.ended_at).total_seconds()
        yield _gauge("vastra_books_seconds", "Since the books were checked.", "", {"": age})
        yield _gauge("vastra_books_breaches", "What did not add up then.", "",
                     {"": audit.breach_count})  # fmt: skip


def _gauge(name: str, meaning: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label] if label else [])
    for value, number in values.items():
        family.add_metric([value] if label else [], number)
    return family

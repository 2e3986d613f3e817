"""The mission's own story: a return that passed is refunded by a real worker, exactly once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.conf import settings as project
from kombu.pools import producers

from accounts.models import Message
from config.celery import app
from orders import fulfilment, payments
from orders.models import LedgerEntry, Order, Refund
from orders.periodic import refresh_pending_refunds
from returns.inspection import inspect_return
from shop.models import Variant
from tests.factories import findings_of, make_variant, place_order, received_case, ship
from tests.factories.returns import PASSED

pytestmark = [
    pytest.mark.worker,
    pytest.mark.engines("sqlite", "postgres"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def ringing(monkeypatch, redis_url):
    """Bells of this process go to the real broker instead of being answered on the spot."""
    monkeypatch.setitem(app.conf, "task_always_eager", 0)
    with app.connection_for_write(redis_url) as broker:
        monkeypatch.setattr(app.amqp, "_producer_pool", producers[broker])
        yield
        app.control.purge(connection=broker)


@pytest.fixture
def worker(database_url, redis_url, sandbox, ringing, tmp_path):
    """A Celery worker in a process of its own, on the database and gateway of this test."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RAZORPAY_BASE_URL": sandbox.url,
        "VAR_DIR": str(tmp_path),
        "EMAIL_URL": f"filemail:///{tmp_path}/mail",
    }
    log = (tmp_path / "worker.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1",
         "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
        cwd=project.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
        process.terminate()
        process.wait(timeout=20)
        with pytest.raises(ProcessLookupError):  # neither it nor a child of it is left
            os.killpg(process.pid, 0)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def wait_until(is_so, *, seconds=30):
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the worker has not done it")
        time.sleep(0.05)


def delivered_and_paid_at(sandbox, variant):
    order = place_order(variant)
    payment = payments.start_payment(order)
    sandbox.pay(payment.gateway_order_id)
    payments.refresh_payment(payment)
    order.refresh_from_db()
    fulfilment.pack_order(order, by="Store")
    ship(order)
    fulfilment.deliver_order(order, by="Store")
    return order


def test_a_return_that_passed_is_refunded_by_the_worker(worker, sandbox, tmp_path):
    variant = make_variant(stock=11, price_minor=500_00)
    order = delivered_and_paid_at(sandbox, variant)
    case = received_case(order)
    assert Variant.objects.get().on_hand == 10

    inspect_return(case, findings_of(case, PASSED), by="QC")
    wait_until(lambda: Refund.objects.get().status == "pending")
    sandbox.wait_until_quiet()
    refresh_pending_refunds.delay()  # as beat does every two minutes
    wait_until(lambda: Refund.objects.get().status == "processed")

    entry = LedgerEntry.objects.get(kind="refund")
    assert (entry.order_id, entry.amount_minor) == (order.pk, -500_00)
    (made,) = sandbox.ledger()["refunds"]
    assert (made["id"], made["amount"], made["status"]) == (
        Refund.objects.get().gateway_refund_id,
        500_00,
        "processed",
    )
    assert Variant.objects.get().on_hand == 11
    assert Order.objects.get().status == "delivered"
    told = Message.objects.filter(template="orders/emails/refunded.html", channel="email")
    wait_until(lambda: told.get().status == "sent")
    mails = [mail.read_text() for mail in (tmp_path / "mail").iterdir()]
    assert sum(f"Message-ID: <{told.get().pk}@" in mail for mail in mails) == 1
    assert worker.poll() is None

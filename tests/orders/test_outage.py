"""Promises for the time Razorpay does not work: nothing is asked, nothing lost, nothing spent."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import breakers
from accounts.breakers import condition_of
from orders import gateway, periodic, refunds
from orders.models import Order, Payment, Refund
from orders.sandbox import running_sandbox
from shop.money import Money
from tests.factories import make_customer, make_variant, paid_order, place_order

pytestmark = pytest.mark.django_db


def open_breaker(name):
    for _ in range(5):
        with pytest.raises(ConnectionError):
            breakers.call(name, lambda: (_ for _ in ()).throw(ConnectionError))


@pytest.fixture(scope="module")
def running():
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running, settings):
    running.reset()
    settings.RAZORPAY_BASE_URL = running.url
    settings.RAZORPAY_KEY_ID = running.config.key_id
    settings.RAZORPAY_KEY_SECRET = running.config.key_secret
    return running


# --- What counts as a failure ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "is_failure"),
    [
        ("status_400", False),
        ("status_401", False),
        ("status_404", False),
        ("status_409", False),
        ("status_429", True),
        ("status_500", True),
        ("status_502", True),
        ("status_503", True),
        ("drop_before", True),
        ("drop_after", True),
        ("truncated", True),
        ("error_null", True),
    ],
)
def test_a_trouble_opens_the_breaker_exactly_when_razorpay_is_not_well(sandbox, kind, is_failure):
    """PAY-1, BRK-2: a genuine 4xx is an answer; all else is an outage."""
    sandbox.fault(kind, method="GET", path="/v1/orders", count=6)
    for _ in range(5):
        with pytest.raises(gateway.GatewayError):
            gateway.fetch_order("order_00000000000000")
    assert (condition_of("razorpay-read").state == "open") == is_failure


def test_razorpay_is_not_asked_while_it_is_left_alone(sandbox):
    open_breaker("razorpay-read")
    with pytest.raises(gateway.NotSent):
        gateway.fetch_order("order_00000000000000")
    assert sandbox.ledger()["calls"] == []


def test_reading_works_while_no_payment_can_be_started(sandbox):
    """BRK-3."""
    open_breaker("razorpay-order")
    with pytest.raises(gateway.NotSent):
        gateway.create_order(receipt="a-1", amount_minor=100, currency="INR", notes={})
    assert gateway.find_order("a-1") is None


# --- Shoppers -------------------------------------------------------------------------------------


@pytest.fixture
def order(client):
    customer = make_customer()
    client.force_login(customer)
    return place_order(user=customer)


def pay_page(order):
    return reverse("orders:pay", args=[order.number])


def test_the_pay_page_says_that_payment_comes_back_and_the_order_is_kept(client, order):
    """BRK-4: in words and soon; a 200, not an error page."""
    open_breaker("razorpay-order")
    client.get(pay_page(order))  # templates are read once
    began = time.perf_counter()
    response = client.post(pay_page(order), follow=True)
    assert time.perf_counter() - began < 0.2
    until = timezone.localtime(order.expires_at).strftime("%H:%M")
    assert response.status_code == 200
    assert (
        f"Payment is not available for a few minutes. Your order is kept until {until}"
        in response.content.decode()
    )
    assert Payment.objects.get().gateway_order_id is None


def test_the_order_can_be_paid_once_razorpay_is_back(client, order, sandbox):
    open_breaker("razorpay-order")
    client.post(pay_page(order))
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        page = client.post(pay_page(order), follow=True).content.decode()
    assert str(Payment.objects.get().gateway_order_id) in page
    assert "not available" not in page


# --- Refunds --------------------------------------------------------------------------------------


def requested_refund():
    order = paid_order(make_variant(price_minor=1_500_00))
    Order.objects.update(placed_at=timezone.now())
    (refund,) = refunds.request_refund(order, Money(200_00), key="k", reason="Return", by="QC")
    return refund


def test_a_refund_waits_for_razorpay_and_spends_no_attempt():
    """BRK-4."""
    refund = requested_refund()
    open_breaker("razorpay-refund")
    refunds.submit_refund(str(refund.pk))
    refund.refresh_from_db()
    assert (refund.attempt, refund.lease_until) == (0, None)
    wait = refund.next_attempt_at - timezone.now()
    assert timedelta(seconds=55) < wait < timedelta(seconds=80)
    assert "left alone" in refund.last_error


def test_a_refund_that_waited_long_for_razorpay_is_sent_when_it_is_back(sandbox):
    """However long it takes, nobody has to step in: only calls that were made count as tries."""
    refund = requested_refund()
    breakers.stop("razorpay-refund", by="Meera")
    for _ in range(20):
        with time_machine.travel(Refund.objects.get().next_attempt_at + timedelta(seconds=1)):
            refunds.submit_refund(str(refund.pk))
    refund.refresh_from_db()
    assert (refund.status, refund.attempt) == ("submitting", 0)
    assert sandbox.ledger()["calls"] == []


def test_the_sweep_goes_on_while_razorpay_is_left_alone():
    refund = requested_refund()
    open_breaker("razorpay-refund")
    periodic.submit_due_refunds()
    refund.refresh_from_db()
    assert (refund.status, refund.attempt) == ("submitting", 0)

"""Promises of orders/webhooks.py: an event is kept once, is a hint, and is never in the way."""

import json
import os
import random
from collections import Counter
from datetime import timedelta
from itertools import islice, permutations

import hypothesis
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import payments, periodic, webhooks
from orders.gateway import Retryable
from orders.models import LedgerEntry, Order, Payment, Refund, WebhookEvent
from orders.sandbox.webhooks import to_bytes
from tests.factories import make_variant, started_order
from tests.factories.forgeries import Forgery, forgeries
from tests.factories.gateway import sign_webhook

pytestmark = pytest.mark.django_db

URL = reverse("orders:webhook")
FIVE_EVENTS = (
    "payment.authorized",
    "payment.captured",
    "order.paid",
    "refund.created",
    "refund.processed",
)


def body_of(event, **entities):
    payload = {name: {"entity": {"id": pk}} for name, pk in entities.items()}
    return json.dumps({"event": event, "payload": payload}).encode()


def deliver(client, body, *, event_id="evt_1", signature=None, **headers):
    return client.post(
        URL,
        body,
        content_type="application/json",
        headers={
            "X-Razorpay-Signature": sign_webhook(body) if signature is None else signature,
            "X-Razorpay-Event-Id": event_id,
            **headers,
        },
    )


def knock(client, forgery):
    signed = {} if forgery.signature is None else {"X-Razorpay-Signature": forgery.signature}
    return client.post(
        URL, forgery.body, content_type="application/json", headers=signed
    ).status_code


def keep(body, event_id="evt_1"):
    webhooks.keep_event(event_id=event_id, body=body)
    return WebhookEvent.objects.get(event_id=event_id)


def applied(body, event_id="evt_1"):
    event = keep(body, event_id)
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    return event


# --- The door -------------------------------------------------------------------------------


def test_a_signed_event_is_kept_as_it_came_and_answered_at_once(client):
    """PAY-6."""
    body = b'{"event":  "payment.captured" , "payload": {}}'
    assert deliver(client, body).status_code == 200
    event = WebhookEvent.objects.get()
    assert (event.event_id, event.kind, bytes(event.body)) == ("evt_1", "payment.captured", body)


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü" * 64, "x", sign_webhook(b"other")])
def test_an_unsigned_event_is_refused_and_nothing_is_written(client, signature):
    """PAY-5."""
    response = deliver(client, body_of("payment.captured"), signature=signature)
    assert (response.status_code, WebhookEvent.objects.count()) == (400, 0)


def test_an_event_without_a_signature_is_refused(client):
    response = client.post(URL, b"{}", content_type="application/json")
    assert (response.status_code, WebhookEvent.objects.count()) == (400, 0)


def test_the_right_signature_in_capital_letters_is_refused(client):
    """PAY-5."""
    body = body_of("payment.captured")
    assert deliver(client, body, signature=sign_webhook(body).upper()).status_code == 400


def test_the_checkout_secret_does_not_sign_webhooks(client, settings):
    settings.RAZORPAY_WEBHOOK_SECRET = ""
    body = body_of("payment.captured")
    assert deliver(client, body).status_code == 400


def test_an_event_above_256_kilobytes_is_not_even_read(client):
    """PAY-5."""
    assert deliver(client, b" " * (256 * 1024 + 1)).status_code == 413


def test_an_event_that_does_not_say_how_long_it_is_is_not_read(client):
    """PAY-5: a length that is no number is no fault of ours either."""
    body = body_of("payment.captured")
    odd = {"Content-Length": "many"}
    assert deliver(client, body, **odd).status_code == 411


def test_after_a_change_of_secret_the_one_before_is_believed_for_as_long_as_it_is_set(
    client, settings
):
    """PAY-5: events sent again after the change still carry the old signature."""
    body = body_of("payment.captured")
    old = sign_webhook(body)
    settings.RAZORPAY_WEBHOOK_SECRET = "the-secret-after-the-change"
    assert deliver(client, body, signature=old).status_code == 400
    settings.RAZORPAY_PREVIOUS_WEBHOOK_SECRET = "sandbox-webhook-secret"
    assert deliver(client, body, signature=old).status_code == 200
    new = sign_webhook(body)
    assert deliver(client, body, signature=new, event_id="evt_2").status_code == 200


def test_forged_and_mangled_events_are_refused_in_words_and_leave_no_row(client, settings):
    """PAY-5, F6: 0 accepted, 0 errors of ours; every kind of forgery several times."""
    body = to_bytes(json.loads(body_of("payment.captured", payment="pay_1")))
    made = islice(forgeries(body, settings.RAZORPAY_WEBHOOK_SECRET, seed=6), 300)
    answers = Counter(knock(client, forgery) for forgery in made)
    assert set(answers) == {400, 411, 413}
    assert answers.total() == 300
    assert WebhookEvent.objects.count() == 0


def test_control_what_the_forgeries_are_made_of_would_be_believed(client, settings):
    body = to_bytes(json.loads(body_of("payment.captured", payment="pay_1")))
    right = sign_webhook(body)
    assert knock(client, Forgery("none", body, right)) == 200
    assert WebhookEvent.objects.count() == 1


def test_the_webhook_takes_post_only(client):
    assert client.get(URL).status_code == 405


def test_the_same_event_delivered_twice_is_kept_once(client):
    """PAY-6."""
    body = body_of("payment.captured")
    assert [deliver(client, body).status_code for _ in range(2)] == [200, 200]
    assert WebhookEvent.objects.count() == 1


def test_an_event_without_an_id_is_known_by_its_bytes(client):
    """PAY-6."""
    bodies = [body_of("payment.captured"), body_of("payment.captured"), body_of("order.paid")]
    assert [deliver(client, body, event_id="").status_code for body in bodies] == [200] * 3
    assert WebhookEvent.objects.count() == 2


def test_signed_bytes_that_are_no_json_are_kept_for_a_person(client):
    """PAY-6: a 4xx for a day would make Razorpay switch the webhook off."""
    assert deliver(client, b"\xff not json").status_code == 200
    event = WebhookEvent.objects.get()
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert event.status == "quarantined"


# --- Applying -------------------------------------------------------------------------------


class Killed(BaseException):
    """A worker that is no more: nothing after it is written."""


def test_an_event_that_kills_every_worker_is_set_aside_and_can_be_applied_again(
    gateway, monkeypatch
):
    """F17: five lives are enough, and the others wait for none of them."""
    order = started_order()
    payment = gateway.pay(order)
    event = keep(body_of("payment.captured", payment=payment.id))

    def die(*_):
        raise Killed

    with time_machine.travel(timezone.now()) as clock, monkeypatch.context() as patch:
        patch.setitem(webhooks._APPLY, "payment", die)
        for _ in range(5):
            with pytest.raises(Killed):
                webhooks.apply_event(str(event.pk))
            clock.shift(webhooks.LONGEST_WAIT)
        webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert (event.status, event.attempts) == ("quarantined", 5)
    assert event.last_error == "Its worker vanished each time"
    webhooks.try_event_again(event, by="Owner")
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    order.refresh_from_db()
    assert (event.status, order.status) == ("applied", "confirmed")


def test_an_event_somebody_is_applying_is_left_alone_until_the_lease_is_over(gateway):
    event = keep(b"no json")
    WebhookEvent.objects.update(lease_until=timezone.now() + webhooks.LEASE)
    webhooks.apply_event(str(event.pk))
    assert WebhookEvent.objects.get().status == "received"
    with time_machine.travel(timezone.now() + webhooks.LEASE + timedelta(seconds=1)):
        webhooks.apply_event(str(event.pk))
    assert WebhookEvent.objects.get().status == "quarantined"


@pytest.mark.parametrize("kind", ["payment.captured", "order.paid", "payment.authorized"])
def test_an_event_of_a_captured_payment_confirms_its_order_whatever_the_event_is_called(
    gateway, kind
):
    """PAY-8: the event is a hint; what it names is fetched."""
    order = started_order()
    event = applied(body_of(kind, payment=gateway.pay(order).id))
    assert event.status == "applied"
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_what_the_event_claims_of_amount_and_status_is_not_believed(gateway):
    """PAY-8."""
    order = started_order()
    seen = gateway.pay(order, "failed")
    entity = {"id": seen.id, "status": "captured", "amount": order.total_minor, "captured": True}
    applied(json.dumps({"payload": {"payment": {"entity": entity}}}).encode())
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_an_event_of_an_order_we_do_not_know_is_set_aside(gateway):
    """PAY-6."""
    order = started_order()
    seen = gateway.pay(order, order_id="order_of_somebody_else")
    assert applied(body_of("payment.captured", payment=seen.id)).status == "quarantined"


def test_an_event_of_a_payment_the_gateway_does_not_know_is_set_aside(gateway):
    """PAY-6: asking again tomorrow would not help."""
    assert applied(body_of("payment.captured", payment="pay_unknown")).status == "quarantined"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'{"event": "payment.captured", "payload": null}',
        b'{"payload": {"payment": {}}}',
        b'{"payload": {"payment": null}}',
        b'{"payload": {"refund": {"entity": {}}}}',
        b'{"event": "invoice.paid", "payload": {}}',
    ],
)
def test_an_event_we_cannot_read_is_set_aside_not_tried_for_ever(gateway, body):
    """PAY-6."""
    assert applied(body).status == "quarantined"


def test_a_refund_of_a_payment_we_know_nothing_of_is_set_aside(gateway):
    """PAY-6, PAY-13: its note is called like ours and holds no id of ours."""
    stranger = gateway.pay(started_order(), order_id="order_of_somebody_else")
    made = gateway.refund_payment(
        stranger.id,
        body={"amount": 100, "notes": {"refund_id": "by hand"}},
        idempotency_key="k" * 10,
    )
    assert applied(body_of("refund.processed", refund=made.id)).status == "quarantined"


def test_an_event_waits_while_the_gateway_cannot_be_asked(gateway):
    order = started_order()
    event = keep(body_of("payment.captured", payment=gateway.pay(order).id))
    gateway.errors.append(Retryable("ConnectTimeout"))
    with pytest.raises(Retryable):
        webhooks.apply_event(str(event.pk))
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert (event.status, event.attempts) == ("applied", 2)


def test_an_event_that_never_works_out_is_tried_ever_more_rarely_and_then_set_aside(gateway):
    """CEL-3, PAY-6: eight tries and a day at least; staff see it and have it tried again."""
    order = started_order()
    event = keep(body_of("payment.captured", payment=gateway.pay(order).id))
    gateway.errors += [Retryable("HTTP 429")] * 12
    waits = [tried(event) for _ in range(8)]
    assert [wait.seconds // 60 for wait in waits] == [1, 2, 4, 8, 15, 15, 15, 15]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert (event.status, event.last_error) == ("quarantined", "Retryable: HTTP 429")
    gateway.errors.clear()
    webhooks.try_event_again(event, by="Meera")
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert (event.status, event.last_error) == ("applied", "")
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def tried(event):
    """How long the event waits after one more try that fails."""
    event.refresh_from_db()
    with time_machine.travel(event.next_attempt_at + timedelta(seconds=1), tick=False):
        with pytest.raises(Retryable):
            webhooks.apply_event(str(event.pk))
        event.refresh_from_db()
        return event.next_attempt_at - timezone.now()


def test_an_event_that_was_applied_is_not_tried_again(gateway):
    event = applied(body_of("payment.captured", payment=gateway.pay(started_order()).id))
    with pytest.raises(IllegalTransition):
        webhooks.try_event_again(event, by="Meera")


def test_an_applied_event_is_not_applied_again(gateway):
    order = started_order()
    event = applied(body_of("payment.captured", payment=gateway.pay(order).id))
    calls = len(gateway.calls)
    webhooks.apply_event(str(event.pk))
    assert len(gateway.calls) == calls


def test_the_same_payment_under_two_event_ids_has_one_effect(gateway):
    """SEC-14, PAY-7."""
    order = started_order()
    body = body_of("payment.captured", payment=gateway.pay(order).id)
    applied(body, "evt_1")
    applied(body, "evt_2")
    assert LedgerEntry.objects.filter(order=order).count() == 1


# --- In any order, any number of times --------------------------------------------------------


def state_of(order):
    """All that may differ: the rows of money, what was told, and where the order stands."""
    books = LedgerEntry.objects.filter(order=order).values_list("kind", "amount_minor")
    mails = Message.objects.filter(channel="email").exclude(status="withdrawn")
    told = mails.values_list("template", flat=True)
    payment = Payment.objects.get(order=order)
    return {
        "order": Order.objects.get(pk=order.pk).status,
        "payment": (payment.status, payment.refund_reserved_minor),
        "books": sorted(books),
        "refunds": list(Refund.objects.filter(order=order).values_list("status", "amount_minor")),
        "confirmed": order.events.filter(status="confirmed").count(),
        "mails": sorted(told),
    }


def settled(order, refunded):
    """The one state everything has to end in, whatever came first."""
    return {
        "order": "confirmed",
        "payment": ("captured", sum(refunded)),
        "books": sorted(
            [("capture", order.total_minor), *(("refund", -amount) for amount in refunded)]
        ),
        "refunds": [("processed", amount) for amount in refunded],
        "confirmed": 1,
        "mails": sorted(
            ["orders/emails/confirmed.html", *["orders/emails/refunded.html"] * len(refunded)]
        ),
    }


@pytest.mark.parametrize("events", list(permutations(FIVE_EVENTS)), ids=" ".join)
def test_five_events_in_any_order_and_number_end_in_one_state(gateway, events):
    """PAY-8, F5: all 120 orders, each event one to four times, nothing known beforehand."""
    order = started_order(make_variant(price_minor=1_500_00))
    seen = gateway.pay(order)
    made = gateway.refund_by_hand(seen, 100_00)
    named = {"payment": {"payment": seen.id}, "order": {"payment": seen.id}}
    named["refund"] = {"refund": made.id}
    copies = random.Random(" ".join(events)).choices((1, 2, 3, 4), k=5)
    told = [event for event, times in zip(events, copies, strict=True) for _ in range(times)]
    [applied(body_of(event, **named[event.split(".")[0]]), f"evt_{event}") for event in told]
    assert state_of(order) == settled(order, [100_00])


STEPS = ["fail", "authorise", "capture", "refund", "settle", "tell", "tell_twice", "reconcile"]


class Story:
    """One order at a gateway that goes on by itself, while the shop hears of it now and then."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.order = started_order(make_variant(price_minor=1_500_00))
        self.seen = gateway.pay(self.order, "created")
        self.refunded = []
        self.untold = []
        self.count = 0

    @property
    def status(self):
        return self.gateway.payments[self.seen.id].status

    def move(self, status):
        self.gateway.move(self.gateway.payments[self.seen.id], status)
        self.untold.append({"payment": self.seen.id})

    def fail(self):
        if self.status in {"created", "authorized"}:
            self.move("failed")

    def authorise(self):
        if self.status in {"created", "failed"}:
            self.move("authorized")

    def capture(self):
        if self.status in {"created", "failed"}:
            self.authorise()
        if self.status == "authorized":
            self.move("captured")

    def refund(self):
        if self.status == "captured" and len(self.refunded) < 3:
            amount = 100_00 * (len(self.refunded) + 1)
            made = self.gateway.refund_by_hand(self.seen, amount, "pending")
            self.refunded.append(amount)
            self.untold.append({"refund": made.id})

    def settle(self):
        for made in list(self.gateway.refunds.values()):
            if made.status == "pending":
                self.gateway.settle(made.id, "processed")
                self.untold.append({"refund": made.id})

    def tell(self, times=1):
        """The latest thing first, since the order of events is not kept."""
        if self.untold:
            named = self.untold.pop()
            for _ in range(times):
                self.count += 1
                applied(body_of("some.event", **named), f"{self.order.number}-{self.count}")

    def tell_twice(self):
        self.tell(times=2)

    def reconcile(self):
        payments.refresh_payment(self.order.payments.get())
        periodic.find_refunds_made_by_hand()

    def end(self):
        self.capture()
        self.settle()
        while self.untold:
            self.tell()


@pytest.mark.django_db
@hypothesis.settings(
    max_examples=int(os.environ.get("STORIES", "60")),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@hypothesis.given(steps=st.lists(st.sampled_from(STEPS), max_size=20))
def test_whatever_happens_in_between_the_story_ends_in_one_state(gateway, steps):
    """PAY-8, F5: failed → authorised → captured, refunds in parts, told or not, twice or late."""
    Message.objects.all().delete()
    story = Story(gateway)
    [getattr(story, step)() for step in steps]
    story.end()
    refunded = story.refunded
    ended = state_of(story.order)
    ended["refunds"].sort(key=lambda row: row[1])
    assert ended == settled(story.order, refunded)


# --- The sweep ------------------------------------------------------------------------------


def test_an_event_whose_bell_was_lost_is_found_by_the_sweep(gateway):
    """INV-8: nothing is sent on commit inside this test, as if the broker were down."""
    order = started_order()
    keep(body_of("payment.captured", payment=gateway.pay(order).id))
    periodic.apply_kept_webhooks()
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_one_unreadable_event_does_not_keep_the_others_waiting(gateway):
    order = started_order()
    keep(b"\xff", "evt_1")
    keep(body_of("refund.processed", refund="rfnd_unknown"), "evt_2")
    keep(body_of("payment.captured", payment=gateway.pay(order).id), "evt_3")
    periodic.apply_kept_webhooks()
    assert Order.objects.get(pk=order.pk).status == "confirmed"

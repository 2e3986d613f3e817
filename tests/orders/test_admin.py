"""Promises of orders/admin.py: the desk makes the shop's own moves, and only the legal ones."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Message
from orders.cancellation import cancel_order
from orders.gateway import Unknown
from orders.models import LedgerEntry, Order, OrderEvent, Payment, Refund, WebhookEvent
from orders.states import OrderStatus, PaymentStatus, RefundStatus
from orders.webhooks import keep_event
from tests.factories import (
    delivered_order,
    make_staff,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    shipped_order,
    started_order,
)

pytestmark = pytest.mark.django_db
SHIPPED_WITH = {"carrier": "Delhivery", "tracking_number": "DL-77"}


@pytest.fixture
def owner(client):
    staff = make_staff(full_name="Meera Owner", is_superuser=True)
    client.force_login(staff)
    return client


def packer(client, *permissions):
    staff = make_staff(full_name="Packer")
    staff.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(staff)
    return client


def page(row):
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{name}_change", args=[row.pk])


def listing(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def move(client, row, name, data=None):
    name_of_url = f"admin:{row._meta.app_label}_{row._meta.model_name}_move"
    return client.post(reverse(name_of_url, args=[row.pk, name]), data or {}, follow=True)


def bulk(client, rows, action, **more):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
    return client.post(listing(type(rows[0])), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def legal(client, order):
    return [made.label for made, _ in client.get(page(order)).context["moves"]]


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


# --- The desk -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (place_order, ["Note", "Cancel order"]),
        (paid_order, ["Pack", "Note", "Refund", "Cancel order"]),
        (packed_order, ["Ship", "Note", "Refund"]),
        (shipped_order, ["Mark delivered", "Note", "Refund"]),
        (delivered_order, ["Note", "Refund"]),
    ],
)
def test_the_desk_offers_exactly_the_legal_moves(owner, make, labels):
    assert legal(owner, make()) == labels


def test_packing_shipping_and_delivering_from_the_desk_names_who_did_it(owner):
    order = paid_order()
    move(owner, order, "pack")
    move(owner, order, "ship", SHIPPED_WITH)
    move(owner, order, "deliver")
    order.refresh_from_db()
    parcel = order.parcels.get()
    sent = (order.status, parcel.carrier, parcel.tracking_number)
    assert sent == ("delivered", *SHIPPED_WITH.values())
    staffed = OrderEvent.objects.filter(order=order, by="Meera Owner")
    assert list(staffed.values_list("status", flat=True)) == ["packed", "shipped", "delivered"]


def test_a_move_is_logged_for_the_history_page(owner):
    move(owner, paid_order(), "pack")
    assert LogEntry.objects.get().change_message == "Pack"


def test_shipping_without_a_tracking_number_is_refused_beside_the_field(owner):
    order = packed_order()
    response = move(owner, order, "ship", {"carrier": "Delhivery", "tracking_number": ""})
    assert response.status_code == 422
    assert response.context["form"]["carrier"].value() == "Delhivery"
    assert list(response.context["form"].errors) == ["tracking_number"]
    assert status_of(order) == OrderStatus.PACKED


def test_a_move_somebody_else_made_first_is_a_message_not_an_error(owner):
    order = packed_order()
    response = move(owner, order, "pack")
    assert response.status_code == 200
    assert said(response) == [f"{order} is packed; it cannot become packed."]


def test_cancelling_asks_first_and_says_what_goes_back(owner):
    order = paid_order(make_variant(price_minor=1_500_00))
    ask = owner.get(reverse("admin:orders_order_move", args=[order.pk, "cancel"]))
    assert ask.context["question"].startswith("The items go back on sale. ₹1,500 goes back")
    assert status_of(order) == OrderStatus.CONFIRMED
    move(owner, order, "cancel")
    assert status_of(order) == OrderStatus.CANCELLED
    assert Refund.objects.get(order=order).requested_by == "Meera Owner"


def test_looking_at_a_move_changes_nothing(owner):
    order = paid_order()
    owner.get(reverse("admin:orders_order_move", args=[order.pk, "pack"]))
    assert status_of(order) == OrderStatus.CONFIRMED


def test_the_desk_shows_lines_address_money_and_history(owner):
    order = delivered_order(make_variant(price_minor=1_500_00, sku="KU-DESK"), quantity=2)
    text = owner.get(page(order)).content.decode()
    for shown in ("KU-DESK", "12, Lake View", "560001", "₹3,000", "Paid in", "Handed to Blue Dart"):
        assert shown in text


def test_an_unknown_move_or_order_is_not_found(owner):
    order = paid_order()
    assert move(owner, order, "burn").status_code == 404
    missing = reverse(
        "admin:orders_order_move", args=["01a203da-788f-7542-90b9-e6f441710d6a", "pack"]
    )
    assert owner.post(missing).status_code == 404


# --- Many at once -------------------------------------------------------------------------


def test_bulk_packing_says_row_by_row_what_was_refused(owner):
    ready, shipped = [paid_order(), paid_order()], shipped_order()
    response = bulk(owner, [*ready, shipped], "mark_packed", confirmed=1)
    assert said(response) == [
        "Pack: 2 done.",
        f"Refused. {shipped} is shipped; it cannot become packed.",
    ]
    assert [status_of(order) for order in [*ready, shipped]] == ["packed", "packed", "shipped"]


def test_bulk_delivery_opens_the_return_window(owner):
    order = shipped_order()
    bulk(owner, [order], "mark_delivered", confirmed=1)
    order.refresh_from_db()
    assert (order.status, order.return_deadline is None) == (OrderStatus.DELIVERED, False)


# --- Who may ------------------------------------------------------------------------------


def test_staff_who_may_only_look_see_no_moves_and_make_none(client):
    order = paid_order()
    viewer = packer(client, "view_order")
    assert legal(viewer, order) == []
    assert move(viewer, order, "pack").status_code == 403
    assert status_of(order) == OrderStatus.CONFIRMED


def test_staff_who_may_change_orders_may_pack(client):
    order = paid_order()
    move(packer(client, "change_order"), order, "pack")
    assert status_of(order) == OrderStatus.PACKED


def test_staff_who_may_only_look_get_no_bulk_actions(client):
    order = paid_order()
    bulk(packer(client, "view_order"), [order], "mark_packed")
    assert status_of(order) == OrderStatus.CONFIRMED


def test_a_customer_does_not_get_in(client):
    order = paid_order()
    client.force_login(order.user)
    assert client.get(page(order)).url.startswith(reverse("admin:login"))


def test_a_form_posted_at_the_order_changes_nothing(owner):
    order = paid_order()
    assert owner.post(page(order), {"status": "delivered", "total_minor": 1}).status_code == 403
    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED


@pytest.mark.parametrize("model", [Order, Payment, Refund, LedgerEntry, WebhookEvent])
def test_the_books_are_never_added_to_or_deleted_from(owner, model):
    name = f"orders_{model._meta.model_name}"
    assert owner.get(reverse(f"admin:{name}_add")).status_code == 403
    order = paid_order()
    keep_event(event_id="evt_1", body=b"{}")
    move(owner, order, "cancel")
    row = model.objects.first()
    assert (
        owner.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )


# --- Money --------------------------------------------------------------------------------


def needing_attention():
    order = paid_order()
    cancel_order(order, by="Store")
    refund = Refund.objects.get(order=order)
    refund.move_to(RefundStatus.SUBMITTING)
    refund.move_to(RefundStatus.NEEDS_ATTENTION, last_error="Razorpay did not answer", attempt=8)
    return refund


def test_trying_a_refund_again_sends_it_with_the_same_key(
    owner, gateway, django_capture_on_commit_callbacks
):
    refund = needing_attention()
    with django_capture_on_commit_callbacks(execute=True):
        move(owner, refund, "retry")
    assert status_of(refund) == RefundStatus.PROCESSED
    assert list(gateway.keys) == [refund.idempotency_key]


def test_a_refund_that_is_fine_is_not_sent_again(owner):
    refund = needing_attention()
    refund.move_to(RefundStatus.SUBMITTING)
    response = bulk(owner, [refund], "try_again", confirmed="1")
    assert said(response)[0].startswith("Refused. ")
    assert status_of(refund) == RefundStatus.SUBMITTING


def test_asking_the_gateway_books_what_it_says(owner, gateway):
    order = started_order()
    gateway.pay(order)
    response = move(owner, order.payments.get(), "ask")
    assert said(response) == ["Razorpay says: paid."]
    assert status_of(order) == OrderStatus.CONFIRMED


def test_asking_through_the_real_sdk_books_it_too(owner, sandbox):
    order = started_order()
    sandbox.pay(order.payments.get().gateway_order_id)
    bulk(owner, [order.payments.get()], "ask_the_gateway")
    assert order.payments.get().status == PaymentStatus.CAPTURED


def test_a_gateway_that_does_not_answer_is_a_message(owner, gateway):
    order = started_order()
    gateway.errors.append(Unknown("timed out"))
    response = move(owner, order.payments.get(), "ask")
    assert said(response) == ["Razorpay did not answer: timed out"]


def test_a_webhook_is_shown_as_it_came_and_escaped(owner):
    keep_event(event_id="evt_1", body=b'{"event": "<script>alert(1)</script>"}')
    text = owner.get(page(WebhookEvent.objects.get())).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


# --- Lists --------------------------------------------------------------------------------


def queries_of(client, model):
    client.get(listing(model))  # what is cached once is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(listing(model)).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", [Order, Payment, Refund, LedgerEntry])
def test_a_list_asks_the_same_few_questions_for_3_rows_and_for_12(owner, model):
    variant = make_variant(stock=50)
    buy_and_cancel(owner, variant, times=3)
    few = queries_of(owner, model)
    buy_and_cancel(owner, variant, times=9)
    assert model.objects.count() >= 12
    assert queries_of(owner, model) == few <= 12


def buy_and_cancel(client, variant, *, times):
    for _ in range(times):
        move(client, paid_order(variant), "cancel")


@pytest.mark.parametrize("term", ["Asha", "+919876543210", "asha@example.in", "BD123"])
def test_orders_are_found_by_what_a_caller_can_say(owner, term):
    shipped_order()
    assert owner.get(listing(Order), {"q": term}).context["cl"].result_count == 1


def test_the_queue_to_pack_holds_paid_orders_only(owner):
    ready = paid_order()
    packed_order()
    found = owner.get(listing(Order), {"status__exact": "confirmed"}).context["cl"].result_list
    assert list(found) == [ready]


def test_the_first_page_counts_what_waits(owner):
    paid_order()
    queues = owner.get(reverse("admin:index")).context["queues"]
    assert {q["title"]: q["count"] for q in queues}["Orders to pack"] == 1


def test_navigation_shows_what_one_may_see(client):
    groups = packer(client, "view_order").get(reverse("admin:index")).context["sidebar_navigation"]
    assert [(g["title"], [i["title"] for i in g["items"]]) for g in groups] == [
        ("Orders", ["Board", "To pack", "To ship", "Coming back", "All orders", "All parcels"])
    ]


def test_a_message_of_the_order_is_owed_once_shipped_from_the_desk(owner):
    order = packed_order()
    move(owner, order, "ship", SHIPPED_WITH)
    assert Message.objects.filter(template="orders/emails/shipped.html").count() == 2

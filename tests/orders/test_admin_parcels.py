"""Promises of the desks of orders and parcels: parts, labels, whole queues, once each."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Parcel, Refund
from orders.states import RefundStatus
from tests.factories import (
    make_staff,
    make_variant,
    pack_first,
    packed_order,
    paid_order,
    place_order,
    ship_parcel,
    shipped_order,
    two_parcels,
)

pytestmark = pytest.mark.django_db
ORDERS = "admin:orders_order_changelist"
PARCELS = "admin:orders_parcel_changelist"


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def press(client, row, name, data=None):
    model = type(row)._meta.model_name
    url = reverse(f"admin:orders_{model}_move", args=[row.pk, name])
    return client.post(url, data or {}, follow=True)


def bulk(client, listing, action, rows, **data):
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(reverse(listing), {**chosen, **data}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


# --- A part -------------------------------------------------------------------------------


def test_staff_pack_so_many_of_each_line(owner):
    order = paid_order(make_variant(), make_variant(), quantity=3)
    first, second = order.lines.all()
    data = {"seen_steps": 0, first.pk.hex: 2, second.pk.hex: 0}
    assert said(press(owner, order, "pack-some", data)) == [
        f"{order}: 1 parcel packed, 4 pieces still to pack."
    ]
    assert list(Parcel.objects.get().lines.values_list("order_line", "quantity")) == [(first.pk, 2)]


def test_the_same_press_again_is_refused_and_packs_nothing_more(owner):
    order = paid_order(quantity=3)
    data = {"seen_steps": 0, order.lines.get().pk.hex: 1}
    press(owner, order, "pack-some", data)
    again = press(owner, order, "pack-some", data)
    assert again.status_code == 422
    assert order.parcels.count() == 1


@pytest.mark.parametrize("units", ["4", "-1", "many"])
def test_what_cannot_be_packed_is_said_beside_its_field(owner, units):
    order = paid_order(quantity=3)
    field = order.lines.get().pk.hex
    answer = press(owner, order, "pack-some", {"seen_steps": 0, field: units})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Parcel.objects.exists()


def test_each_parcel_is_shipped_with_its_own_number_and_delivered(owner):
    first, second = two_parcels(quantity=2)
    for parcel, number in ((first, "ONE"), (second, "TWO")):
        press(owner, parcel, "ship", {"carrier": "Delhivery", "tracking_number": number})
    assert status_of(first.order) == "shipped"
    press(owner, first, "deliver")
    press(owner, second, "deliver")
    assert status_of(first.order) == "delivered"
    assert list(Parcel.objects.values_list("tracking_number", flat=True)) == ["ONE", "TWO"]


def test_taking_apart_asks_first(owner):
    parcel = packed_order(quantity=2).parcels.get()
    ask = owner.get(reverse("admin:orders_parcel_move", args=[parcel.pk, "unpack"]))
    assert ask.context["question"].startswith("Its 2 pieces are to pack again")
    assert status_of(parcel) == "packed"
    press(owner, parcel, "unpack")
    assert status_of(parcel) == "unpacked"


def test_after_a_move_one_is_back_on_the_desk_of_the_order(owner):
    parcel = packed_order().parcels.get()
    answer = press(owner, parcel, "unpack")
    desk = reverse("admin:orders_order_change", args=[parcel.order_id])
    assert answer.redirect_chain[-1][0] == desk
    assert owner.get(reverse("admin:orders_parcel_change", args=[parcel.pk])).url == desk


def test_staff_without_the_right_move_no_parcel(client):
    parcel = packed_order().parcels.get()
    staff = make_staff()
    staff.user_permissions.set(Permission.objects.filter(codename="view_order"))
    client.force_login(staff)
    assert press(client, parcel, "unpack").status_code == 403
    assert status_of(parcel) == "packed"


# --- Money and notes ----------------------------------------------------------------------


def test_a_part_of_the_money_goes_back_once_for_one_form(owner):
    order = paid_order(make_variant(price_minor=1_500_00))
    data = {"amount": "199.50", "reason": "A button was loose", "key": "0" * 32}
    press(owner, order, "refund", data)
    press(owner, order, "refund", data)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reason) == (199_50, "A button was loose")
    assert (refund.requested_by, refund.requester.full_name) == ("Meera Owner", "Meera Owner")
    assert refund.status == RefundStatus.AWAITING_APPROVAL


def test_more_than_was_paid_is_refused_with_what_was_typed(owner):
    order = paid_order(make_variant(price_minor=1_500_00))
    answer = press(owner, order, "refund", {"amount": "1501", "reason": "x", "key": "0" * 32})
    assert answer.status_code == 422
    assert "₹1,500 of this order is left to refund" in answer.content.decode()
    assert not Refund.objects.exists()


def test_a_note_is_read_by_staff_alone(owner):
    order = paid_order()
    press(owner, order, "note", {"text": "Call before delivery"})
    assert (
        "Call before delivery"
        in owner.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()
    )
    owner.force_login(order.user)
    assert "Call before delivery" not in owner.get(order.get_absolute_url()).content.decode()


# --- Many at once -------------------------------------------------------------------------


def test_packing_many_shows_what_goes_in_and_asks_first(owner):
    order = paid_order(make_variant(sku="KU-PICK"), quantity=2)
    ask = bulk(owner, ORDERS, "mark_packed", [order])
    assert "KU-PICK" in ask.content.decode()
    assert status_of(order) == "confirmed"
    assert said(bulk(owner, ORDERS, "mark_packed", [order], confirmed=1)) == ["Pack: 1 done."]
    assert status_of(order) == "packed"


@pytest.mark.parametrize("listing", [ORDERS, PARCELS])
def test_many_are_shipped_each_with_its_own_number_and_those_without_wait(owner, listing):
    orders = [packed_order() for _ in range(3)]
    one, two, three = parcels = [order.parcels.get() for order in orders]
    rows = orders if listing == ORDERS else parcels
    assert bulk(owner, listing, "ship", rows).content.decode().count("Tracking number of") == 3
    numbers = {f"tracking-{one.pk.hex}": "A1", f"tracking-{two.pk.hex}": " B2 "}
    done = bulk(owner, listing, "ship", rows, confirmed=1, carrier="Delhivery", **numbers)
    assert said(done) == ["Ship: 2 on their way with Delhivery. 1 without a number wait."]
    sent = Parcel.objects.on_the_way().order_by("tracking_number")
    assert list(sent.values_list("tracking_number", flat=True)) == ["A1", "B2"]
    assert status_of(three) == "packed"


def test_a_carrier_is_asked_for_and_the_numbers_stay(owner):
    parcel = packed_order().parcels.get()
    typed = {f"tracking-{parcel.pk.hex}": "A1", "confirmed": 1, "carrier": ""}
    answer = bulk(owner, PARCELS, "ship", [parcel], **typed)
    assert answer.status_code == 422
    assert 'value="A1"' in answer.content.decode()
    assert status_of(parcel) == "packed"


def test_nothing_to_ship_is_said(owner):
    assert said(bulk(owner, ORDERS, "ship", [shipped_order()])) == [
        "Nothing chosen waits for a carrier."
    ]


def test_many_parcels_are_delivered_after_asking(owner):
    parcels = [shipped_order().parcels.get() for _ in range(2)]
    bulk(owner, PARCELS, "deliver", parcels)
    assert {status_of(parcel) for parcel in parcels} == {"shipped"}
    bulk(owner, PARCELS, "deliver", parcels, confirmed=1)
    assert {status_of(parcel) for parcel in parcels} == {"delivered"}


# --- The lists ----------------------------------------------------------------------------


def test_an_order_is_found_by_a_number_on_one_of_its_labels(owner):
    first, _ = two_parcels(quantity=2)
    ship_parcel(first, "LABEL-77")
    paid_order()
    found = owner.get(reverse(ORDERS), {"q": "LABEL-77"}).context["cl"].result_list
    assert list(found) == [first.order]


def test_the_queue_begins_with_who_waited_longest(owner):
    orders = [paid_order() for _ in range(3)]
    shown = owner.get(reverse(ORDERS), {"status__exact": "confirmed"}).context["cl"].result_list
    assert list(shown) == orders
    assert list(owner.get(reverse(ORDERS)).context["cl"].result_list) == orders[::-1]


def test_what_is_held_is_seen_with_the_time_until_which(owner):
    unpaid, partly = place_order(quantity=2), paid_order(quantity=3)
    ship_parcel(pack_first(partly))
    page = owner.get(reverse(ORDERS)).content.decode()
    until = timezone.localtime(unpaid.expires_at)
    assert f"2 until {until:%H:%M}" in page


@pytest.mark.parametrize("listing", [ORDERS, PARCELS])
def test_a_list_asks_the_same_few_questions_at_any_size(owner, listing):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert owner.get(reverse(listing)).status_code == 200
        return len(asked)

    packed_order()
    questions()
    few = questions()
    for _ in range(6):
        two_parcels(make_variant(), make_variant())
    assert questions() == few
    assert few <= 12

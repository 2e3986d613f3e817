"""Promises of orders/views.py: buying, paying and following, each for one's own orders only."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Address
from orders import fulfilment
from orders.gateway import Retryable
from orders.models import LedgerEntry, Order
from shop.models import PinCode, Product, Variant
from tests.factories import (
    bag_with,
    make_address,
    make_customer,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    started_order,
)
from tests.factories.gateway import sign

pytestmark = pytest.mark.django_db

CHECKOUT = reverse("orders:checkout")
NEW_ADDRESS = {
    "address": "new",
    "full_name": "Asha Rao",
    "phone": "98765 43210",
    "pin_code": "560 001",
    "house": "12, Lake View",
    "street": "Church Street",
    "city": "Bengaluru",
    "state": "KA",
    "pay": "upi",
}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def customer(client):
    user = make_customer()
    client.force_login(user)
    return user


@pytest.fixture
def bagged(customer):
    """One thing in the bag; the total shown is ₹579."""
    variant = make_variant(stock=5)
    bag_with(variant, user=customer)
    return variant


def check_out(client, **changes):
    fields = {"key": str(uuid4()), "shown_total": "57900", **NEW_ADDRESS, **changes}
    return client.post(CHECKOUT, fields)


# --- Checkout ---------------------------------------------------------------------------------


def test_checkout_shows_what_it_costs(client, bagged):
    response = client.get(CHECKOUT)
    assert response.status_code == 200
    assert "₹579" in text_of(response)


def test_checkout_of_an_empty_bag_leads_to_the_bag(client, customer):
    assert client.get(CHECKOUT)["Location"] == reverse("shop:bag")


def test_checkout_of_a_bag_with_a_problem_leads_to_the_bag(client, bagged):
    Product.objects.update(is_published=False)
    assert client.get(CHECKOUT)["Location"] == reverse("shop:bag")


def test_a_placed_order_is_known_to_the_gateway_and_leads_to_the_pay_page(client, bagged, gateway):
    response = check_out(client)
    order = Order.objects.get()
    assert response["Location"] == f"{reverse('orders:pay', args=[order.number])}?by=upi"
    assert order.payments.get().gateway_order_id in gateway.orders
    assert (order.pin_code, order.phone) == ("560001", "+919876543210")
    assert Address.objects.get().user == order.user


def test_a_double_click_is_one_order(client, bagged, gateway):
    key = str(uuid4())
    first, second = check_out(client, key=key), check_out(client, key=key)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_an_address_of_the_book_is_copied(client, bagged, gateway, customer):
    address = make_address(customer, city="Mysuru")
    check_out(client, address=str(address.pk))
    assert Order.objects.get().city == "Mysuru"


def test_somebody_elses_address_cannot_be_chosen(client, bagged, gateway, customer):
    """SEC-5."""
    make_address(customer)
    stolen = make_address(make_customer(), house="Secret house")
    response = check_out(client, address=str(stolen.pk))
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert "Choose an address." in text_of(response)
    assert "Secret house" not in text_of(response)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pin_code": "12"}, "Enter a 6-digit PIN code."),
        ({"phone": "12"}, "Enter a 10-digit mobile number."),
        ({"full_name": ""}, "Enter your full name."),
        ({"email": "nobody"}, "Enter an e-mail address like asha@example.in."),
        ({"shown_total": "57800"}, "The total was ₹578 and is ₹579."),
    ],
)
def test_a_mistake_comes_back_in_words_with_all_that_was_typed(
    client, bagged, gateway, changes, said
):
    response = check_out(client, house="Canary House", **changes)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert said in text_of(response)
    assert "Canary House" in text_of(response)


@pytest.mark.parametrize(
    "changes", [{"shown_total": "-1"}, {"shown_total": "abc"}, {"shown_total": ""}, {"key": "x"}]
)
def test_a_form_that_was_tampered_with_orders_nothing(client, bagged, gateway, changes):
    """SEC-7."""
    assert check_out(client, **changes).status_code == 422
    assert Order.objects.count() == 0


def test_a_size_sold_out_between_page_and_click_is_said_and_nothing_is_ordered(
    client, bagged, gateway
):
    Variant.objects.update(on_hand=0)
    response = check_out(client)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert "The last M was just bought" in text_of(response)


def test_a_product_switched_off_while_in_the_bag_is_said_and_nothing_is_ordered(
    client, bagged, gateway
):
    Product.objects.update(is_published=False)
    response = check_out(client)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert "Bagru Kurta is no longer sold. Remove it to go on." in text_of(response)


@pytest.mark.parametrize(
    "field", ["total_minor", "items_minor", "delivery_minor", "status", "user"]
)
def test_what_the_shop_decides_cannot_be_posted(client, bagged, gateway, customer, field):
    """SEC-7."""
    check_out(client, **{field: "1"})
    order = Order.objects.get()
    assert (order.total_minor, order.status, order.user) == (579_00, "placed", customer)


def test_a_gateway_that_does_not_answer_keeps_the_order_and_offers_another_try(
    client, bagged, gateway
):
    gateway.errors.append(Retryable("ConnectTimeout"))
    page = check_out(client)["Location"].partition("?")[0]
    assert "Try again" in text_of(client.get(page))
    client.post(page)
    assert Order.objects.get().payments.get().gateway_order_id in text_of(client.get(page))


# --- Paying -----------------------------------------------------------------------------------


def outcome_of(order):
    return reverse("orders:outcome", args=[order.number])


def come_back(client, payment, seen, **changes):
    fields = {
        "razorpay_payment_id": seen.id,
        "razorpay_order_id": seen.order_id,
        "razorpay_signature": sign(seen.order_id, seen.id),
        **changes,
    }
    return client.post(reverse("orders:payment_return", args=[payment.pk]), fields)


def test_coming_back_from_the_gateway_confirms_the_order_without_a_session(gateway):
    """The cookie does not travel with a post from another site."""
    order = started_order()
    stranger = Client(enforce_csrf_checks=True)
    response = come_back(stranger, order.payments.get(), gateway.pay(order))
    order.refresh_from_db()
    assert (response["Location"], order.status) == (outcome_of(order), "confirmed")


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü"])
def test_coming_back_with_a_forged_signature_changes_nothing(client, gateway, signature):
    """PAY-4."""
    order = started_order()
    response = come_back(
        client, order.payments.get(), gateway.pay(order), razorpay_signature=signature
    )
    order.refresh_from_db()
    assert response["Location"] == f"{outcome_of(order)}?unconfirmed=1"
    assert (order.status, LedgerEntry.objects.count()) == ("placed", 0)


def test_coming_back_with_the_proof_of_another_order_changes_nothing(client, gateway):
    """PAY-4, PAY-5: the stored order id counts, not the posted one."""
    cheap = started_order(make_variant(price_minor=100_00))
    dear = started_order(make_variant(price_minor=900_00))
    response = come_back(client, dear.payments.get(), gateway.pay(cheap))
    dear.refresh_from_db()
    assert response["Location"].endswith("?unconfirmed=1")
    assert (dear.status, LedgerEntry.objects.count()) == ("placed", 0)


def test_coming_back_after_a_failure_says_why(client, customer, gateway):
    order = started_order(user=customer)
    gateway.pay(order, "failed", error_description="Too little money.")
    url = reverse("orders:payment_return", args=[order.payments.get().pk])
    response = client.post(url, {"error[code]": "BAD_REQUEST_ERROR"})
    assert response["Location"] == outcome_of(order)
    assert order.payments.get().failure == "Too little money."
    assert "The payment did not go through" in text_of(client.get(response["Location"]))


def test_coming_back_to_a_payment_that_does_not_exist_is_not_found(client):
    url = reverse("orders:payment_return", args=[uuid4()])
    assert client.post(url, {}).status_code == 404


def test_opening_the_pay_page_changes_nothing_and_asks_nobody(client, customer, gateway):
    """SEC-20."""
    order = place_order(user=customer)
    client.get(reverse("orders:pay", args=[order.number]))
    assert gateway.calls == []


def test_a_paid_order_has_no_pay_page(client, customer):
    order = paid_order(user=customer)
    response = client.get(reverse("orders:pay", args=[order.number]))
    assert response["Location"] == outcome_of(order)


# --- Following and cancelling -----------------------------------------------------------------

PAGES = ["detail", "part", "pay", "outcome"]


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_order_is_not_found(client, customer, page):
    """SEC-5."""
    url = reverse(f"orders:{page}", args=[place_order().number])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["pay", "pay_cash", "check", "cancel", "again"])
def test_somebody_elses_order_is_neither_paid_nor_cancelled(client, customer, gateway, page):
    """SEC-5."""
    order = place_order()
    response = client.post(reverse(f"orders:{page}", args=[order.number]))
    order.refresh_from_db()
    assert (response.status_code, order.status, gateway.calls) == (404, "placed", [])


@pytest.mark.parametrize("page", ["detail", "pay", "outcome"])
def test_someone_not_signed_in_is_asked_who_they_are(client, page):
    url = reverse(f"orders:{page}", args=[place_order().number])
    assert client.get(url)["Location"] == f"/sign-in/?next={url}"


@pytest.mark.parametrize("deed", ["cancel", "pay", "pay_cash", "check", "again"])
def test_someone_not_signed_in_does_nothing_to_an_order(client, gateway, deed):
    order = place_order()
    url = reverse(f"orders:{deed}", args=[order.number])
    assert client.post(url)["Location"] == f"/sign-in/?next={url}"
    order.refresh_from_db()
    assert (order.status, order.payment_method, gateway.calls) == ("placed", "online", [])


def test_a_page_left_open_after_signing_out_asks_who_is_there(client):
    """The answer to its part is no part: it would show the sign-in page inside the order's."""
    answer = client.get(reverse("orders:part", args=[place_order().number]))
    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")


def part_of(client, order, seen=""):
    return client.get(f"{reverse('orders:part', args=[order.number])}?seen={seen}")


def seen_on(page):
    return re.search(r"\?seen=([\w.]+)", page)[1]


def test_a_page_that_is_right_is_answered_with_nothing_at_the_price_of_three_questions(
    client, customer, django_assert_num_queries
):
    order = paid_order(user=customer)
    seen = seen_on(text_of(client.get(order.get_absolute_url())))
    with django_assert_num_queries(3):  # customer, order, what happened last
        answer = part_of(client, order, seen)
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_page_that_is_behind_gets_its_part_and_hears_what_happened(client, customer):
    order = paid_order(user=customer)
    seen = seen_on(text_of(client.get(order.get_absolute_url())))
    fulfilment.pack_order(order, by="Store")
    answer = part_of(client, order, seen)
    assert answer.status_code == 200
    assert json.loads(answer.headers["HX-Trigger"]) == {"say": {"value": "Packed"}}
    assert part_of(client, order, seen_on(text_of(answer))).status_code == 204


def test_what_only_staff_may_read_moves_no_page(client, customer):
    order = paid_order(user=customer)
    seen = seen_on(text_of(client.get(order.get_absolute_url())))
    order.events.create(text="Canary note of staff", is_public=False)
    assert part_of(client, order, seen).status_code == 204


def test_an_order_that_can_no_longer_be_paid_moves_its_page(client, customer):
    order = place_order(user=customer)
    seen = seen_on(text_of(client.get(order.get_absolute_url())))
    assert part_of(client, order, seen).status_code == 204
    with time_machine.travel(order.expires_at + timedelta(seconds=1), tick=False):
        assert part_of(client, order, seen).status_code == 200


def test_the_list_shows_ones_own_orders_only(client, customer):
    mine, other = place_order(user=customer), place_order()
    page = text_of(client.get(reverse("orders:list")))
    assert mine.number in page
    assert other.number not in page


def test_the_order_page_tells_its_history_but_not_what_is_for_staff(client, customer):
    order = packed_order(user=customer)
    order.events.create(order=order, text="Canary note of staff", is_public=False)
    page = text_of(client.get(order.get_absolute_url()))
    assert "Payment received" in page
    assert "Canary note of staff" not in page


def test_the_part_that_changes_is_a_part(client, customer):
    order = paid_order(user=customer)
    response = client.get(reverse("orders:part", args=[order.number]))
    assert response.status_code == 200
    assert "<html" not in text_of(response)
    assert "no-store" in response["Cache-Control"]


def test_a_customer_cancels_until_packed(client, customer):
    order = paid_order(user=customer)
    response = client.post(reverse("orders:cancel", args=[order.number]))
    order.refresh_from_db()
    assert (response.status_code, order.status) == (302, "cancelled")
    assert order.refunds.get().amount_minor == order.total_minor


def test_cancelling_what_is_packed_is_refused_in_words(client, customer):
    order = paid_order(user=customer)
    fulfilment.pack_order(order, by="Store")
    response = client.post(reverse("orders:cancel", args=[order.number]))
    order.refresh_from_db()
    assert (response.status_code, order.status) == (422, "packed")
    assert "can no longer be cancelled" in text_of(response)


def test_cancelling_by_a_link_is_not_possible(client, customer):
    """SEC-20."""
    order = place_order(user=customer)
    assert client.get(reverse("orders:cancel", args=[order.number])).status_code == 405


@pytest.mark.parametrize("page", ["detail", "part"])
def test_an_order_page_asks_the_same_few_questions_however_long_the_order(
    client, customer, django_assert_max_num_queries, page
):
    order = place_order(*[make_variant() for _ in range(6)], user=customer)
    with django_assert_max_num_queries(14):  # its invoice is one of them
        client.get(reverse(f"orders:{page}", args=[order.number]))


# --- Where to, and what that costs ------------------------------------------------------------


def place_to(client, address, total, **fields):
    data = {"address": str(address.pk), "key": uuid4().hex, "shown_total": total, "pay": "upi"}
    return client.post(CHECKOUT, {**data, **fields})


def test_the_fee_of_the_chosen_address_is_in_the_total(client, customer):
    PinCode.objects.create(prefix="1", fee_minor=149_00)
    bag_with(make_variant(price_minor=500_00), user=customer)
    make_address(customer, pin_code="110001")
    assert client.get(CHECKOUT).context["quote"].total.minor == 649_00


def test_an_address_with_another_fee_is_placed_only_once_its_total_was_shown(client, customer):
    """SEC-7."""
    PinCode.objects.create(prefix="5")
    PinCode.objects.create(prefix="1", fee_minor=149_00)
    bag_with(make_variant(price_minor=500_00), user=customer)
    make_address(customer)
    far = make_address(customer, pin_code="110001")
    refused = place_to(client, far, 579_00, email="asha@example.in")
    assert (refused.status_code, Order.objects.count()) == (422, 0)
    assert "The total was ₹579 and is ₹649." in text_of(refused)
    assert refused.context["form"]["shown_total"].value() == "64900"
    assert refused.context["form"].chosen_address == str(far.pk)
    assert refused.context["form"]["email"].value() == "asha@example.in"
    assert place_to(client, far, 649_00).status_code == 302
    assert Order.objects.get().total_minor == 649_00


def test_an_address_we_do_not_go_to_is_said_beside_it(client, customer):
    PinCode.objects.create(prefix="744", is_served=False)
    bag_with(make_variant(price_minor=500_00), user=customer)
    address = make_address(customer, pin_code="744301")
    response = place_to(client, address, 579_00)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert "We don&#x27;t deliver to 744301 yet." in text_of(response)
    assert response.context["form"].errors["address"]


def test_a_new_address_we_do_not_go_to_is_said_at_its_pin_code(client, customer):
    PinCode.objects.create(prefix="5", is_served=False)
    bag_with(make_variant(price_minor=500_00), user=customer)
    data = {**NEW_ADDRESS, "key": uuid4().hex, "shown_total": 579_00}
    response = client.post(CHECKOUT, data)
    assert response.status_code == 422
    assert response.context["form"].place.errors["pin_code"] == ["We don't deliver to 560001 yet."]
    assert not customer.addresses.exists()  # nothing went there


def test_going_on_with_a_price_at_the_checkout_ends_its_news(client, customer):
    bag_with(make_variant(price_minor=500_00), user=customer)
    Variant.objects.update(price_minor=600_00, mrp_minor=600_00)
    address = make_address(customer)
    assert "Was ₹500, now ₹600." in text_of(client.get(CHECKOUT))
    assert place_to(client, address, 579_00).status_code == 422
    assert "Was ₹500, now ₹600." not in text_of(client.get(CHECKOUT))

"""Promises of orders/checkout_pages.py: one form, one order, at the sum that was last shown."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from shop import stock
from shop.models import Cart, PinCode, Product, StockMovement, Variant
from tests.factories import (
    bag_with,
    cash_order,
    make_address,
    make_customer,
    make_variant,
    paid_order,
)

pytestmark = pytest.mark.django_db

CHECKOUT = reverse("orders:checkout")
QUOTE = reverse("orders:quote")
ADDRESS = {
    "address": "new",
    "email": "Asha@Example.in",
    "full_name": "Asha Rao",
    "phone": "98765 43210",
    "pin_code": "560 001",
    "house": "12, Lake View",
    "street": "Church Street",
    "city": "Bengaluru",
    "state": "KA",
    "pay": "upi",
}
HTMX = {"HX-Request": "true"}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def variant():
    return make_variant(stock=5, price_minor=500_00)


@pytest.fixture
def guest(client, variant):
    """A guest's browser with one thing in its bag; the total shown is ₹579."""
    client.post(reverse("shop:bag_add"), {"variant": variant.pk})
    return client


def form_of(**changes):
    return {"key": uuid4().hex, "shown_total": "57900", **ADDRESS, **changes}


def send(client, **changes):
    return client.post(CHECKOUT, form_of(**changes))


# --- Guests -----------------------------------------------------------------------------------


def test_a_guest_buys_without_an_account(guest, gateway):
    response = send(guest)
    order = Order.objects.get()
    assert response["Location"] == f"{reverse('orders:pay', args=[order.number])}?by=upi"
    assert (order.user, order.email, order.total_minor) == (None, "asha@example.in", 579_00)
    assert guest.get(response["Location"]).status_code == 200


def test_a_guests_order_is_open_to_nobody_else(guest, gateway):
    """SEC-5."""
    send(guest)
    url = Order.objects.get().get_absolute_url()
    assert guest.get(url).status_code == 200
    assert Client().get(url)["Location"] == f"/sign-in/?next={url}"
    other = Client()
    other.force_login(make_customer())
    assert other.get(url).status_code == 404


def test_a_guest_whom_no_sms_reaches_is_asked_for_an_e_mail(guest, gateway, settings):
    settings.SMS_BACKEND = ""
    response = send(guest, email="")
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["email"] == [
        "Enter your e-mail address; the invoice goes there."
    ]


def test_a_guests_address_is_kept_in_no_book(guest, gateway):
    send(guest)
    assert Order.objects.get().house == "12, Lake View"
    assert make_customer().addresses.count() == 0


# --- One key, one order -----------------------------------------------------------------------


def test_a_guests_double_click_is_one_order(guest, gateway, variant):
    """INV-9."""
    form = form_of()
    first, second = (guest.post(CHECKOUT, form) for _ in range(2))
    variant.refresh_from_db()
    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), variant.held) == (1, 1)


def test_the_form_sent_again_after_the_back_button_is_the_same_order(guest, gateway, variant):
    """INV-9: even when the bag was filled again meanwhile."""
    form = form_of()
    first = guest.post(CHECKOUT, form)
    guest.post(reverse("shop:bag_add"), {"variant": variant.pk})
    again = guest.post(CHECKOUT, form)
    assert again["Location"] == first["Location"]
    assert (Order.objects.count(), Cart.objects.get().lines.count()) == (1, 1)


def test_two_tabs_of_one_bag_are_one_order(guest, gateway):
    """INV-9: the second tab, with a key of its own, is led to the order of the first."""
    send(guest)
    order = Order.objects.get()
    second = send(guest)
    assert second["Location"] == order.get_absolute_url()
    assert Order.objects.count() == 1


def test_two_tabs_of_a_customers_bag_are_one_order(client, gateway, variant):
    user = make_customer()
    client.force_login(user)
    bag_with(variant, user=user)
    send(client)
    second = send(client)
    assert second["Location"] == Order.objects.get().get_absolute_url()


def test_an_answer_that_was_lost_is_given_again(guest, gateway, variant):
    """The gateway failed as well: the same order, known to it now."""
    from orders.gateway import Retryable

    gateway.errors.append(Retryable("ConnectTimeout"))
    form = form_of()
    guest.post(CHECKOUT, form)
    response = guest.post(CHECKOUT, form)
    order = Order.objects.get()
    assert order.number in response["Location"]
    assert order.payments.get().gateway_order_id in gateway.orders


def test_the_checkout_of_a_bag_that_became_an_order_leads_to_the_order(guest, gateway):
    send(guest, pay="cash", shown_total="62800")
    (order,) = Order.objects.all()
    assert guest.get(CHECKOUT).url == order.get_absolute_url()
    assert send(guest, pay="cash").url == order.get_absolute_url()  # another tab
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert guest.get(CHECKOUT).url == reverse("shop:bag")


def test_a_cash_order_sent_twice_is_one_order(guest, gateway, variant):
    form = form_of(pay="cash", shown_total="62800")
    first, second = (guest.post(CHECKOUT, form) for _ in range(2))
    variant.refresh_from_db()
    assert first["Location"] == second["Location"]
    assert (Order.objects.count(), variant.held) == (1, 1)


def test_a_key_of_somebody_elses_form_shows_nothing_and_orders_nothing(guest, gateway, variant):
    form = form_of()
    guest.post(CHECKOUT, form)
    other = Client()
    other.force_login(make_customer())
    other.post(reverse("shop:bag_add"), {"variant": variant.pk})
    response = other.post(CHECKOUT, form)
    assert (response.status_code, Order.objects.count()) == (422, 1)
    assert Order.objects.get().number not in text_of(response)


# --- The sum that was last shown --------------------------------------------------------------


def test_what_makes_the_total_another_one_is_named_and_confirmed_by_sending_again(guest, gateway):
    PinCode.objects.create(prefix="5", fee_minor=149_00)
    page = guest.get(CHECKOUT)
    shown = str(page.context["form"]["shown"].value())
    refused = send(guest, shown=shown)
    assert (refused.status_code, Order.objects.count()) == (422, 0)
    assert "Delivery costs ₹149, not ₹79." in text_of(refused)
    assert "The total was ₹579 and is ₹649." in text_of(refused)
    assert (
        send(guest, shown_total=refused.context["form"]["shown_total"].value()).status_code == 302
    )
    assert Order.objects.get().total_minor == 649_00


def test_without_javascript_cash_is_confirmed_with_its_fee_before_it_is_ordered(guest, gateway):
    shown = str(guest.get(CHECKOUT).context["form"]["shown"].value())
    refused = send(guest, pay="cash", shown=shown)
    assert (refused.status_code, Order.objects.count()) == (422, 0)
    assert "Paying in cash at the door adds ₹49." in text_of(refused)
    response = send(guest, pay="cash", shown_total="62800")
    order = Order.objects.get()
    assert response["Location"] == reverse("orders:outcome", args=[order.number])
    assert (order.status, order.total_minor) == ("confirmed", 628_00)
    assert "Please have ₹628 ready in cash." in text_of(guest.get(response["Location"]))


def test_a_lower_total_is_charged_and_said(guest, gateway):
    """Without JavaScript: the page showed the fee of cash, and UPI was chosen."""
    guest.get(CHECKOUT)
    response = send(guest, shown_total="62800", shown="1.50000.0.7900.4900")
    order = Order.objects.get()
    assert (order.total_minor, order.is_cash) == (579_00, False)
    page = text_of(guest.get(response["Location"]))
    assert "The total is ₹579, ₹49 less than the page showed." in page


def test_a_lower_total_for_fewer_pieces_is_confirmed_first(guest, gateway):
    """Half of what was wanted is no bargain."""
    response = send(guest, shown_total="107900", shown="2.100000.0.7900.0")
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert "Your bag holds 1 piece now, not 2." in text_of(response)


def test_another_price_is_said_once_beside_the_total_and_marked_at_its_line(
    guest, gateway, variant
):
    shown = str(guest.get(CHECKOUT).context["form"]["shown"].value())
    Variant.objects.filter(pk=variant.pk).update(price_minor=600_00, mrp_minor=900_00)
    page = text_of(send(guest, shown=shown))
    assert page.count("was ₹500, now ₹600") == 1
    assert page.count("The total was ₹579 and is ₹679.") == 1
    assert page.count("<mark>Was ₹500, now ₹600.</mark>") == 1
    assert "There is a problem" not in page
    assert "The total changed" not in page


def test_no_way_to_pay_is_refused_beside_the_choice(guest, gateway):
    response = send(guest, pay="")
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors == {"pay": ["Choose how you pay."]}
    assert 'id="pay-error"' in text_of(response)


def test_the_way_to_pay_is_not_asked_for_before_the_button_is_pressed(guest):
    assert "Choose how you pay." not in text_of(ask(guest, pay=""))


def test_express_is_charged_with_its_day(guest, gateway):
    PinCode.objects.create(prefix="5", days=5, express_days=1, express_fee_minor=199_00)
    send(guest, delivery_method="express", shown_total="69900")
    order = Order.objects.get()
    assert (order.delivery_method, order.delivery_minor) == ("express", 199_00)
    assert (order.arrives_on - order.placed_at.date()).days < 4


def test_express_that_is_offered_no_longer_is_said_beside_it(guest, gateway):
    PinCode.objects.create(prefix="5")
    response = send(guest, delivery_method="express", shown_total="69900")
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["delivery_method"] == [
        "Express delivery does not reach 560001. Choose standard delivery."
    ]


def test_cash_that_is_not_offered_is_said_beside_it_and_disabled(guest, gateway):
    PinCode.objects.create(prefix="5", has_cod=False)
    response = send(guest, pay="cash", shown_total="62800")
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["pay"] == ["Our courier takes no cash at 560001."]
    assert response.context["quote"].total.minor == 579_00


# --- Cash, to those who have enough of it on the way ---------------------------------------------

ALL_TAKEN = "1 of your orders are on their way to be paid in cash."


def test_a_customer_reads_beforehand_that_no_more_cash_orders_go_out(client, variant, settings):
    settings.COD_OPEN_ORDERS = 1
    user = make_customer()
    cash_order(user=user)
    client.force_login(user)
    bag_with(variant, user=user)
    page = client.get(CHECKOUT)
    assert page.context["why_not_cash"].startswith(ALL_TAKEN)
    assert page.context["quote"].total.minor == 579_00  # cash was how the last one was paid


def test_a_guest_reads_it_for_the_phone_of_an_order_of_their_own(guest, gateway, settings):
    settings.COD_OPEN_ORDERS = 1
    send(guest, pay="cash", shown_total="62800")
    guest.post(reverse("shop:bag_add"), {"variant": make_variant(stock=2).pk})
    assert ALL_TAKEN in text_of(ask(guest))
    assert ALL_TAKEN not in text_of(ask(guest, phone="98765 43211"))


def test_a_phone_that_is_anothers_tells_a_guest_nothing(guest, settings):
    settings.COD_OPEN_ORDERS = 1
    assert cash_order().phone == "+919876543210"
    assert ALL_TAKEN not in text_of(ask(guest, phone="98765 43210"))


# --- What follows from a choice ---------------------------------------------------------------


def ask(client, trigger="", **changes):
    return client.post(QUOTE, form_of(**changes), headers={**HTMX, "HX-Trigger": trigger})


def test_a_pin_code_fills_city_and_state_and_shows_day_and_fee(guest):
    PinCode.objects.create(prefix="110", city="New Delhi", state="DL", fee_minor=149_00)
    page = text_of(ask(guest, "pin-part", pin_code="110001", city="", state=""))
    assert 'value="New Delhi"' in page
    assert '<option value="DL" selected>Delhi</option>' in page
    assert "Pay ₹649" in page


def test_the_tax_in_the_total_is_said_once_the_state_is_known(guest):
    PinCode.objects.create(prefix="560", city="Bengaluru", state="KA")
    PinCode.objects.create(prefix="110", city="Delhi", state="DL")
    assert "of which GST" not in text_of(guest.get(CHECKOUT))
    at_home, elsewhere = (text_of(ask(guest, pin_code=pin)) for pin in ("560001", "110001"))
    assert re.findall(r"of which GST (\S+) \((\w+)", at_home + elsewhere) == [
        ("₹88.34", "CGST"),
        ("₹88.32", "IGST"),
    ]


def test_what_was_typed_as_city_is_not_touched_by_another_choice(guest):
    PinCode.objects.create(prefix="560", city="Bengaluru", state="KA")
    assert 'id="where"' not in text_of(ask(guest, city="Bangalore"))


def test_another_pin_code_takes_the_city_and_state_of_the_first_away(guest):
    """Else a parcel for Delhi was addressed to Bengaluru, and the doubt about it used up unsent."""
    PinCode.objects.create(prefix="110", city="New Delhi", state="DL")
    page = text_of(ask(guest, "pin-part", pin_code="110001", city="Bengaluru", state="KA"))
    assert 'value="New Delhi"' in page
    assert '<option value="DL" selected>Delhi</option>' in page
    assert "send it again" not in page
    assert 'name="sure" value' not in page


def test_a_way_to_pay_shows_its_fee_and_names_itself_on_the_button(guest):
    assert "Place order · ₹628 at the door" in text_of(ask(guest, pay="cash"))
    assert "Pay ₹579 by UPI" in text_of(ask(guest, pay="upi"))


def test_looking_changes_nothing(guest, variant):
    """SEC-20."""
    ask(guest, pay="cash")
    variant.refresh_from_db()
    assert (Order.objects.count(), variant.held, Cart.objects.get().lines.count()) == (0, 0, 1)


def test_a_half_filled_form_is_quoted_all_the_same(guest):
    assert ask(guest, pin_code="56", phone="", full_name="", email="x").status_code == 200


def test_the_button_of_a_place_we_do_not_reach_cannot_be_pressed_and_says_why(guest):
    PinCode.objects.create(prefix="5", is_served=False)
    page = text_of(ask(guest, "pin-part"))
    assert '<p class="field-error" id="why-not">We don&#x27;t deliver to 560001 yet.</p>' in page
    assert "Enter your city" not in page
    assert re.findall(r"<button[^>]+data-wide[^>]*>", page) == [
        '<button class="button" data-size="l" data-wide disabled aria-describedby="why-not">'
    ]
    PinCode.objects.update(is_served=True)
    assert '<button class="button" id="place"' in text_of(ask(guest, "pin-part"))


def test_without_javascript_the_same_place_is_refused_by_the_answer(guest, gateway):
    PinCode.objects.create(prefix="5", is_served=False)
    page = text_of(send(guest))
    assert '<noscript><div class="buy-bar"><button' in page.replace("\n", "")


def test_the_pin_code_asked_about_in_the_shop_is_there_already(guest):
    PinCode.objects.create(prefix="560", city="Bengaluru", state="KA")
    guest.cookies["pin"] = "560001"
    form = guest.get(CHECKOUT).context["form"]
    assert (form.place["pin_code"].value(), form.place["city"].value()) == ("560001", "Bengaluru")
    assert form.place["state"].value() == "KA"


def test_city_and_state_that_were_left_out_are_what_the_pin_code_says(guest, gateway):
    PinCode.objects.create(prefix="560", city="Bengaluru", state="KA")
    send(guest, city="", state="")
    assert (Order.objects.get().city, Order.objects.get().state) == ("Bengaluru", "KA")


def test_a_state_that_contradicts_the_pin_code_is_said_once_and_then_believed(guest, gateway):
    PinCode.objects.create(prefix="560", city="Bengaluru", state="KA")
    refused = send(guest, state="TN")
    assert (refused.status_code, Order.objects.count()) == (422, 0)
    assert "560001 is in Karnataka, not in Tamil Nadu." in text_of(refused)
    send(guest, state="TN", sure=refused.context["form"].place["sure"].value())
    assert Order.objects.get().state == "TN"


# --- Nothing is typed twice -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": "12"}, "Enter a 10-digit mobile number."),
        ({"phone": ""}, "Enter your mobile number."),
        ({"gstin": "29AAPFU0939F1ZV"}, "This GSTIN has a slip in it"),
        ({"pin_code": ""}, "Enter your PIN code."),
    ],
)
def test_a_mistake_is_said_and_all_that_was_typed_is_kept(guest, gateway, changes, said):
    response = send(guest, landmark="Canary tree", pay="upi", **changes)
    page = text_of(response)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert said in page
    assert "There is a problem" in page
    assert 'value="Canary tree"' in page
    assert 'id="pay-upi" value="upi" checked' in page


def test_a_gstin_is_kept_on_the_order(guest, gateway):
    send(guest, gstin="27 aapfu0939f1zv")
    assert Order.objects.get().gstin == "27AAPFU0939F1ZV"


def test_how_the_last_order_was_paid_is_proposed(client, variant):
    user = make_customer()
    paid_order(user=user)
    client.force_login(user)
    bag_with(variant, user=user)
    assert client.get(CHECKOUT).context["pays_by"] == "upi"


def test_nothing_is_proposed_to_somebody_new(guest):
    assert guest.get(CHECKOUT).context["pays_by"] == ""


def test_a_saved_address_needs_no_phone_typed_again(client, gateway, variant):
    user = make_customer()
    client.force_login(user)
    address = make_address(user, phone="+919800000001")
    bag_with(variant, user=user)
    fields = {"shown_total": "57900", "address": str(address.pk), "pay": "upi"}
    client.post(CHECKOUT, {"key": uuid4().hex, **fields})
    assert Order.objects.get().phone == "+919800000001"


# --- Ghosts -----------------------------------------------------------------------------------


def size_off(variant):
    Variant.objects.filter(pk=variant.pk).update(is_active=False)


def unpublished(variant):
    Product.objects.update(is_published=False)


def deleted(variant):
    StockMovement.objects.all()._raw_delete("default")  # they keep it from being deleted
    Product.objects.all().delete()


def sold_out(variant):
    stock.adjust(variant, on_hand=0, by="Store", note="", reference="count")


GHOSTS = [size_off, unpublished, deleted, sold_out]


@pytest.mark.parametrize("vanish", GHOSTS, ids=lambda vanish: vanish.__name__)
@pytest.mark.parametrize("pay", ["upi", "cash"])
def test_what_vanished_between_page_and_click_is_not_ordered(guest, gateway, variant, vanish, pay):
    """SEC-7: whatever an old page says."""
    guest.get(CHECKOUT)
    vanish(variant)
    total = "62800" if pay == "cash" else "57900"
    response = send(guest, pay=pay, shown_total=total)
    assert response.status_code in {302, 422}
    assert (Order.objects.count(), gateway.calls) == (0, [])


@pytest.mark.parametrize("vanish", GHOSTS, ids=lambda vanish: vanish.__name__)
def test_what_vanished_is_not_put_into_a_bag_by_an_old_page(client, variant, vanish):
    vanish(variant)
    response = client.post(reverse("shop:bag_add"), {"variant": variant.pk})
    assert response.status_code == 422
    assert sum(cart.lines.count() for cart in Cart.objects.all()) == 0


@pytest.mark.parametrize("vanish", [size_off, unpublished, sold_out], ids=lambda v: v.__name__)
def test_buying_again_adds_what_is_sold_and_names_what_is_not(client, vanish):
    user = make_customer()
    gone, there = make_variant(stock=1), make_variant(stock=5, product=None)
    order = paid_order(gone, there, user=user)
    gone.refresh_from_db()
    if vanish is sold_out:
        Variant.objects.filter(pk=gone.pk).update(on_hand=1, held=1)
    elif vanish is unpublished:
        Product.objects.filter(pk=gone.colourway.product_id).update(is_published=False)
    else:
        vanish(gone)
    client.force_login(user)
    response = client.post(reverse("orders:again", args=[order.number]), follow=True)
    lines = user.cart.lines.all()
    assert [line.variant_id for line in lines] == [there.pk]
    said = [str(message) for message in response.context["messages"]]
    assert said[0] == "1 piece is in your bag, at today's prices."
    assert len(said) == 2
    assert gone.colourway.product.name in said[1]

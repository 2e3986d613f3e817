"""Promises of orders/checkout.py: one click, one order, at the sum the shopper saw."""

import re
from dataclasses import asdict
from datetime import timedelta

import pytest

from orders import checkout
from orders.errors import CartIsEmpty, PageOutOfDate, TotalChanged
from orders.models import Order, OrderLine, Payment
from shop.errors import NotForSale, OutOfStock
from shop.models import CartLine, Product, StockMovement, Variant
from shop.money import Money
from tests.factories import bag_with, make_customer, make_variant
from tests.factories.orders import DESTINATION, order_bag

pytestmark = pytest.mark.django_db


def place(cart, *, total, key="k" * 32, user=None):
    return checkout.place_order(
        cart, user=user or cart.user, destination=DESTINATION, key=key, shown_total=total
    )


def nothing_was_placed(variant, held=0):
    variant.refresh_from_db()
    return (
        Order.objects.count(),
        Payment.objects.count(),
        StockMovement.objects.filter(cause="hold").count(),
        variant.held,
    ) == (0, 0, 0, held)


def test_a_placed_order_copies_names_prices_and_the_address():
    variant = make_variant(price_minor=600_00, mrp_minor=900_00, size="XL")
    order = order_bag(bag_with(variant, user=make_customer(), quantity=2))
    (line,) = order.lines.all()
    assert (line.name, line.colour, line.size, line.sku, line.quantity) == (
        "Bagru Kurta",
        "Indigo",
        "XL",
        variant.sku,
        2,
    )
    assert (line.unit_price_minor, line.unit_mrp_minor) == (600_00, 900_00)
    written = asdict(DESTINATION)
    assert {name: getattr(order, name) for name in written} == written


@pytest.mark.parametrize(
    ("price", "delivery"), [(500_00, 79_00), (1_498_99, 79_00), (1_499_00, 0), (1_499_01, 0)]
)
def test_the_total_is_items_plus_delivery_free_from_1499_on(price, delivery):
    order = order_bag(bag_with(make_variant(price_minor=price), user=make_customer()))
    assert (order.items_minor, order.delivery_minor, order.total_minor) == (
        price,
        delivery,
        price + delivery,
    )


def test_placing_holds_the_stock_empties_the_bag_and_leaves_a_payment_to_be_started():
    variant = make_variant(stock=5)
    cart = bag_with(variant, user=make_customer(), quantity=2)
    order = order_bag(cart)
    variant.refresh_from_db()
    payment = order.payments.get()
    assert (variant.on_hand, variant.held, cart.lines.count()) == (5, 2, 0)
    assert (payment.status, payment.amount_minor) == ("created", order.total_minor)
    assert payment.receipt == f"{order.number}-1"
    assert order.expires_at - order.placed_at == timedelta(minutes=30)
    assert [event.text for event in order.events.all()] == ["Order placed"]


def test_the_same_key_twice_is_one_order():
    """INV-9."""
    user, variant = make_customer(), make_variant()
    first = order_bag(bag_with(variant, user=user), key="k" * 32)
    again = place(user.cart, total=Money(0), key="k" * 32)
    variant.refresh_from_db()
    assert (again, Order.objects.count(), variant.held) == (first, 1, 1)


def test_the_key_of_somebody_elses_order_shows_nothing_of_it_and_orders_nothing():
    order_bag(bag_with(make_variant(), user=make_customer()), key="k" * 32)
    variant, stranger = make_variant(), make_customer()
    with pytest.raises(PageOutOfDate):
        order_bag(bag_with(variant, user=stranger), key="k" * 32)
    assert Order.objects.filter(user=stranger).count() == 0


def test_an_empty_bag_orders_nothing():
    with pytest.raises(CartIsEmpty):
        place(bag_with(user=make_customer()), total=Money(0))


def test_a_size_that_sold_out_between_page_and_click_orders_nothing():
    variant = make_variant(stock=1)
    late = bag_with(variant, user=make_customer())
    order_bag(bag_with(variant, user=make_customer()))
    with pytest.raises(OutOfStock) as refusal:
        order_bag(late)
    assert str(refusal.value) == "The last M was just bought: Bagru Kurta, Indigo."
    assert (Order.objects.count(), late.lines.count()) == (1, 1)


def test_when_the_second_of_two_styles_is_gone_the_first_is_not_held_either():
    """INV-2: all lines or none."""
    first, second = make_variant(), make_variant(stock=1)
    cart = bag_with(first, second, user=make_customer())
    Variant.objects.filter(pk=second.pk).update(on_hand=0)
    with pytest.raises(OutOfStock):
        order_bag(cart)
    assert nothing_was_placed(first)
    assert cart.lines.count() == 2


def test_a_product_switched_off_while_in_the_bag_orders_nothing():
    variant = make_variant()
    cart = bag_with(variant, user=make_customer())
    total = Money(variant.price_minor + 79_00)
    Product.objects.update(is_published=False)
    with pytest.raises(NotForSale, match=r"Bagru Kurta is no longer sold\. Remove it to go on\."):
        place(cart, total=total)
    assert nothing_was_placed(variant)


def test_a_size_switched_off_while_in_the_bag_orders_nothing():
    variant = make_variant()
    cart = bag_with(variant, user=make_customer())
    Variant.objects.update(is_active=False)
    with pytest.raises(NotForSale):
        place(cart, total=Money(variant.price_minor + 79_00))
    assert nothing_was_placed(variant)


def test_a_price_changed_between_page_and_click_is_confirmed_first():
    """SEC-7: the server's sum counts, and only as the shopper saw it."""
    variant = make_variant(price_minor=500_00, mrp_minor=900_00)
    cart = bag_with(variant, user=make_customer())
    Variant.objects.update(price_minor=600_00)
    with pytest.raises(TotalChanged) as refusal:
        place(cart, total=Money(579_00))
    assert (refusal.value.shown, refusal.value.now) == (Money(579_00), Money(679_00))
    assert nothing_was_placed(variant)


@pytest.mark.parametrize("shown", [0, 1, 578_99, 579_01, 10**18])
def test_any_other_sum_than_the_true_one_is_refused(shown):
    """SEC-7."""
    variant = make_variant()
    with pytest.raises(TotalChanged):
        place(bag_with(variant, user=make_customer()), total=Money(shown))
    assert nothing_was_placed(variant)


def test_a_later_price_does_not_rewrite_an_order():
    variant = make_variant(price_minor=500_00)
    order = order_bag(bag_with(variant, user=make_customer()))
    Variant.objects.update(price_minor=1_00)
    order.refresh_from_db()
    assert (order.total_minor, order.lines.get().unit_price_minor) == (579_00, 500_00)


def test_what_an_order_claims_is_summed_by_variant():
    """INV-2: two lines of one variant are one claim."""
    order = order_bag(bag_with(make_variant(), user=make_customer(), quantity=2))
    line = order.lines.get()
    OrderLine.objects.create(
        order=order,
        variant=line.variant,
        sku="x",
        name="x",
        colour="x",
        size="M",
        quantity=3,
        unit_price_minor=1,
        unit_mrp_minor=1,
    )
    assert checkout.quantities_of(order) == {line.variant_id: 5}


def test_a_guest_may_order_without_an_account():
    order = order_bag(bag_with(make_variant()))
    assert (order.user, order.events.get().by) == (None, "Asha Rao")


def test_only_what_was_ordered_leaves_the_bag():
    """A style added in another tab while the order was being placed stays."""
    user = make_customer()
    ordered, added = make_variant(), make_variant()
    cart = bag_with(ordered, user=user)
    lines = list(cart.lines.all())
    bag_with(added, user=user)
    checkout._take_out(cart, lines)
    assert [line.variant_id for line in CartLine.objects.filter(cart=cart)] == [added.pk]


def test_order_numbers_are_of_the_house():
    order = order_bag(bag_with(make_variant(), user=make_customer()))
    assert re.fullmatch(r"VA-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}", order.number)

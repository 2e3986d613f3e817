"""How a piece may come back: frozen on its line when it is placed, its deadline at delivery."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import Message
from orders.models import OrderLine
from shop.models import ReturnPolicy
from shop.return_terms import ReturnTerms
from tests.factories import (
    bag_with,
    delivered_order,
    make_category,
    make_customer,
    make_product,
    make_variant,
    place_order,
)

pytestmark = pytest.mark.django_db
NINTH = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)


def policy(category=None, **columns):
    return ReturnPolicy.objects.create(
        **{"category": category, "from_on": date(2020, 1, 1), **columns}
    )


def piece_of(category):
    return make_variant(product=make_product(category=category))


def deadlines(order):
    lines = order.lines.all()
    return [line.return_deadline and f"{line.return_deadline:%d %b}" for line in lines]


def test_a_line_keeps_the_terms_it_was_placed_under():
    """INV-14: later changes never rewrite it."""
    row = policy(window_days=10, fee_minor=49_00, reasons=["damaged"], needs_approval=True)
    order = place_order(make_variant())
    kept = ReturnTerms(10, fee_minor=49_00, reasons=("damaged",), needs_approval=True)
    assert order.lines.get().return_terms == kept
    ReturnPolicy.objects.filter(pk=row.pk).update(window_days=1, is_final_sale=True)
    policy(window_days=2)
    assert order.lines.get().return_terms == kept


def test_without_a_policy_a_line_is_placed_for_seven_days():
    assert place_order(make_variant()).lines.get().return_terms == ReturnTerms()


def test_each_line_of_an_order_has_the_terms_of_its_shelf():
    sarees, shirts = make_category(), make_category()
    policy(sarees, is_final_sale=True)
    policy(shirts, window_days=3)
    order = place_order(piece_of(sarees), piece_of(shirts))
    terms = [line.return_terms for line in order.lines.all()]
    assert [(one.window_days, one.is_final_sale) for one in terms] == [(7, True), (3, False)]


def test_deadlines_are_written_at_delivery_by_the_terms_of_each_line():
    """INV-14: and the policy of the day of delivery does not matter."""
    sarees, shirts, tees = (make_category() for _ in range(3))
    policy(sarees, is_final_sale=True)
    policy(shirts, window_days=3)
    order = delivered_order(piece_of(sarees), piece_of(shirts), piece_of(tees), at=NINTH)
    assert deadlines(order) == [None, "17 Nov", "21 Nov"]
    order.refresh_from_db()
    assert f"{order.return_deadline:%d %b}" == "21 Nov"
    ReturnPolicy.objects.update(window_days=30, is_final_sale=False)
    assert deadlines(order) == [None, "17 Nov", "21 Nov"]


def test_an_order_that_is_a_final_sale_altogether_has_no_deadline():
    policy(is_final_sale=True)
    order = delivered_order(make_variant(), at=NINTH)
    order.refresh_from_db()
    assert (order.return_deadline, deadlines(order)) == (None, [None])


def test_what_was_bought_before_there_were_policies_has_seven_days():
    past = import_module("orders.migrations.0018_return_terms_of_the_past")
    order = delivered_order(make_variant(), make_variant(), at=NINTH)
    waiting = place_order(make_variant())
    OrderLine.objects.update(return_policy={}, return_deadline=None)
    past.promise_the_past(apps, None)
    assert deadlines(order) == ["21 Nov", "21 Nov"]
    assert deadlines(waiting) == [None]
    assert order.lines.all()[0].return_policy == ReturnTerms().column


def mail(template):
    return Message.objects.get(template=f"orders/emails/{template}.html", channel="email").context


def test_mails_tell_the_terms_that_apply():
    sarees, shirts = make_category(), make_category()
    policy(sarees, is_final_sale=True)
    policy(shirts, window_days=3)
    delivered_order(piece_of(sarees), piece_of(shirts), at=NINTH)
    assert ["Returns", "3 days to return, but not what is a final sale"] in mail("confirmed")[
        "facts"
    ]
    assert [line["is_final_sale"] for line in mail("confirmed")["lines"]] == [True, False]
    assert [fact[1] for fact in mail("delivered")["facts"]] == [
        "Final sale: it cannot be returned",
        "Return by Tue, 17 Nov, 11:59 pm",
    ]


def test_a_final_sale_is_said_in_the_bag_and_at_the_checkout(client):
    category = make_category()
    policy(category, is_final_sale=True)
    user = make_customer()
    bag_with(piece_of(category), user=user)
    client.force_login(user)
    bag = client.get(reverse("shop:bag")).content.decode()
    assert "Final sale</span> <small>It cannot be returned." in bag
    assert (
        "Final sale: it cannot be returned (Bagru Kurta)"
        in client.get("/checkout/").content.decode()
    )


def test_the_product_page_says_a_final_sale_plainly_and_to_machines(client):
    category = make_category()
    policy(category, is_final_sale=True)
    page = client.get(piece_of(category).colourway.product.get_absolute_url()).content.decode()
    assert "Final sale: this piece cannot be returned." in page
    assert "MerchantReturnNotPermitted" in page
    assert "merchantReturnDays" not in page


def test_a_fee_is_told_to_machines(client):
    category = make_category()
    policy(category, fee_minor=99_00)
    page = client.get(piece_of(category).colourway.product.get_absolute_url()).content.decode()
    assert '"returnFees": "https://schema.org/ReturnShippingFees"' in page
    assert '"value": "99.00"' in page

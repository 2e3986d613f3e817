"""Promises of returns/filing.py: a case for what was bought, in time, with photos, once."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders.errors import PageOutOfDate
from orders.models import OrderLine
from returns import filing
from returns.errors import NothingChosen, NotReturnable, PhotoNeeded
from returns.filing import FiledItem, file_return
from returns.models import ReturnCase, ReturnLine, ReturnPhoto, ReturnUnit
from returns.receiving import receive_return
from returns.states import ReturnReason
from shop.media import fresh_jpeg
from tests.factories import (
    delivered_order,
    filed_case,
    jpeg,
    make_variant,
    paid_order,
    refused_case,
    shipped_order,
)

pytestmark = pytest.mark.django_db


def line_of(order):
    return order.lines.all()[0]


def claimed(order):
    return OrderLine.objects.values_list("claimed_quantity", flat=True).get(order=order)


def nothing_was_filed():
    return (
        ReturnCase.objects.count(),
        ReturnLine.objects.count(),
        ReturnPhoto.objects.count(),
        OrderLine.objects.filter(claimed_quantity__gt=0).count(),
    ) == (0, 0, 0, 0)


def test_a_filed_case_is_approved_at_once_and_has_one_unit_for_each_garment():
    order = delivered_order(make_variant(), quantity=3)
    case = filed_case(order, quantity=2, comment="Tight at the shoulders")
    line = case.lines.get()
    assert (case.status, line.quantity, line.reason, line.comment) == (
        "approved",
        2,
        "too_small",
        "Tight at the shoulders",
    )
    assert list(line.units.values_list("position", "verdict")) == [(1, ""), (2, "")]
    assert claimed(order) == 2
    assert [event.status for event in case.events.all()] == ["filed", "approved"]


def test_the_customer_is_told_how_to_send_it():
    case = filed_case()
    told = Message.objects.filter(template="returns/emails/approved.html")
    assert {message.context["case"] for message in told} == {case.number}
    assert sorted(told.values_list("channel", flat=True)) == ["email", "sms"]


def test_the_same_key_twice_is_one_case():
    """INV-9."""
    order = delivered_order(make_variant(), quantity=2)
    first = filed_case(order, key="k" * 32)
    assert filed_case(order, key="k" * 32) == first
    assert claimed(order) == 1


def test_more_than_was_bought_cannot_come_back():
    with pytest.raises(NotReturnable, match="2 of Bagru Kurta can be sent back, not 3"):
        filed_case(delivered_order(make_variant(), quantity=2), quantity=3)
    assert nothing_was_filed()


@pytest.mark.parametrize("quantity", [0, -1, 10**9])
def test_an_impossible_quantity_cannot_come_back(quantity):
    """SEC-8."""
    with pytest.raises(NotReturnable):
        filed_case(quantity=quantity)
    assert nothing_was_filed()


def test_the_same_garment_cannot_come_back_twice():
    order = delivered_order()
    filed_case(order)
    with pytest.raises(NotReturnable, match="It is in a return already"):
        filed_case(order)
    assert (ReturnCase.objects.count(), claimed(order)) == (1, 1)


def test_the_rest_of_a_line_can_come_back_in_a_second_case():
    order = delivered_order(make_variant(), quantity=3)
    filed_case(order, quantity=2)
    filed_case(order, quantity=1)
    with pytest.raises(NotReturnable):
        filed_case(order, quantity=1)
    assert (ReturnCase.objects.count(), claimed(order)) == (2, 3)


def test_one_line_named_twice_in_one_form_is_counted_together():
    """SEC-8: duplicate keys."""
    order = delivered_order()
    twice = [FiledItem(line_of(order), 1, ReturnReason.TOO_SMALL)] * 2
    with pytest.raises(NotReturnable):
        file_return(order, twice, key="k", by="Asha Rao")
    assert nothing_was_filed()


def test_on_day_eight_nothing_comes_back():
    order = delivered_order()
    order.refresh_from_db()
    day_eight = order.return_deadline + timedelta(microseconds=1)
    with time_machine.travel(day_eight, tick=False), pytest.raises(NotReturnable, match="closed"):
        filed_case(order)
    assert nothing_was_filed()


def test_in_the_last_microsecond_of_day_seven_it_does():
    order = delivered_order()
    order.refresh_from_db()
    with time_machine.travel(order.return_deadline, tick=False):
        assert filed_case(order).status == "approved"


@pytest.mark.parametrize("reach", [paid_order, shipped_order])
def test_nothing_comes_back_before_it_was_delivered(reach):
    with pytest.raises(NotReturnable, match="once it is delivered"):
        filed_case(reach())
    assert nothing_was_filed()


def test_a_line_of_another_order_cannot_be_sent_back_with_this_one():
    """SEC-5."""
    mine, other = delivered_order(), delivered_order()
    with pytest.raises(OrderLine.DoesNotExist):
        file_return(mine, [FiledItem(line_of(other), 1, "too_small")], key="k", by="Asha Rao")
    assert nothing_was_filed()


def test_an_empty_choice_files_nothing():
    with pytest.raises(NothingChosen):
        file_return(delivered_order(), [], key="k", by="Asha Rao")
    assert nothing_was_filed()


@pytest.mark.parametrize("reason", [ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM])
def test_what_only_a_picture_can_show_needs_a_photo(reason):
    with pytest.raises(PhotoNeeded, match="Add a photo of the Bagru Kurta"):
        filed_case(reason=reason)
    assert nothing_was_filed()


def test_a_photo_is_kept_with_its_line_in_private_storage(settings):
    case = filed_case(reason=ReturnReason.DAMAGED, photos=[fresh_jpeg(jpeg("../../sleeve.php"))])
    photo = ReturnPhoto.objects.get(line__case=case)
    assert photo.file.name.startswith("returns/")
    assert photo.file.name.endswith(".jpg")
    assert "sleeve" not in photo.file.name
    assert Path(photo.file.path).is_relative_to(settings.PRIVATE_ROOT)
    assert not Path(photo.file.path).is_relative_to(settings.MEDIA_ROOT)


def test_when_one_of_two_items_may_not_come_back_neither_does():
    first, second = make_variant(), make_variant()
    order = delivered_order(first, second)
    lines = list(order.lines.all())
    items = [FiledItem(lines[0], 1, "too_small"), FiledItem(lines[1], 2, "too_small")]
    with pytest.raises(NotReturnable):
        file_return(order, items, key="k", by="Asha Rao")
    assert nothing_was_filed()


# --- Withdrawing and declining ----------------------------------------------------------------


def test_a_withdrawn_case_gives_its_units_back_for_another():
    order = delivered_order()
    filing.withdraw_return(filed_case(order), by="Asha Rao")
    assert claimed(order) == 0
    assert filed_case(order).status == "approved"


def test_withdrawing_twice_gives_the_units_back_once():
    order = delivered_order(make_variant(), quantity=2)
    filed_case(order)
    case = filed_case(order)
    filing.withdraw_return(case, by="Asha Rao")
    with pytest.raises(IllegalTransition):
        filing.withdraw_return(case, by="Asha Rao")
    assert claimed(order) == 1


def test_a_case_in_the_warehouse_cannot_be_withdrawn():
    case = filed_case()
    receive_return(case, by="Store")
    with pytest.raises(IllegalTransition):
        filing.withdraw_return(case, by="Asha Rao")
    assert claimed(case.order) == 1


def test_the_form_of_one_order_files_nothing_for_another():
    filed_case(key="k" * 32)
    other = delivered_order()
    with pytest.raises(PageOutOfDate):
        filed_case(other, key="k" * 32)
    assert claimed(other) == 0


def test_a_refused_garment_cannot_be_filed_again():
    order = delivered_order()
    refused_case(order)
    with pytest.raises(NotReturnable):
        filed_case(order)
    assert ReturnUnit.objects.count() == 1

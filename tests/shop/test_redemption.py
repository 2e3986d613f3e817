"""Promises of shop/redemption.py: counted within the limits, given back once."""

import pytest

from shop import redemption
from shop.errors import CouponSpent
from shop.models import Coupon, CouponTally, CouponUse
from shop.money import Money
from tests.factories.coupons import make_coupon

pytestmark = pytest.mark.django_db


def redeem(reference="VA-1", customer="asha", code="FESTIVE10"):
    redemption.redeem(code, customer=customer, reference=reference, discount=Money(50_00))


def counted(customer="asha"):
    """Uses of the coupon, of the customer, and orders that hold one."""
    tally = CouponTally.objects.filter(customer=customer).values_list("uses", flat=True)
    live = CouponUse.objects.filter(returned_at=None).count()
    return Coupon.objects.get().uses, sum(tally), live


def test_a_use_is_counted_for_coupon_and_customer_and_names_its_order():
    make_coupon()
    redeem()
    use = CouponUse.objects.get()
    assert counted() == (1, 1, 1)
    assert (use.reference, use.customer, use.discount_minor) == ("VA-1", "asha", 50_00)


def test_the_last_use_is_given_once():
    make_coupon(total_limit=1)
    redeem()
    with pytest.raises(CouponSpent, match="FESTIVE10 was used up just now"):
        redeem("VA-2", "biju")
    assert counted() == (1, 1, 1)


def test_a_customer_is_counted_by_themselves():
    make_coupon(customer_limit=1)
    redeem()
    with pytest.raises(CouponSpent):
        redeem("VA-2")
    redeem("VA-3", "biju")
    assert Coupon.objects.get().uses == 2


def test_a_customer_who_may_not_leaves_the_coupon_as_it_was():
    """Both or neither: the coupon's own count is taken back."""
    make_coupon(customer_limit=1, total_limit=10)
    redeem()
    with pytest.raises(CouponSpent):
        redeem("VA-2")
    assert counted() == (1, 1, 1)


def test_a_coupon_for_the_first_order_is_given_once_a_customer():
    make_coupon(first_order_only=True)
    redeem()
    with pytest.raises(CouponSpent):
        redeem("VA-2")


def test_a_coupon_that_is_gone_cannot_be_used():
    with pytest.raises(CouponSpent):
        redeem()


def test_a_use_is_given_back_once():
    make_coupon(total_limit=1, customer_limit=1)
    redeem()
    redemption.give_back("VA-1")
    redemption.give_back("VA-1")
    assert counted() == (0, 0, 0)
    redeem("VA-2")
    assert counted() == (1, 1, 1)


def test_giving_back_touches_no_other_order():
    make_coupon()
    redeem()
    redeem("VA-2")
    redemption.give_back("VA-2")
    assert counted() == (1, 1, 1)


def test_a_use_given_back_can_be_taken_again_once():
    make_coupon(total_limit=1)
    redeem()
    redemption.give_back("VA-1")
    assert redemption.take_again("VA-1") is True
    assert redemption.take_again("VA-1") is True
    assert counted() == (1, 1, 1)


def test_a_use_that_went_to_somebody_else_is_not_taken_again():
    make_coupon(total_limit=1)
    redeem()
    redemption.give_back("VA-1")
    redeem("VA-2", "biju")
    assert redemption.take_again("VA-1") is False
    assert counted("biju") == (1, 1, 1)


def test_an_order_without_a_coupon_has_nothing_to_give_back_or_take():
    make_coupon()
    redemption.give_back("VA-9")
    assert redemption.take_again("VA-9") is True
    assert counted() == (0, 0, 0)

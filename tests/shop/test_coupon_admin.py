"""Promises of shop/admin/promotions.py: coupons in rupees and plain words, counts left alone."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from shop.models import Coupon, CouponUse
from tests.factories import make_category, make_product, make_staff, place_order
from tests.factories.coupons import make_coupon

pytestmark = pytest.mark.django_db

LIST, ADD = (reverse(f"admin:shop_coupon_{page}") for page in ("changelist", "add"))
TYPED = {
    "code": " festive10 ",
    "title": "10% off",
    "kind": "percent",
    "percent": "10",
    "most_minor": "500",
    "amount_minor": "",
    "minimum_minor": "1499.00",
    "starts_at_0": "2026-12-05",
    "starts_at_1": "00:00",
    "ends_at_0": "",
    "ends_at_1": "",
    "is_active": "on",
    "total_limit": "100",
    "customer_limit": "",
}


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def page_of(coupon):
    return reverse("admin:shop_coupon_change", args=[coupon.pk])


def errors(response):
    assert response.status_code == 200
    return {name: list(words) for name, words in response.context["adminform"].errors.items()}


def bulk(client, action, *coupons):
    data = {"action": action, "_selected_action": [str(coupon.pk) for coupon in coupons]}
    return client.post(LIST, data, follow=True)


def test_a_coupon_is_typed_in_rupees_and_capitals_and_kept_in_paise(owner):
    kurtas, kurta = make_category(), make_product()
    typed = {**TYPED, "category_ids": [str(kurtas.pk)], "product_ids": [str(kurta.pk)]}
    assert owner.post(ADD, typed).status_code == 302
    coupon = Coupon.objects.get()
    assert (coupon.code, coupon.percent, coupon.total_limit) == ("FESTIVE10", 10, 100)
    assert (coupon.most_minor, coupon.amount_minor, coupon.minimum_minor) == (500_00, 0, 1_499_00)
    assert (coupon.category_ids, coupon.product_ids) == ([str(kurtas.pk)], [str(kurta.pk)])
    assert coupon.starts_at == datetime(2026, 12, 4, 18, 30, tzinfo=UTC)  # midnight in India


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"percent": "0"}, "percent", "Choose 1 to 90 per cent."),
        ({"percent": "91"}, "percent", "Choose 1 to 90 per cent."),
        ({"kind": "flat"}, "amount_minor", "Say how many rupees come off."),
        (
            {"kind": "flat", "amount_minor": "1499"},
            "minimum_minor",
            "Ask for more than comes off: something has to be left to pay.",
        ),
        (
            {"ends_at_0": "2026-12-05", "ends_at_1": "00:00"},
            "ends_at",
            "It has to end after it starts.",
        ),
        ({"code": "A1"}, "code", "Use at least three letters and digits, nothing else."),
        ({"code": "TEN%"}, "code", "Use at least three letters and digits, nothing else."),
        ({"code": "Taken"}, "code", "There is a coupon TAKEN already."),
    ],
)
def test_what_cannot_be_is_said_beside_it(owner, changes, field, said):
    make_coupon("TAKEN")
    response = owner.post(ADD, {**TYPED, **changes})
    assert errors(response)[field] == [said]
    assert Coupon.objects.count() == 1


@pytest.mark.parametrize("percent", ["1", "90"])
def test_at_its_edge_a_percentage_is_taken(owner, percent):
    assert owner.post(ADD, {**TYPED, "percent": percent}).status_code == 302


def test_a_limit_below_what_was_used_is_refused(owner):
    coupon = make_coupon(uses=12)
    response = owner.post(page_of(coupon), {**TYPED, "total_limit": "11"})
    assert errors(response)["total_limit"] == ["It was used 12 times already."]
    assert owner.post(page_of(coupon), {**TYPED, "total_limit": "12"}).status_code == 302


def test_saving_a_page_leaves_the_uses_counted_meanwhile(owner, monkeypatch):
    """SEC-9: the count is the shoppers', whatever was on the page when staff opened it."""
    coupon = make_coupon()
    save = Coupon.save

    def count_then_save(self, **how):
        Coupon.objects.update(uses=3)
        save(self, **how)

    monkeypatch.setattr(Coupon, "save", count_then_save)
    assert owner.post(page_of(coupon), {**TYPED, "uses": "0"}).status_code == 302
    coupon.refresh_from_db()
    assert (coupon.title, coupon.uses) == ("10% off", 3)


def test_the_list_says_what_each_offers_how_often_it_was_used_and_whether_it_runs(owner):
    make_coupon("RUNS", uses=2, total_limit=5, minimum_minor=999_00)
    make_coupon("SPENT", uses=5, total_limit=5)
    make_coupon("SLEEPS", is_active=False)
    make_coupon("LATER", starts_at=datetime(2099, 1, 1, tzinfo=UTC))
    make_coupon("OVER", ends_at=datetime(2026, 1, 2, tzinfo=UTC))
    page = owner.get(LIST).content.decode()
    words = ["10%, from ₹999", "2 of 5", "Running", "Used up", "Off", "Starts later", "Ended"]
    assert [word for word in words if word not in page] == []


def test_a_coupon_that_is_not_saved_does_not_claim_to_run(owner):
    page = owner.get(reverse("admin:shop_coupon_add")).content.decode()
    assert "Not saved yet" in page
    assert "Running" not in page


def test_coupons_are_switched_off_and_on_from_the_list(owner):
    coupon = make_coupon()
    bulk(owner, "switch_off", coupon)
    assert Coupon.objects.get().is_active is False
    bulk(owner, "switch_on", coupon)
    assert Coupon.objects.get().is_active is True


def test_a_coupon_is_never_deleted(owner):
    coupon = make_coupon()
    url = reverse("admin:shop_coupon_delete", args=[coupon.pk])
    assert owner.post(url, {"post": "yes"}).status_code == 403
    assert Coupon.objects.count() == 1


def test_the_orders_that_used_a_coupon_are_found_and_not_typed_into(owner):
    make_coupon(is_automatic=True)
    order = place_order()
    uses = reverse("admin:shop_couponuse_changelist")
    assert order.number in owner.get(uses, {"q": "FESTIVE10"}).content.decode()
    assert order.number not in owner.get(uses, {"q": "OTHER"}).content.decode()
    page = reverse("admin:shop_couponuse_change", args=[CouponUse.objects.get().pk])
    assert owner.get(page).status_code == 200
    assert owner.post(page, {"reference": "VA-X"}).status_code == 403


def test_who_may_not_sell_makes_no_coupons(client):
    client.force_login(make_staff())
    assert client.get(ADD).status_code == 403

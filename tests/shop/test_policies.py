"""Promises of shop/policies.py and its desk: which return policy counts, and from when on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from shop.models import ReturnPolicy
from shop.periodic import begin_return_policies
from shop.policies import policies_at, policies_on, touch_policies_that_begin
from shop.return_terms import ALL_REASONS, ReturnTerms
from tests.factories import make_category, make_staff, make_variant

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def policy(days, category=None, from_on=TODAY, **columns):
    row = {"category": category, "from_on": from_on, "window_days": days, **columns}
    return ReturnPolicy.objects.create(**row)


def test_a_shop_without_a_policy_takes_everything_back_for_seven_days():
    assert policies_on(TODAY).of(make_category().pk) == ReturnTerms(window_days=7)


def test_a_policy_holds_from_its_day_on_in_india():
    policy(14)
    last_minute = datetime(2026, 11, 23, 18, 29, tzinfo=UTC)  # 23:59 in India
    assert policies_at(last_minute).general.window_days == 7
    assert policies_at(last_minute + timedelta(minutes=1)).general.window_days == 14


def test_a_category_has_its_own_policy_before_that_of_all(django_assert_num_queries):
    sarees, shirts = make_category(), make_category()
    policy(10, from_on=TODAY)
    policy(3, sarees, from_on=date(2026, 1, 1))
    with django_assert_num_queries(1):
        today = policies_on(TODAY)
    assert [today.of(each.pk).window_days for each in (sarees, shirts)] == [3, 10]


def test_of_two_policies_the_later_day_counts_and_of_one_day_the_last_written():
    policy(5, from_on=TODAY)
    policy(9, from_on=date(2026, 11, 1))
    assert policies_on(TODAY).general.window_days == 5
    policy(6, from_on=TODAY)
    assert policies_on(TODAY).general.window_days == 6


def test_terms_are_read_back_from_the_row_as_they_were_written():
    terms = ReturnTerms(3, True, 99_00, ("damaged",), (), True, False, True)  # noqa: FBT003
    assert ReturnTerms.read(terms.column) == terms
    assert ReturnTerms.read({"window_days": 3, "later": 1}) == ReturnTerms(window_days=3)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (ReturnTerms(), "Return within 7 days of delivery, pickup free"),
        (ReturnTerms(1, has_pickup=False), "Return within 1 day of delivery"),
        (ReturnTerms(fee_minor=99_00), "Return within 7 days of delivery, ₹99 per return"),
        (ReturnTerms(is_final_sale=True), "Final sale: it cannot be returned"),
    ],
)
def test_the_promise_in_one_line(terms, sentence):
    assert terms.sentence == sentence


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


ADD = "admin:shop_returnpolicy_add"
WRITTEN = {
    "category": "",
    "from_on": "2026-11-24",
    "window_days": "10",
    "fee_minor": "49.50",
    "reasons": ["damaged", "too_small"],
    "photo_reasons": ["damaged"],
    "has_pickup": "on",
}


def test_staff_write_a_policy_in_rupees_and_ticks(owner):
    assert owner.post(reverse(ADD), WRITTEN).status_code == 302
    terms = policies_on(TODAY).general
    assert (terms.window_days, terms.fee_minor, terms.has_drop_off) == (10, 49_50, False)
    assert terms.reasons == ("damaged", "too_small")
    assert terms.photo_reasons == ("damaged",)
    listed = owner.get(reverse("admin:shop_returnpolicy_changelist")).content.decode()
    assert "Return within 10 days of delivery, ₹49.50 per return" in listed


def test_a_policy_without_a_way_back_is_refused_unless_it_is_a_final_sale(owner):
    without = WRITTEN | {"has_pickup": ""}
    refused = owner.post(reverse(ADD), without)
    assert "Offer one way at least" in refused.content.decode()
    assert not ReturnPolicy.objects.exists()
    assert owner.post(reverse(ADD), without | {"is_final_sale": "on"}).status_code == 302


def test_a_policy_from_which_no_reason_can_be_chosen_is_refused(owner):
    assert owner.post(reverse(ADD), WRITTEN | {"reasons": []}).status_code == 200
    assert owner.post(reverse(ADD), WRITTEN | {"window_days": "-1"}).status_code == 200
    assert not ReturnPolicy.objects.exists()


def test_kept_pages_tell_a_changed_policy_at_once(
    owner, client, django_capture_on_commit_callbacks
):
    address = make_variant().colourway.product.get_absolute_url()
    assert "Return within 7 days" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(reverse(ADD), WRITTEN | {"from_on": "2020-01-01"})
    assert "Return within 10 days" in client.get(address).content.decode()


def test_kept_pages_tell_the_policy_of_a_new_day_at_midnight(
    client, time_machine, django_capture_on_commit_callbacks
):
    policy(12, from_on=TODAY)
    address = make_variant().colourway.product.get_absolute_url()
    time_machine.move_to(datetime(2026, 11, 23, 18, 29, 30, tzinfo=UTC))
    assert "Return within 7 days" in client.get(address).content.decode()
    time_machine.move_to(datetime(2026, 11, 23, 18, 30, 20, tzinfo=UTC))
    with django_capture_on_commit_callbacks(execute=True):
        begin_return_policies()
    assert "Return within 12 days" in client.get(address).content.decode()


def test_on_other_minutes_nothing_is_forgotten(django_capture_on_commit_callbacks):
    policy(12, from_on=TODAY)
    noon = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    with django_capture_on_commit_callbacks() as callbacks:
        touch_policies_that_begin(noon, timedelta(minutes=2))
    assert callbacks == []


def test_every_reason_is_offered_unless_staff_say_otherwise():
    assert policy(7).terms.reasons == ALL_REASONS

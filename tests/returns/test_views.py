"""Promises of returns/views.py: a customer's own returns, said clearly, and nobody else's."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from orders.models import Refund
from returns.filing import FiledItem, Journey, file_return
from returns.inspection import inspect_return
from returns.models import Disposition, ReturnPhoto
from returns.promises import pickup_days
from returns.receiving import receive_return
from returns.states import ReturnReason
from returns.tracking import Story
from shop.media import fresh_jpeg
from shop.models import ReturnPolicy
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    findings_of,
    jpeg,
    make_customer,
    make_staff,
    make_variant,
    received_case,
    refused_case,
)
from tests.factories.returns import PASSED, WORN

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def file_url(order):
    return reverse("returns:file", args=[order.number])


# --- Whose it is ------------------------------------------------------------------------------


def pages_of(case):
    return {
        "file": file_url(case.order),
        "of_order": reverse("returns:of_order", args=[case.order.number]),
        "detail": reverse("returns:detail", args=[case.number]),
        "part": reverse("returns:part", args=[case.number]),
        "photo": reverse("returns:photo", args=[ReturnPhoto.objects.get(line__case=case).pk]),
    }


def case_with_photo(**how):
    return filed_case(reason=ReturnReason.DAMAGED, photos=[fresh_jpeg(jpeg())], **how)


PAGES = ["file", "of_order", "detail", "part", "photo"]


@pytest.mark.parametrize("page", PAGES)
def test_a_customer_sees_their_own(client, page):
    case = case_with_photo()
    client.force_login(case.order.user)
    response = client.get(pages_of(case)[page])
    response.close()
    assert response.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_is_not_found(client, page):
    """SEC-5."""
    case = case_with_photo()
    client.force_login(make_customer())
    assert client.get(pages_of(case)[page]).status_code == 404


@pytest.mark.parametrize("page", ["file", "of_order", "detail", "photo"])
def test_someone_not_signed_in_is_asked_who_they_are(client, page):
    url = pages_of(case_with_photo())[page]
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={url}")


@pytest.mark.parametrize("page", PAGES)
def test_what_one_customer_saw_is_not_kept_by_caches_on_the_way(client, page):
    """SEC-3."""
    case = case_with_photo()
    client.force_login(case.order.user)
    response = client.get(pages_of(case)[page])
    response.close()
    assert "no-store" in response["Cache-Control"]


def test_withdrawing_somebody_elses_case_is_not_found(client):
    """SEC-5."""
    case = filed_case()
    client.force_login(make_customer())
    response = client.post(reverse("returns:withdraw", args=[case.number]))
    case.refresh_from_db()
    assert (response.status_code, case.status) == (404, "approved")


def test_staff_without_the_right_to_see_cases_do_not_see_photos(client):
    url = pages_of(case_with_photo())["photo"]
    client.force_login(make_staff())
    assert client.get(url).status_code == 404


def test_staff_with_the_right_to_see_cases_see_photos(client):
    url = pages_of(case_with_photo())["photo"]
    staff = make_staff()
    staff.user_permissions.add(Permission.objects.get(codename="view_returncase"))
    client.force_login(staff)
    response = client.get(url)
    kind, content = response["Content-Type"], b"".join(response.streaming_content)
    assert (kind, content[:2]) == ("image/jpeg", b"\xff\xd8")


# --- What a case says -------------------------------------------------------------------------


def test_a_withdrawn_case_says_so(client):
    case = filed_case()
    client.force_login(case.order.user)
    response = client.post(reverse("returns:withdraw", args=[case.number]), follow=True)
    case.refresh_from_db()
    assert (response.status_code, case.status) == (200, "withdrawn")
    assert "Withdrawn" in text_of(response)


def test_withdrawing_what_is_in_the_warehouse_is_refused_in_words(client):
    case = received_case()
    client.force_login(case.order.user)
    response = client.post(reverse("returns:withdraw", args=[case.number]))
    case.refresh_from_db()
    assert (response.status_code, case.status) == (422, "received")


def test_withdrawing_by_a_link_is_not_possible(client):
    """SEC-20."""
    case = filed_case()
    client.force_login(case.order.user)
    assert client.get(reverse("returns:withdraw", args=[case.number])).status_code == 405


def test_a_refused_case_says_why_and_that_nothing_is_refunded(client):
    case = refused_case()
    client.force_login(case.order.user)
    response = client.get(case.get_absolute_url())
    assert "The collar is worn." in text_of(response)
    assert response.context["story"].is_refunded is False


def test_a_case_that_passed_is_refunded_only_when_the_money_is(client):
    case = accepted_case()
    client.force_login(case.order.user)
    assert client.get(case.get_absolute_url()).context["story"].is_refunded is False
    case.refunds().update(status="processed")
    assert client.get(case.get_absolute_url()).context["story"].is_refunded is True


# --- What it says of the money --------------------------------------------------------------


def page_of(client, case):
    client.force_login(case.order.user)
    return text_of(client.get(case.get_absolute_url()))


def test_the_headline_is_money_and_day_while_it_comes(client):
    case = filed_case()
    assert re.search(r"<h1>₹500 back to you by \w{3}, \d+ \w{3}</h1>", page_of(client, case))


def test_a_part_that_was_refused_is_said_line_by_line_with_its_arithmetic(client):
    order = delivered_order(make_variant(price_minor=999_00), quantity=2)
    case = received_case(order, quantity=2)
    inspect_return(case, findings_of(case, PASSED, WORN), by="Store")
    page = page_of(client, case)
    assert "1 × Bagru Kurta, M</dt><dd>₹999</dd>" in page
    assert "1 × Bagru Kurta, M, not accepted</dt><dd>₹0</dd>" in page
    assert "Back to you</dt><dd>₹999</dd>" in page
    assert "The collar is worn." in page


def test_a_refund_that_failed_is_a_step_of_its_own_with_what_comes_next(client):
    case = accepted_case()
    Refund.objects.filter(pk=case.refunds()[0].pk).update(processed_at=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Story, "is_stuck", True)
        page = page_of(client, case)
    assert "Refund did not go through" in page
    assert "A person looks at it within a working day" in page


def test_a_return_fee_is_shown_and_taken_off(client):
    ReturnPolicy.objects.create(from_on="2020-01-01", fee_minor=49_00)
    page = page_of(client, filed_case(delivered_order(make_variant(price_minor=999_00))))
    assert "−₹49" in page
    assert "If all of it passes</dt><dd>₹950</dd>" in page


# --- The pickup -----------------------------------------------------------------------------


def fetched_case():
    order = delivered_order()
    item = FiledItem(order.lines.get(), 1, ReturnReason.TOO_SMALL)
    journey = Journey(
        way="pickup", pickup_on=pickup_days(timezone.now())[0], full_name="Asha Rao",
        phone="+919876543210", house="12", street="Church Street", city="Bengaluru", state="KA",
        pin_code="560001",
    )  # fmt: skip
    return file_return(order, [item], key="k" * 32, by="Asha Rao", journey=journey)


def move_pickup(client, case, day):
    client.force_login(case.order.user)
    url = reverse("returns:reschedule", args=[case.number])
    response = client.post(url, {"pickup_on": day})
    case.refresh_from_db()
    return response


def test_a_pickup_is_moved_to_another_day_until_it_happened(client):
    case, later = fetched_case(), pickup_days(timezone.now())[2]
    assert move_pickup(client, case, later.isoformat()).status_code == 302
    assert case.pickup_on == later
    receive_return(case, by="Store")
    refused = move_pickup(client, case, pickup_days(timezone.now())[3].isoformat())
    assert (refused.status_code, case.pickup_on) == (422, later)
    assert "It was picked up already" in text_of(refused)


@pytest.mark.parametrize("day", ["", "2020-01-01", "soon"])
def test_a_day_that_is_not_offered_is_refused(client, day):
    case = fetched_case()
    before = case.pickup_on
    response = move_pickup(client, case, day)
    assert (response.status_code, case.pickup_on) == (422, before)
    assert "Choose one of these days." in text_of(response)


# --- The list -------------------------------------------------------------------------------


def test_without_a_return_the_list_tells_the_policy_and_what_may_still_come_back(client):
    order = delivered_order()
    client.force_login(order.user)
    page = text_of(client.get(reverse("returns:list")))
    assert "7 days to return" in page
    assert reverse("returns:file", args=[order.number]) in page


def test_the_list_has_ones_own_returns_and_nobody_elses(client):
    case, other = filed_case(), filed_case()
    client.force_login(case.order.user)
    page = text_of(client.get(reverse("returns:list")))
    assert case.number in page
    assert other.number not in page


def test_a_claim_of_damage_worth_much_waits_for_a_person():
    order = delivered_order(make_variant(price_minor=6_000_00))
    case = filed_case(order, reason=ReturnReason.DAMAGED, photos=[fresh_jpeg(jpeg())])
    assert (case.status, case.needs_approval) == ("filed", True)


# --- What was refused -------------------------------------------------------------------------


def choose(client, case, choice):
    client.force_login(case.order.user)
    return client.post(reverse("returns:choose", args=[case.number]), {"choice": choice})


def test_the_customer_says_what_becomes_of_what_was_refused(client):
    case = refused_case()
    assert "Send it back to me" in page_of(client, case)
    assert choose(client, case, "dispose").status_code == 302
    assert Disposition.objects.get(case=case).choice == "dispose"
    assert "We dispose of it, as you asked." in page_of(client, case)


def test_a_choice_that_is_none_or_nothing_refused_changes_nothing(client):
    assert choose(client, refused_case(), "burn").status_code == 422
    assert choose(client, accepted_case(), "dispose").status_code == 422
    assert not Disposition.objects.filter(choice="dispose").exists()

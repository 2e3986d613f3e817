"""Promises of returns/views.py: a customer's own returns, said clearly, and nobody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse

from orders.models import OrderLine
from returns.models import ReturnCase, ReturnPhoto
from returns.states import ReturnReason
from shop.media import fresh_jpeg
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    jpeg,
    make_customer,
    make_staff,
    make_variant,
    received_case,
    refused_case,
    upload,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def file_url(order):
    return reverse("returns:file", args=[order.number])


def answers(order, *, key="0" * 32, **changes):
    line = order.lines.all()[0].pk.hex
    given = {"quantity": "1", "reason": "too_small", "comment": "", **changes}
    return {"key": key, **{f"{line}-{name}": value for name, value in given.items()}}


def file_as(client, order, **changes):
    client.force_login(order.user)
    return client.post(file_url(order), answers(order, **changes))


def claimed(order):
    return OrderLine.objects.values_list("claimed_quantity", flat=True).get(order=order)


def test_a_filed_return_leads_to_its_page(client):
    order = delivered_order()
    response = file_as(client, order)
    assert response.status_code == 302
    assert response["Location"] == ReturnCase.objects.get().get_absolute_url()


def test_the_form_asks_about_what_may_come_back(client):
    order = delivered_order()
    client.force_login(order.user)
    response = client.get(file_url(order))
    assert response.status_code == 200
    assert "Bagru Kurta" in text_of(response)


def test_the_same_form_sent_twice_is_one_case(client):
    order = delivered_order(make_variant(), quantity=2)
    first = file_as(client, order)
    second = file_as(client, order)
    assert first["Location"] == second["Location"]
    assert (ReturnCase.objects.count(), claimed(order)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quantity": "0"}, "Choose at least one item to send back."),
        ({"quantity": "2"}, "You can send back up to 1 of this."),
        ({"quantity": "-1"}, "You can send back up to 1 of this."),
        ({"quantity": "1000000000"}, "You can send back up to 1 of this."),
        ({"quantity": "abc"}, "You can send back up to 1 of this."),
        ({"reason": ""}, "Say why this comes back."),
        ({"reason": "damaged"}, "Add a photo, so that we can see what is wrong."),
    ],
)
def test_a_mistake_is_said_in_words_and_files_nothing(client, changes, said):
    order = delivered_order()
    response = file_as(client, order, **changes)
    assert response.status_code == 422
    assert said in text_of(response)
    assert (ReturnCase.objects.count(), claimed(order)) == (0, 0)


@pytest.mark.parametrize("content", [b"no picture", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"])
def test_a_photo_that_is_no_picture_files_nothing(client, content):
    """SEC-10."""
    order = delivered_order()
    response = file_as(client, order, photos=upload(content, "photo.jpg"))
    assert response.status_code == 422
    assert "This is not a picture we can read." in text_of(response)
    assert (ReturnCase.objects.count(), ReturnPhoto.objects.count()) == (0, 0)


def test_on_day_eight_the_page_says_when_returns_closed_and_files_nothing(client):
    order = delivered_order()
    order.refresh_from_db()
    with time_machine.travel(order.return_deadline + timedelta(microseconds=1), tick=False):
        response = file_as(client, order)
        page = client.get(file_url(order))
    assert (response.status_code, ReturnCase.objects.count()) == (422, 0)
    assert "returns closed" in text_of(page)


def test_filed_a_second_time_the_page_says_that_all_are_in_a_return(client):
    order = delivered_order()
    file_as(client, order, key="1" * 32)
    response = file_as(client, order, key="2" * 32)
    assert response.status_code == 422
    assert "All 1 of this are already in a return." in text_of(response)
    assert ReturnCase.objects.count() == 1


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


@pytest.mark.parametrize("page", PAGES)
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


def test_filing_for_somebody_elses_order_is_not_found(client):
    """SEC-5."""
    order = delivered_order()
    client.force_login(make_customer())
    response = client.post(file_url(order), answers(order))
    assert (response.status_code, ReturnCase.objects.count()) == (404, 0)


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
    assert response.context["is_refunded"] is False


def test_a_case_that_passed_is_refunded_only_when_the_money_is(client):
    case = accepted_case()
    client.force_login(case.order.user)
    assert client.get(case.get_absolute_url()).context["is_refunded"] is False
    case.refunds().update(status="processed")
    assert client.get(case.get_absolute_url()).context["is_refunded"] is True

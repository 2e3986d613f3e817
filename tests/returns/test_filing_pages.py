"""Promises of returns/filing_pages.py: step by step, nothing lost, nothing filed by halves."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.links import token_for
from orders.models import OrderLine
from returns.models import DraftLine, DraftPhoto, ReturnCase, ReturnDraft, ReturnPhoto
from returns.promises import pickup_days
from tests.factories import (
    delivered_order,
    filed_case,
    jpeg,
    make_customer,
    make_variant,
    upload,
)

pytestmark = pytest.mark.django_db


def refuse(storage, name):
    raise OSError("read-only disk")


def text_of(response):
    return response.content.decode()


def address(order, step="file"):
    return reverse(f"returns:{step}", args=[order.number])


def first_line(order):
    return order.lines.all()[0]


def choose(client, order, quantity=1):
    client.force_login(order.user)
    return client.post(address(order), {first_line(order).pk.hex: quantity})


def why_of(order, reason="too_small", **more):
    prefix = DraftLine.objects.get(order_line=first_line(order)).pk.hex
    given = {"reason": reason, "fit_part": "waist" if "too_" in reason else "", **more}
    return {f"{prefix}-{name}": value for name, value in given.items()}


def explain(client, order, reason="too_small", **more):
    return client.post(address(order, "why"), why_of(order, reason, **more))


def fetched(**more):
    day = pickup_days(timezone.now())[0].isoformat()
    return {
        "way": "pickup", "pickup_on": day, "full_name": "Asha Rao", "phone": "9876543210",
        "pin_code": "560001", "house": "12, Lake View", "street": "Church Street",
        "city": "Bengaluru", "state": "KA", **more,
    }  # fmt: skip


def to_review(client, order, quantity=1, way=None):
    choose(client, order, quantity)
    explain(client, order)
    client.post(address(order, "money"))
    return client.post(address(order, "way"), way or fetched())


def file(client, order, key=None):
    key = key or ReturnDraft.objects.get(order=order).key
    return client.post(address(order, "review"), {"key": key})


def counted(order):
    claimed = OrderLine.objects.values_list("claimed_quantity", flat=True).get(order=order)
    return ReturnCase.objects.count(), claimed


# --- The whole way ------------------------------------------------------------------------------


def test_the_whole_way_by_plain_forms_ends_with_reference_day_and_code(client):
    order = delivered_order(make_variant(price_minor=999_00))
    steps = [choose(client, order), explain(client, order, wanted_size="")]
    steps += [client.post(address(order, "money")), client.post(address(order, "way"), fetched())]
    assert [step["Location"] for step in steps] == [
        address(order, step) for step in ("why", "money", "way", "review")
    ]
    assert "₹999" in text_of(client.get(address(order, "review")))
    answer = file(client, order)
    case = ReturnCase.objects.get()
    assert answer["Location"] == reverse("returns:done", args=[case.number])
    assert (case.status, case.way, case.pin_code) == ("approved", "pickup", "560001")
    page = text_of(client.get(answer["Location"]))
    assert case.number in page
    assert case.pickup_code in page
    assert f"{case.pickup_on:%-d %b}" in page
    assert case.lines.get().fit_part == "waist"
    assert ReturnDraft.objects.count() == 0


def test_a_guest_returns_by_the_signed_link_alone(client):
    order = delivered_order()
    type(order).objects.filter(pk=order.pk).update(user=None)
    order.refresh_from_db()
    assert client.get(address(order)).status_code == 302  # to sign in
    client.get(reverse("orders:open", args=[token_for(order)]))
    client.post(address(order), {first_line(order).pk.hex: 1})
    explain(client, order)
    client.post(address(order, "money"))
    client.post(address(order, "way"), {"way": "drop_off"})
    file(client, order)
    case = ReturnCase.objects.get()
    assert (case.way, case.refund_to) == ("drop_off", "source")
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.get(reverse("returns:list")).status_code == 200
    assert case.events.get(text="Return filed").by == order.full_name


def test_the_last_press_twice_is_one_case(client):
    order = delivered_order()
    to_review(client, order)
    key = ReturnDraft.objects.get().key
    first, second = file(client, order, key), file(client, order, key)
    assert first["Location"] == second["Location"]
    assert counted(order) == (1, 1)


def test_a_draft_is_kept_and_shown_on_the_order(client):
    order = delivered_order()
    choose(client, order)
    explain(client, order)
    fragment = text_of(client.get(reverse("returns:of_order", args=[order.number])))
    assert "You have begun a return." in fragment
    page = text_of(client.get(address(order, "why")))
    assert 'value="too_small" data-asks="fit" checked' in page


def test_a_discarded_draft_is_gone_with_its_photos(client, django_capture_on_commit_callbacks):
    order = delivered_order()
    choose(client, order)
    explain(client, order, "damaged", photos=jpeg())
    kept = DraftPhoto.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(order, "discard"))
    assert (ReturnDraft.objects.count(), DraftPhoto.objects.count()) == (0, 0)
    assert not kept.storage.exists(kept.name)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_deleted_fails_nobodys_request(client, monkeypatch, caplog):
    order = delivered_order()
    choose(client, order)
    explain(client, order, "damaged", photos=jpeg())
    monkeypatch.setattr(FileSystemStorage, "delete", refuse)
    assert client.post(address(order, "discard")).status_code == 302
    assert ReturnDraft.objects.count() == 0
    assert "read-only disk" in caplog.text


def test_going_back_changes_an_answer_and_keeps_the_others(client):
    order = delivered_order(make_variant(), quantity=2)
    to_review(client, order)
    choose(client, order, quantity=2)
    line = DraftLine.objects.get()
    assert (line.quantity, line.reason, line.draft.way) == (2, "too_small", "pickup")


# --- In order -----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["why", "money", "way", "review"])
def test_no_step_is_reached_before_those_that_lead_to_it(client, step):
    """SEC-8: step order."""
    order = delivered_order()
    client.force_login(order.user)
    assert client.get(address(order, step))["Location"] == address(order)
    assert client.post(address(order, step), {"key": "0" * 32}).status_code in {302, 422}
    assert counted(order) == (0, 0)


def test_looking_at_the_steps_changes_nothing(client):
    order = delivered_order()
    client.force_login(order.user)
    client.get(address(order))
    assert ReturnDraft.objects.count() == 0


# --- Mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quantity", ["2", "-1", "1e0", "abc", "1000000000", "1.5", "NaN"])
def test_more_than_may_come_back_is_refused_with_the_number(client, quantity):
    order = delivered_order()
    response = choose(client, order, quantity)
    assert response.status_code == 422
    assert "You can send back up to 1 of this." in text_of(response)
    assert ReturnDraft.objects.count() == 0


def test_nothing_chosen_is_said(client):
    response = choose(client, delivered_order(), 0)
    assert response.status_code == 422
    assert "Choose at least one item to send back." in text_of(response)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Choose the reason that fits best."),
        ("made_up", "Choose the reason that fits best."),
        ("damaged", "Add a photo, so that we can see what is wrong."),
        ("wrong_item", "Add a photo, so that we can see what is wrong."),
    ],
)
def test_a_missing_answer_is_said_where_it_is_missing(client, reason, said):
    order = delivered_order()
    choose(client, order)
    response = explain(client, order, reason)
    assert response.status_code == 422
    assert said in text_of(response)


def test_what_does_not_fit_is_asked_where(client):
    order = delivered_order()
    choose(client, order)
    response = explain(client, order, "too_large", fit_part="")
    assert response.status_code == 422
    assert "Say where" in text_of(response)


def test_a_photo_stays_while_something_else_is_still_wrong(client):
    order = delivered_order()
    choose(client, order)
    assert explain(client, order, "", photos=jpeg()).status_code == 422
    assert DraftPhoto.objects.count() == 1
    assert explain(client, order, "damaged").status_code == 302


@pytest.mark.parametrize(
    "content",
    [b"no picture", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", b"<svg xmlns='x'/>", b"PK\x03\x04"],
)
def test_a_hostile_photo_is_refused_in_words_and_not_kept(client, content):
    """F23, SEC-10."""
    order = delivered_order()
    choose(client, order)
    response = explain(client, order, "damaged", photos=upload(content))
    assert response.status_code == 422
    assert "This is not a picture we can read." in text_of(response)
    assert DraftPhoto.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_fifth_photo_is_refused_and_one_may_be_removed(client):
    order = delivered_order()
    choose(client, order)
    explain(client, order, "damaged", photos=[jpeg(f"{n}.jpg") for n in range(4)])
    refused = explain(client, order, "damaged", photos=jpeg())
    assert refused.status_code == 422
    assert "4 photos of the Bagru Kurta are enough." in text_of(refused)
    explain(client, order, "damaged", drop=[DraftPhoto.objects.first().pk.hex])
    assert DraftPhoto.objects.count() == 3


def test_the_cases_photos_are_those_of_the_draft(client):
    order = delivered_order()
    choose(client, order)
    explain(client, order, "damaged", photos=jpeg())
    client.post(address(order, "money"))
    client.post(address(order, "way"), {"way": "drop_off"})
    file(client, order)
    photo = ReturnPhoto.objects.get()
    shown = client.get(reverse("returns:photo", args=[photo.pk]))
    shown.close()
    assert shown["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"way": "pigeon"}, "Choose how it reaches us."),
        ({"pickup_on": "2020-01-01"}, "We cannot come on that day any more."),
        ({"pickup_on": ""}, "Choose a day."),
        ({"pin_code": "12"}, "PIN code"),
        ({"house": ""}, "There is a problem"),
    ],
)
def test_a_pickup_that_cannot_be_is_refused(client, changes, said):
    order = delivered_order()
    choose(client, order)
    explain(client, order)
    client.post(address(order, "money"))
    response = client.post(address(order, "way"), fetched(**changes))
    assert response.status_code == 422
    assert said in text_of(response)


# --- Meanwhile ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_window_that_closed_meanwhile_files_nothing_and_says_when(client):
    order = delivered_order()
    to_review(client, order)
    order.refresh_from_db()
    key = ReturnDraft.objects.get().key
    with time_machine.travel(order.return_deadline + timedelta(seconds=1), tick=False):
        response = file(client, order, key)
        page = client.get(address(order))
    assert response.status_code == 422
    assert "returns closed" in text_of(response)
    assert "returns closed" in text_of(page)
    assert counted(order) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_another_return_took_meanwhile_is_not_taken_twice(client):
    order = delivered_order()
    to_review(client, order)
    filed_case(order)
    response = file(client, order)
    assert response.status_code == 422
    assert "It is in a return already." in text_of(response)
    assert counted(order) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_pickup_day_that_passed_meanwhile_is_to_be_chosen_again(client):
    order = delivered_order()
    to_review(client, order)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        response = file(client, order)
    assert response.status_code == 422
    assert "Choose another one." in text_of(response)
    assert counted(order) == (0, 0)


def test_an_old_tab_files_nothing(client):
    order = delivered_order()
    to_review(client, order)
    assert file(client, order, "f" * 32).status_code == 422
    assert counted(order) == (0, 0)


# --- Whose it is --------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["file", "why", "money", "way", "review", "discard"])
def test_somebody_elses_order_is_not_found(client, step):
    """SEC-5."""
    order = delivered_order()
    to_review(client, order)
    stranger = Client()
    stranger.force_login(make_customer())
    assert stranger.post(address(order, step)).status_code == 404
    assert ReturnDraft.objects.count() == 1


def test_somebody_elses_photo_is_not_found(client):
    """SEC-5: nor one of another order of one's own under this one."""
    order, other = delivered_order(), delivered_order()
    choose(client, order)
    explain(client, order, "damaged", photos=jpeg())
    photo = DraftPhoto.objects.get()
    here = reverse("returns:draft_photo", args=[order.number, photo.pk])
    elsewhere = reverse("returns:draft_photo", args=[other.number, photo.pk])
    stranger = Client()
    stranger.force_login(other.user)
    answers = [stranger.get(here), stranger.get(elsewhere), client.get(here)]
    answers[-1].close()
    assert [answer.status_code for answer in answers] == [404, 404, 200]


@pytest.mark.parametrize("missing", ["why", "money", "way"])
def test_a_draft_with_a_step_left_out_files_nothing_and_leads_there(client, missing):
    """SEC-8: step order."""
    order = delivered_order()
    choose(client, order)
    if missing != "why":
        explain(client, order)
    if missing == "way":
        client.post(address(order, "money"))
    assert file(client, order)["Location"] == address(order, missing)
    assert counted(order) == (0, 0)

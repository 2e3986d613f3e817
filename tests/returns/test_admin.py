"""Promises of returns/admin.py: receive, inspect unit by unit, and say what happens next."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.models import Refund
from returns.errors import InspectionIncomplete, RefusalNeedsNote, VerdictDoesNotFit
from returns.models import InspectionPhoto, ReturnCase, ReturnEvent, ReturnPhoto
from returns.receiving import units_of
from returns.states import ReturnReason, ReturnStatus
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    make_customer,
    make_staff,
    make_variant,
    picture_file,
    received_case,
    upload,
)

pytestmark = pytest.mark.django_db
LIST = "admin:returns_returncase_changelist"


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def move(client, case, name, data=None):
    url = reverse("admin:returns_returncase_move", args=[case.pk, name])
    return client.post(url, data or {}, follow=True)


def desk(client, case):
    return client.get(reverse("admin:returns_returncase_change", args=[case.pk]))


def sheet(case, *findings):
    """What the inspection page posts: the fields of each unit, in order."""
    posted = {}
    for unit, fields in zip(units_of(case), findings, strict=True):
        posted |= {f"{name}-{unit.pk.hex}": value for name, value in fields.items()}
    return posted


PASS = {"grade": "resellable", "verdict": "passed"}
REFUSE = {"grade": "scrap", "verdict": "refused", "why": "worn", "note": "Washed."}


def arrival(case, *words):
    return {f"unit-{u.pk.hex}": word for u, word in zip(units_of(case), words, strict=True)}


def said(response):
    return [str(message) for message in response.context["messages"]]


def two_units():
    variant = make_variant(price_minor=1_299_00)
    return variant, received_case(delivered_order(variant, quantity=2), quantity=2)


def still_filed():
    """A case that waits for a decision; the shop approves by itself inside the window."""
    case = filed_case()
    ReturnCase.objects.filter(pk=case.pk).delete()
    order = case.order
    return ReturnCase.objects.create(number="RT-FILED", key="filed", order=order)


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (still_filed, ["Approve", "Decline"]),
        (filed_case, ["Receive", "Picked up", "Decline"]),
        (received_case, ["Inspect", "Correct what arrived"]),
        (accepted_case, []),
    ],
)
def test_the_desk_offers_exactly_the_legal_moves(owner, make, labels):
    assert [made.label for made, _ in desk(owner, make()).context["moves"]] == labels


def test_receiving_names_who_did_it(owner):
    case = filed_case()
    move(owner, case, "receive", arrival(case, "here"))
    event = ReturnEvent.objects.get(case=case, status=ReturnStatus.RECEIVED)
    assert event.by == "Meera Owner"


def test_declining_needs_a_reason_and_keeps_it(owner):
    case = still_filed()
    assert move(owner, case, "decline").status_code == 422
    move(owner, case, "decline", {"note": "Final sale"})
    assert ReturnEvent.objects.get(case=case).text == "Declined: Final sale"


def test_the_desk_shows_photos_reason_and_comment(owner):
    hem = ContentFile(picture_file(), name="hem.jpg")
    case = filed_case(reason=ReturnReason.DAMAGED, comment="The hem is open.", photos=[hem])
    text = desk(owner, case).content.decode()
    shown = reverse("returns:photo", args=[ReturnPhoto.objects.get().pk])
    assert f'src="{shown}"' in text
    assert "Arrived damaged" in text
    assert "The hem is open." in text
    photo = owner.get(shown)
    photo.close()
    assert photo.status_code == 200


def test_a_passed_unit_is_refunded_and_restocked_and_staff_are_told(owner):
    variant, case = two_units()
    before = variant.__class__.objects.get(pk=variant.pk).on_hand
    response = move(owner, case, "inspect", sheet(case, PASS, REFUSE))
    assert said(response) == ["₹1,299 is on its way back; 1 unit restocked."]
    variant.refresh_from_db()
    assert variant.on_hand == before + 1
    assert Refund.objects.get(order=case.order).requested_by == "Meera Owner"


def test_when_nothing_passed_staff_read_that_nothing_is_paid(owner):
    _, case = two_units()
    response = move(owner, case, "inspect", sheet(case, REFUSE, REFUSE))
    assert said(response)[0].startswith("Not accepted: nothing is refunded or restocked")
    assert Refund.objects.count() == 0


def test_a_unit_without_verdict_is_refused_beside_it_and_all_typed_is_kept(owner):
    _, case = two_units()
    posted = sheet(case, REFUSE | {"note": "The collar is worn."}, {"grade": "scrap"})
    response = move(owner, case, "inspect", posted)
    _, (worn, open_unit) = response.context["form"].lines[0]
    assert response.status_code == 422
    assert open_unit.verdict.errors == [str(InspectionIncomplete())]
    assert (worn.verdict.value(), worn.note.value()) == ("refused", "The collar is worn.")
    assert ReturnCase.objects.get(pk=case.pk).status == ReturnStatus.RECEIVED


def test_a_refusal_without_reason_is_refused_beside_the_reason(owner):
    _, case = two_units()
    without = {"grade": "scrap", "verdict": "refused", "note": "Worn."}
    response = move(owner, case, "inspect", sheet(case, without, PASS))
    _, (worn, _) = response.context["form"].lines[0]
    assert worn.why.errors == [str(RefusalNeedsNote())]


def test_another_reason_without_words_is_refused_beside_the_words(owner):
    _, case = two_units()
    other = {"grade": "scrap", "verdict": "refused", "why": "other", "note": " "}
    response = move(owner, case, "inspect", sheet(case, other, PASS))
    _, (worn, _) = response.context["form"].lines[0]
    assert worn.note.errors == [str(RefusalNeedsNote())]


def test_a_verdict_that_contradicts_its_grade_is_refused_beside_it(owner):
    _, case = two_units()
    scrap = {"grade": "scrap", "verdict": "passed"}
    response = move(owner, case, "inspect", sheet(case, scrap, PASS))
    _, (unit, _) = response.context["form"].lines[0]
    assert unit.verdict.errors == [str(VerdictDoesNotFit("Scrap", "Passed"))]
    assert Refund.objects.count() == 0


@pytest.mark.parametrize("invented", [{"verdict": "gold"}, {"grade": "gold"}, {"why": "gold"}])
def test_an_invented_word_is_refused(owner, invented):
    _, case = two_units()
    response = move(owner, case, "inspect", sheet(case, REFUSE | invented, PASS))
    assert response.status_code == 422
    assert Refund.objects.count() == 0


def test_inspecting_twice_is_a_message_and_pays_once(owner):
    _, case = two_units()
    posted = sheet(case, PASS, PASS)
    move(owner, case, "inspect", posted)
    response = move(owner, case, "inspect", posted)
    assert said(response) == [f"{case} is accepted; it cannot become accepted."]
    assert Refund.objects.count() == 1


def test_a_case_not_received_has_no_inspection_page(owner):
    case = filed_case()
    response = owner.get(
        reverse("admin:returns_returncase_move", args=[case.pk, "inspect"]), follow=True
    )
    assert said(response) == ["Inspect: not possible now."]


def test_staff_without_rights_cannot_inspect(client):
    _, case = two_units()
    client.force_login(make_staff())
    response = move(client, case, "inspect", sheet(case, PASS, PASS))
    assert response.status_code == 403
    assert Refund.objects.count() == 0


def test_cases_are_never_added_or_deleted(owner):
    case = filed_case()
    assert owner.get(reverse("admin:returns_returncase_add")).status_code == 403
    delete = reverse("admin:returns_returncase_delete", args=[case.pk])
    assert owner.post(delete, {"post": "yes"}).status_code == 403


def choose(owner, action, *cases, **typed):
    chosen = {"action": action, "_selected_action": [str(case.pk) for case in cases], **typed}
    return owner.post(reverse(LIST), chosen, follow=True)


def test_many_are_moved_only_after_a_page_that_says_what_it_does(owner):
    travelling, here = filed_case(), received_case()
    page = choose(owner, "mark_received", travelling, here).content.decode()
    assert "Every item of these parcels counts as here." in page
    assert "Left out: it is received." in page
    assert ReturnCase.objects.get(pk=travelling.pk).status == ReturnStatus.APPROVED


def test_many_are_declined_with_one_reason_and_none_without(owner):
    cases = [filed_case(), still_filed()]
    assert choose(owner, "decline", *cases, confirmed="1").status_code == 422
    assert set(statuses()) == {"approved", "filed"}
    choose(owner, "decline", *cases, confirmed="1", note="Final sale.")
    assert statuses() == ["declined", "declined"]


def statuses():
    return list(ReturnCase.objects.values_list("status", flat=True))


def test_what_arrived_is_said_unit_by_unit_and_the_sheet_of_the_check_follows(owner):
    variant = make_variant()
    case = filed_case(delivered_order(variant, quantity=2), quantity=2)
    response = move(owner, case, "receive", arrival(case, "here", "missing"))
    inspect = reverse("admin:returns_returncase_move", args=[case.pk, "inspect"])
    assert response.redirect_chain == [(inspect, 302)]
    assert [unit.is_here for unit in units_of(case)] == [True, False]


def test_three_filed_two_arrived_one_worn_is_one_sheet(owner):
    variant = make_variant(price_minor=500_00, stock=20)
    case = filed_case(delivered_order(variant, quantity=3), quantity=3)
    move(owner, case, "receive", arrival(case, "here", "here", "missing"))
    response = move(owner, case, "inspect", sheet(case, PASS, REFUSE, {"grade": "missing"}))
    assert said(response)[-1] == "₹500 is on its way back; 1 unit restocked."
    assert [unit.refused_for for unit in units_of(case)] == ["", "worn", "missing"]


def test_a_unit_that_was_not_missing_is_opened_again_from_the_desk(owner):
    variant = make_variant(stock=20)
    case = filed_case(delivered_order(variant, quantity=2), quantity=2)
    move(owner, case, "receive", arrival(case, "here", "missing"))
    move(owner, case, "inspect", sheet(case, PASS, {"grade": "missing"}))
    response = move(owner, case, "not-missing", {"unit": str(units_of(case)[1].pk)})
    opened = ReturnCase.objects.get(follows=case)
    assert said(response)[-1].startswith(f"{opened} is open for it")
    assert [m.label for m, _ in desk(owner, case).context["moves"]] == []


def test_photos_of_the_check_are_shown_on_the_desk_and_to_the_customer(owner, client):
    case = received_case()
    posted = sheet(case, REFUSE | {"photos": upload(picture_file())})
    move(owner, case, "inspect", posted)
    shown = reverse("returns:photo", args=[InspectionPhoto.objects.get().pk])
    assert f'src="{shown}"' in desk(owner, case).content.decode()
    client.force_login(make_customer())
    assert client.get(shown).status_code == 404
    client.force_login(case.order.user)
    photo = client.get(shown)
    photo.close()
    assert photo.status_code == 200


@pytest.mark.parametrize("hostile", [b"<svg onload=alert(1)>", b"PK\x03\x04", b"GIF89a"])
def test_what_is_no_picture_is_refused_beside_the_photos(owner, hostile):
    """F23."""
    case = received_case()
    response = move(owner, case, "inspect", sheet(case, REFUSE | {"photos": upload(hostile)}))
    _, (unit,) = response.context["form"].lines[0]
    assert (response.status_code, len(unit.photos.errors)) == (422, 1)
    assert InspectionPhoto.objects.count() == 0


def test_many_parcels_are_received_at_once_row_by_row(owner):
    travelling, here = filed_case(), received_case()
    response = choose(owner, "mark_received", travelling, here, confirmed="1")
    assert said(response) == [
        "Receive: 1 done.",
        f"Refused. {here} is received; it cannot become received.",
    ]


def test_the_desk_of_an_order_fetches_its_returns(owner):
    case = filed_case()
    fragment = owner.get(reverse("admin:returns_returncase_of_order", args=[case.order_id]))
    assert case.number in fragment.content.decode()


def test_the_list_asks_the_same_few_questions_for_3_rows_and_for_12(owner):
    variant = make_variant(stock=50)
    file_many(variant, 3)
    few = queries_of(owner)
    file_many(variant, 9)
    assert queries_of(owner) == few <= 12


def file_many(variant, times):
    for _ in range(times):
        filed_case(delivered_order(variant))


def queries_of(client):
    client.get(reverse(LIST))  # what is cached once is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(LIST)).status_code == 200
    return len(queries)

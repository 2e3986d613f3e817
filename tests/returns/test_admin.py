"""Promises of returns/admin.py: receive, inspect unit by unit, and say what happens next."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.models import Refund
from returns.errors import InspectionIncomplete, RefusalNeedsNote
from returns.models import ReturnCase, ReturnEvent, ReturnPhoto, ReturnUnit
from returns.states import ReturnReason, ReturnStatus
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    make_staff,
    make_variant,
    picture_file,
    received_case,
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


def sheet(case, *verdicts):
    """What the inspection page posts: (verdict, note) per unit, in order."""
    units = ReturnUnit.objects.filter(line__case=case).order_by("line_id", "position")
    posted = {}
    for unit, (verdict, note) in zip(units, verdicts, strict=True):
        posted |= {f"verdict-{unit.pk.hex}": verdict, f"note-{unit.pk.hex}": note}
    return posted


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
        (still_filed, ["Decline"]),
        (filed_case, ["Receive", "Decline"]),
        (received_case, ["Inspect"]),
        (accepted_case, []),
    ],
)
def test_the_desk_offers_exactly_the_legal_moves(owner, make, labels):
    assert [made.label for made, _ in desk(owner, make()).context["moves"]] == labels


def test_receiving_names_who_did_it(owner):
    case = filed_case()
    move(owner, case, "receive")
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
    response = move(owner, case, "inspect", sheet(case, ("passed", ""), ("worn", "Washed.")))
    assert said(response) == ["₹1,299 is on its way back; 1 unit restocked."]
    variant.refresh_from_db()
    assert variant.on_hand == before + 1
    assert Refund.objects.get(order=case.order).requested_by == "Meera Owner"


def test_when_nothing_passed_staff_read_that_nothing_is_paid(owner):
    _, case = two_units()
    response = move(
        owner, case, "inspect", sheet(case, ("worn", "Washed."), ("missing", "Not in."))
    )
    assert said(response)[0].startswith("Not accepted: nothing is refunded or restocked")
    assert Refund.objects.count() == 0


def test_a_unit_without_verdict_is_refused_beside_it_and_all_typed_is_kept(owner):
    _, case = two_units()
    posted = sheet(case, ("worn", "The collar is worn."), ("", ""))
    response = move(owner, case, "inspect", posted)
    _, (worn, open_unit) = response.context["form"].lines[0]
    assert response.status_code == 422
    assert open_unit.verdict.errors == [str(InspectionIncomplete())]
    assert (worn.verdict.value(), worn.note.value()) == ("worn", "The collar is worn.")
    assert ReturnCase.objects.get(pk=case.pk).status == ReturnStatus.RECEIVED


def test_a_refusal_without_note_is_refused_beside_the_note(owner):
    _, case = two_units()
    response = move(owner, case, "inspect", sheet(case, ("worn", " "), ("passed", "")))
    _, (worn, _) = response.context["form"].lines[0]
    assert worn.note.errors == [str(RefusalNeedsNote())]
    assert "errors" in response.content.decode()


def test_an_invented_verdict_is_refused(owner):
    _, case = two_units()
    response = move(owner, case, "inspect", sheet(case, ("gold", ""), ("passed", "")))
    assert response.status_code == 422
    assert Refund.objects.count() == 0


def test_inspecting_twice_is_a_message_and_pays_once(owner):
    _, case = two_units()
    posted = sheet(case, ("passed", ""), ("passed", ""))
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
    response = move(client, case, "inspect", sheet(case, ("passed", ""), ("passed", "")))
    assert response.status_code == 403
    assert Refund.objects.count() == 0


def test_cases_are_never_added_or_deleted(owner):
    case = filed_case()
    assert owner.get(reverse("admin:returns_returncase_add")).status_code == 403
    delete = reverse("admin:returns_returncase_delete", args=[case.pk])
    assert owner.post(delete, {"post": "yes"}).status_code == 403


def test_many_parcels_are_received_at_once_row_by_row(owner):
    travelling, here = filed_case(), received_case()
    chosen = {"action": "mark_received", "_selected_action": [str(travelling.pk), str(here.pk)]}
    response = owner.post(reverse(LIST), chosen, follow=True)
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

"""Promises of returns/personal.py: refused items go somewhere first, photos of the check go too."""

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from returns.dispositions import choose_disposition, dispose
from returns.drafts import choose_items
from returns.filing import FiledItem, Journey, file_return, withdraw_return
from returns.finding import find_cases
from returns.inspection import Finding, inspect_return
from returns.models import Disposition, InspectionPhoto, ReturnCase, ReturnDraft
from returns.personal import erase_returns, open_returns
from returns.promises import pickup_days
from returns.states import Grade, Refused, Verdict
from shop.media import fresh_jpeg
from tests.factories import (
    delivered_order,
    filed_case,
    findings_of,
    make_variant,
    picture_file,
    received_case,
    refused_case,
    upload,
)

pytestmark = pytest.mark.django_db


def test_who_waits_for_refused_items_is_not_forgotten_before_they_left():
    case = refused_case()
    assert open_returns(case.order.user) == "A return is not finished yet."
    choose_disposition(case, "dispose", by="Asha Rao")
    dispose(Disposition.objects.get(), by="Store")
    assert open_returns(case.order.user) == ""


def test_photos_of_the_check_are_erased_with_their_files():
    case = received_case()
    photos = [fresh_jpeg(upload(picture_file()))]
    worn = Finding(Grade.SCRAP, Verdict.REFUSED, Refused.WORN, photos=photos)
    inspect_return(case, findings_of(case, worn), by="QC")
    name = InspectionPhoto.objects.get().file.name
    erase_returns(case.order.user)
    assert (InspectionPhoto.objects.count(), storages["private"].exists(name)) == (0, False)


def test_a_draft_and_the_door_of_a_pickup_are_erased():
    order = delivered_order(make_variant(), quantity=2)
    piece = order.lines.get()
    journey = Journey(
        way="pickup", pickup_on=pickup_days(timezone.now())[0], full_name="Asha Rao",
        phone="+919876543210", house="12", street="Church Street", city="Bengaluru", state="KA",
        pin_code="560001",
    )  # fmt: skip
    case = file_return(
        order, [FiledItem(piece, 1, "too_small")], key="k" * 32, by="Asha Rao", journey=journey
    )
    choose_items(order, {piece.pk: 1})
    erase_returns(order.user)
    case.refresh_from_db()
    assert (case.full_name, case.house, case.phone, case.way) == ("", "", "", "pickup")
    assert ReturnDraft.objects.count() == 0


def test_a_case_is_found_by_its_pickup_code_only_while_it_is_open():
    case = filed_case()
    ReturnCase.objects.filter(pk=case.pk).update(pickup_code="4711")
    assert find_cases("4711") == [case]
    withdraw_return(case, by="Asha Rao")
    assert find_cases("4711") == []

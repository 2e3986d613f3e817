"""Promises of returns/personal.py: refused items go somewhere first, photos of the check go too."""

import pytest
from django.core.files.storage import storages

from returns.dispositions import choose_disposition, dispose
from returns.inspection import Finding, inspect_return
from returns.models import Disposition, InspectionPhoto
from returns.personal import erase_returns, open_returns
from returns.states import Grade, Refused, Verdict
from shop.media import fresh_jpeg
from tests.factories import findings_of, picture_file, received_case, refused_case, upload

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

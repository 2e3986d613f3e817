"""Promises of shop/admin/delivery.py: staff look before they import, and import all or nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shop.models import PinCode
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

IMPORT = reverse("admin:shop_pincode_import_table")
DOWNLOAD = reverse("admin:shop_pincode_download_table")
LIST = reverse("admin:shop_pincode_changelist")
GOOD = "prefix,city,state,days,fee,cod,served\n560,Bengaluru,KA,2,49,yes,yes\n"
BAD = GOOD + "56x,<b>Bengaluru</b>,Texas,2,,yes,yes\n"


@pytest.fixture
def owner(client):
    client.force_login(make_staff(is_superuser=True))
    return client


def csv(content, name="pins.csv"):
    body = content if isinstance(content, bytes) else content.encode()
    return {"file": SimpleUploadedFile(name, body, content_type="text/csv")}


def text_of(response):
    return response.content.decode()


def test_a_file_is_shown_before_anything_is_imported(owner):
    response = owner.post(IMPORT, csv(GOOD))
    assert response.status_code == 200
    assert "1 new, 0 changed, 0 as they are" in text_of(response)
    assert PinCode.objects.count() == 0


def test_what_was_shown_is_imported_by_the_second_button_and_said(owner):
    shown = owner.post(IMPORT, csv(GOOD)).context["form"].cleaned_data["text"]
    response = owner.post(IMPORT, {"text": shown}, follow=True)
    assert [str(m) for m in response.context["messages"]] == [
        "PIN codes: 1 added, 0 changed, 0 were so already."
    ]
    assert PinCode.objects.values_list("prefix", "fee_minor").get() == ("560", 49_00)
    assert LogEntry.objects.get().get_change_message() == (
        "CSV: 1 added, 0 changed, 0 were so already."
    )


@pytest.mark.parametrize("step", ["file", "text"])
def test_one_bad_line_and_nothing_is_imported(owner, step):
    response = owner.post(IMPORT, csv(BAD) if step == "file" else {"text": BAD})
    page = text_of(response)
    assert response.status_code == 422
    assert "Nothing was imported: 1 line cannot be taken." in page
    assert "Line 3: prefix “56x” is not 1 to 6 digits" in page
    assert PinCode.objects.count() == 0


def test_what_a_file_says_is_never_markup(owner):
    text = GOOD.replace("Bengaluru", "<script>x</script>")
    assert "<script>x" not in text_of(owner.post(IMPORT, csv(text)))
    assert "<script>x" not in text_of(owner.post(IMPORT, csv(text.replace("KA", "<script>x"))))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfep\x00", "This is no text in UTF-8."),
        (b"x" * (2 * 1024 * 1024 + 1), "This file is larger than 2 MB."),
        (b"", "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(owner, content, said):
    response = owner.post(IMPORT, csv(content))
    assert response.status_code == 422
    assert said in text_of(response)


def test_no_file_is_asked_for(owner):
    response = owner.post(IMPORT, {"text": ""})
    assert response.status_code == 422
    assert "Choose a file." in text_of(response)


def test_a_file_saved_by_excel_with_its_mark_is_read(owner):
    assert owner.post(IMPORT, csv(b"\xef\xbb\xbf" + GOOD.encode())).status_code == 200


def test_who_may_only_look_may_download_but_not_import(client):
    staff = make_staff()
    staff.user_permissions.add(Permission.objects.get(codename="view_pincode"))
    client.force_login(staff)
    assert client.get(DOWNLOAD).status_code == 200
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"text": GOOD}).status_code == 403
    assert PinCode.objects.count() == 0


@pytest.mark.parametrize("url", [IMPORT, DOWNLOAD])
def test_who_is_no_staff_is_asked_to_sign_in(client, url):
    assert client.get(url).status_code == 302


def test_the_download_is_the_file_an_import_takes(owner):
    owner.post(IMPORT, {"text": GOOD})
    response = owner.get(DOWNLOAD)
    assert 'filename="pin-codes-' in response["Content-Disposition"]
    again = owner.post(IMPORT, csv(response.content))
    assert "0 new, 0 changed, 1 as they are" in text_of(again)


def test_a_row_is_corrected_by_hand_in_rupees(owner):
    row = PinCode.objects.create(prefix="560", fee_minor=49_00)
    page = reverse("admin:shop_pincode_change", args=[row.pk])
    fields = {"prefix": "560", "city": "Bengaluru", "state": "KA", "days": "3", "is_served": "on"}
    owner.post(page, {**fields, "fee_minor": "149.50"})
    row.refresh_from_db()
    assert (row.days, row.fee_minor, row.has_cod) == (3, 149_50, False)
    owner.post(page, {**fields, "fee_minor": ""})
    row.refresh_from_db()
    assert row.fee_minor is None


@pytest.mark.parametrize("prefix", ["056", "abc", "5600011", "-5"])
def test_a_prefix_typed_by_hand_is_held_to_the_same_rule(owner, prefix):
    fields = {"prefix": prefix, "days": "3", "is_served": "on"}
    response = owner.post(reverse("admin:shop_pincode_add"), fields)
    assert response.status_code == 200
    assert PinCode.objects.count() == 0


def test_the_list_leads_to_import_and_download(owner):
    PinCode.objects.create(prefix="560", city="Bengaluru")
    page = text_of(owner.get(LIST))
    assert IMPORT in page
    assert DOWNLOAD in page

"""Promises of orders/invoices.py and its PDF: one for an order, gapless, frozen, for its owner."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.errors import IllegalTransition
from accounts.models import User
from orders import fulfilment
from orders.errors import NotPackable
from orders.invoice_pages import answer_with
from orders.invoice_pdf import pdf_of
from orders.invoices import content_of, financial_year, issue_invoice
from orders.models import Invoice, InvoiceSeries, Order
from shop.models import Category
from tests.factories import (
    make_customer,
    make_product,
    make_staff,
    make_variant,
    pack_first,
    packed_order,
    paid_order,
    place_order,
    ship,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(tax_rates):
    """As India has them."""


def kurta(**columns):
    category, _ = Category.objects.get_or_create(slug="kurtas", defaults={"hsn_code": "621142"})
    return make_variant(product=make_product(category=category), **columns)


def words_in(pdf):
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    document.close()
    return pages


# --- Issuing ------------------------------------------------------------------------------


def test_an_invoice_is_issued_with_the_first_parcel_and_only_then():
    order = paid_order(quantity=2)
    assert not Invoice.objects.exists()
    pack_first(order)
    issued = Invoice.objects.get(order=order)
    fulfilment.pack_order(order, by="Store")
    assert Invoice.objects.get() == issued


def test_taking_a_parcel_apart_and_packing_again_keeps_the_invoice():
    order = packed_order()
    issued = Invoice.objects.get()
    fulfilment.unpack_parcel(order.parcels.get(), by="Store")
    fulfilment.pack_order(order, by="Store")
    assert Invoice.objects.get() == issued


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 3, 31, 18, 29, tzinfo=UTC), "2526"),
        (datetime(2026, 3, 31, 18, 30, tzinfo=UTC), "2627"),  # midnight in India
        (datetime(2026, 11, 24, tzinfo=UTC), "2627"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2627"),
        (datetime(2099, 6, 1, tzinfo=UTC), "9900"),
    ],
)
def test_a_financial_year_begins_in_april_in_india(moment, year):
    assert financial_year(moment) == year


def test_numbers_follow_each_other_and_begin_anew_each_year():
    numbers = []
    for moment in (datetime(2027, 3, 30, tzinfo=UTC), datetime(2027, 4, 2, tzinfo=UTC)):
        with time_machine.travel(moment, tick=False):
            numbers += [packed_order().invoice.number for _ in range(2)]
    assert numbers == ["VA/2627/000001", "VA/2627/000002", "VA/2728/000001", "VA/2728/000002"]


def test_a_number_fits_into_sixteen_characters_for_a_million_invoices_a_year():
    """Rule 46(b)."""
    packed_order()
    InvoiceSeries.objects.update(last=9_999_998)
    number = issue_invoice(paid_order()).number
    assert (number[-8:], len(number)) == ("/9999999", 15)


def test_a_packing_that_fails_uses_no_number():
    order = paid_order()
    with pytest.raises(NotPackable):
        pack_first(order, 5)
    assert not Invoice.objects.exists()
    assert packed_order().invoice.place == 1


def test_what_was_packed_when_the_lamp_went_out_is_invoiced_before_it_leaves():
    order = paid_order()
    fulfilment._pack_whole(order, "Store")
    assert not Invoice.objects.exists()
    ship(order)
    assert Invoice.objects.get().order == order


def test_an_illegal_press_issues_nothing():
    with pytest.raises(IllegalTransition):
        ship(paid_order())
    assert not Invoice.objects.exists()


def test_what_was_packed_before_there_were_invoices_gets_one_of_today_the_oldest_first(
    monkeypatch, capsys
):
    with monkeypatch.context() as before:
        before.setattr(fulfilment, "issue_invoice", lambda order: None)
        first, second, unpacked = packed_order(), packed_order(), paid_order()
    call_command("issue_missing_invoices")
    call_command("issue_missing_invoices")  # once more changes nothing
    issued = Invoice.objects.order_by("place").values_list("order_id", "place")
    assert list(issued) == [(first.pk, 1), (second.pk, 2)]
    assert not Invoice.objects.filter(order=unpacked).exists()
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == ["2 issued.", "Every packed order has its invoice."]


def test_an_invoice_is_never_changed_or_deleted():
    invoice = packed_order().invoice
    with pytest.raises(TypeError):
        invoice.save()
    with pytest.raises(TypeError):
        invoice.delete()


def test_its_sums_are_those_of_the_order():
    order = packed_order(kurta(price_minor=2_999_00), kurta(price_minor=500_00), quantity=2)
    invoice = order.invoice
    assert invoice.total_minor == order.total_minor == invoice.taxable_minor + invoice.tax_minor
    rows = invoice.content["rows"]
    assert sum(row["paid_minor"] for row in rows) == order.total_minor
    assert [row["basis_points"] for row in rows] == [18_00, 5_00]


def test_what_it_says_is_a_copy(settings):
    order = packed_order(kurta())
    Order.objects.update(full_name="Somebody Else", city="Elsewhere")
    settings.SHOP_LEGAL_NAME = "Another Shop"
    content = Invoice.objects.get(order=order).content
    assert content["buyer"]["name"] == "Asha Rao"
    assert content["buyer"]["address"] == ["12, Lake View, Church Street", "Bengaluru 560001"]
    assert content["seller"]["name"] == "Vastra Clothing"
    assert (content["seller"]["state_code"], content["buyer"]["state_code"]) == ("29", "29")


# --- On paper -----------------------------------------------------------------------------


def test_the_same_invoice_is_the_same_bytes_at_any_time():
    packed_order(kurta())
    first = answer_with(Invoice.objects.get()).content
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
        assert answer_with(Invoice.objects.get()).content == first


def test_it_says_what_rule_46_asks_for():
    order = packed_order(kurta(price_minor=1_049_00, sku="KU-46"))
    (page,) = words_in(answer_with(order.invoice).content)
    for said in (
        "Tax invoice", order.invoice.number, "29AAXCV4821K1ZG", "Vastra Clothing", "Asha Rao",
        "Karnataka (29)", "621142", "KU-46", "1,049.00", "999.04", "24.98", "5 %", "CGST", "SGST",
        "Reverse charge", "No", "Rupees one thousand one hundred twenty-eight only",
        "Authorised signatory", "For Vastra Clothing", "Delivery", "₹1,128.00", "Page 1 of 1",
    ):  # fmt: skip
        assert said in page, said


def test_between_states_it_names_igst_alone(settings):
    settings.SHOP_STATE = "MH"
    (page,) = words_in(answer_with(packed_order(kurta()).invoice).content)
    assert "IGST" in page
    assert "CGST" not in page


def test_many_lines_run_over_pages_that_are_counted():
    content = content_of(place_order(kurta()))
    content["rows"] = content["rows"][:1] * 60
    pages = words_in(pdf_of("VA/2627/000001", date(2026, 11, 24), content))
    assert len(pages) == 4
    assert [f"Page {n} of 4" in page for n, page in enumerate(pages, 1)] == [True] * 4
    assert ["Taxable" in page for page in pages] == [True] * 3 + [False]
    assert "Authorised signatory" in pages[3]


def test_a_name_is_words_and_never_markup():
    content = content_of(place_order(kurta()))
    content["buyer"]["name"] = 'Rao <b>& "Sons" <img src="/etc/passwd"/>'
    (page,) = words_in(pdf_of("VA/2627/000001", date(2026, 11, 24), content))
    assert '<b>& "Sons" <img src="/etc/passwd"/>' in page


def test_a_very_long_name_and_address_still_make_an_invoice():
    content = content_of(place_order(kurta()))
    content["buyer"] |= {"name": "A" * 120, "address": ["x" * 281, "y" * 120, "z" * 87]}
    content["rows"][0] |= {"name": "W" * 80, "detail": "w" * 100}
    assert pdf_of("VA/2627/000001", date(2026, 11, 24), content).startswith(b"%PDF")


# --- Who may have it ----------------------------------------------------------------------


def url(order):
    return reverse("orders:invoice", args=[order.number])


def test_the_owner_downloads_it_from_the_order_page(client):
    order = packed_order(kurta())
    client.force_login(order.user)
    assert url(order) in client.get(order.get_absolute_url()).content.decode()
    answer = client.get(url(order))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert 'filename="invoice-VA-2627-000001.pdf"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_nobody_else_finds_it(client):
    """SEC-5."""
    order = packed_order(kurta())
    assert client.get(url(order)).status_code == 302
    client.force_login(make_customer())
    assert client.get(url(order)).status_code == 404


def test_there_is_none_before_the_first_parcel(client):
    order = paid_order(kurta())
    client.force_login(order.user)
    assert client.get(url(order)).status_code == 404
    assert url(order) not in client.get(order.get_absolute_url()).content.decode()


def test_staff_print_it_from_the_back_office(client):
    order = packed_order(kurta())
    client.force_login(make_staff(is_superuser=True))
    pdf = reverse("admin:orders_invoice_pdf", args=[order.invoice.pk])
    listing = client.get(reverse("admin:orders_invoice_changelist")).content.decode()
    assert pdf in listing
    assert client.get(pdf)["Content-Type"] == "application/pdf"


def test_staff_without_the_right_do_not(client):
    order = packed_order(kurta())
    client.force_login(make_staff())
    pdf = reverse("admin:orders_invoice_pdf", args=[order.invoice.pk])
    assert client.get(pdf).status_code == 404
    assert User.objects.filter(is_staff=True).count() == 1

"""Promises of returns/admin: a scan opens its return, what follows is said first, queues by age."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Refund
from returns.ageing import PATIENCE, is_overdue, waits_since
from returns.dispositions import choose_disposition
from returns.lessons import count_returns
from returns.models import Disposition, ReturnCase
from returns.receiving import mark_picked_up, units_of
from returns.states import ReturnReason, ReturnStatus, Verdict
from tests.factories import (
    delivered_order,
    filed_case,
    make_product,
    make_staff,
    make_variant,
    received_case,
    refused_case,
)
from tests.factories.matrices import in_state

pytestmark = pytest.mark.django_db
LIST = "admin:returns_returncase_changelist"


@pytest.fixture
def owner(client):
    client.force_login(make_staff(is_superuser=True))
    return client


def scan(owner, code):
    return owner.get(reverse("admin:returns_returncase_scan"), {"code": code})


def desk_of(case):
    return reverse("admin:returns_returncase_change", args=[case.pk])


# --- The scan box -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda case: case.number,
        lambda case: f"  {case.number.lower()} ",
        lambda case: f"https://vastra.example/returns/{case.number}/",
        lambda case: case.order.number,
    ],
)
def test_a_scan_opens_its_return(owner, write):
    case = filed_case()
    assert scan(owner, write(case)).headers["Location"] == desk_of(case)


def test_of_two_returns_of_an_order_the_one_still_open_is_meant(owner):
    order = delivered_order(quantity=2)
    refused_case(order)
    still_open = filed_case(order)
    assert scan(owner, order.number).headers["Location"] == desk_of(still_open)


def test_of_two_open_returns_of_an_order_one_is_chosen(owner):
    order = delivered_order(quantity=2)
    cases = [filed_case(order), filed_case(order)]
    text = scan(owner, order.number).content.decode()
    assert [desk_of(case) in text for case in cases] == [True, True]


@pytest.mark.parametrize("code", ["RT-NOBODY", "<script>", "9" * 5000, "/", "''"])
def test_a_scan_in_vain_says_so_and_keeps_what_was_scanned(owner, code):
    filed_case()
    answer = scan(owner, code)
    assert answer.status_code == 404
    assert "No return, order or pickup code is" in answer.content.decode()


def test_the_table_shows_what_waits(owner):
    in_state(filed_case(), "filed")
    mark_picked_up(filed_case(), by="Courier")
    filed_case()
    received_case()
    choose_disposition(refused_case(), "send_back", by="Asha Rao")
    counted = [(q["title"], q["count"]) for q in scan(owner, "").context["queues"]]
    assert counted == [("To approve", 1), ("To receive", 2), ("To inspect", 1), ("To send back", 1)]


def test_who_may_not_see_returns_may_not_scan(client):
    client.force_login(make_staff())
    assert scan(client, filed_case().number).status_code == 403


# --- What follows -------------------------------------------------------------------------


def follows(owner, case, *said, **how):
    posted = {}
    for unit, fields in zip(units_of(case), said, strict=True):
        posted |= {f"{name}-{unit.pk.hex}": value for name, value in fields.items()}
    url = reverse("admin:returns_returncase_follows", args=[case.pk])
    return owner.post(url, posted, **how)


PASS = {"grade": "resellable", "verdict": "passed"}
UNSOUND = {"grade": "scrap", "verdict": "unsound"}
REFUSE = {"grade": "scrap", "verdict": "refused", "why": "worn"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([PASS, PASS], "₹1,000 will be refunded, 2 back on sale."),
        ([PASS, UNSOUND], "₹1,000 will be refunded, 1 back on sale."),
        ([PASS, REFUSE], "₹500 will be refunded, 1 back on sale, 1 refused."),
        ([REFUSE, REFUSE], "Nothing will be refunded, nothing back on sale, 2 refused."),
        ([PASS, {}], "₹500 will be refunded, 1 back on sale, 1 without a verdict yet."),
        (
            [{"grade": "scrap", "verdict": "passed"}, {}],
            "Nothing will be refunded, nothing back on sale, 2 without a verdict yet.",
        ),
    ],
)
def test_what_follows_is_said_before_it_is_done(owner, said, words):
    variant = make_variant(price_minor=500_00, stock=9)
    case = received_case(delivered_order(variant, quantity=2), quantity=2)
    answer = follows(owner, case, *said, headers={"HX-Request": "true"})
    assert answer.content.decode() == words
    assert {unit.verdict for unit in units_of(case)} == {Verdict.AWAITED}
    assert Refund.objects.count() == 0


def test_what_follows_was_true(owner):
    variant = make_variant(price_minor=333_33, stock=9)
    case = received_case(delivered_order(variant, quantity=3), quantity=2)
    said = follows(owner, case, PASS, REFUSE, headers={"HX-Request": "true"}).content.decode()
    posted = {
        f"{name}-{unit.pk.hex}": value
        for unit, fields in zip(units_of(case), [PASS, REFUSE], strict=True)
        for name, value in fields.items()
    }
    owner.post(reverse("admin:returns_returncase_move", args=[case.pk, "inspect"]), posted)
    assert said.startswith(f"{case.refunds().get().amount} will be refunded")


def test_without_a_script_the_sheet_comes_back_with_what_follows_and_all_that_was_said(owner):
    case = received_case()
    page = follows(owner, case, REFUSE)
    assert page.context["form"].follows in page.content.decode()
    assert page.context["form"].lines[0][1][0].grade.value() == "scrap"


def test_looking_at_what_follows_is_for_who_may_decide(client):
    case = received_case()
    client.force_login(make_staff())
    assert follows(client, case, PASS).status_code == 403


# --- Queues and their age -----------------------------------------------------------------


@pytest.mark.parametrize("status", PATIENCE)
def test_a_step_is_overdue_only_after_its_patience(status):
    case = in_state(filed_case(), status)
    since = waits_since(case)
    assert not is_overdue(case, now=since + PATIENCE[status])
    assert is_overdue(case, now=since + PATIENCE[status] + timedelta(seconds=1))


@pytest.mark.parametrize("status", set(ReturnStatus) - set(PATIENCE))
def test_a_settled_case_waits_for_nothing(status):
    case = in_state(filed_case(), status)
    assert waits_since(case) is None
    assert not is_overdue(case, now=timezone.now() + timedelta(days=999))


def test_a_queue_begins_with_who_waited_longest_and_marks_what_is_overdue(owner):
    late, young = in_state(filed_case(), "filed"), in_state(filed_case(), "filed")
    ReturnCase.objects.filter(pk=late.pk).update(filed_at=timezone.now() - timedelta(days=2))
    page = owner.get(reverse(LIST), {"status__exact": "filed"})
    assert list(page.context["cl"].result_list) == [late, young]
    assert page.content.decode().count("Overdue") == 1


def test_both_ways_to_travel_are_one_queue(owner):
    on_foot, picked_up = filed_case(), filed_case()
    mark_picked_up(picked_up, by="Courier")
    received_case()
    page = owner.get(reverse(LIST), {"status__in": "approved,picked_up"})
    assert set(page.context["cl"].result_list) == {on_foot, picked_up}


def test_refused_items_are_handled_from_their_queue(owner):
    case = refused_case()
    choose_disposition(case, "send_back", by="Asha Rao")
    row = Disposition.objects.get()
    queue = owner.get(reverse("admin:returns_disposition_changelist"), {"status__exact": "due"})
    assert list(queue.context["cl"].result_list) == [row]
    move = reverse("admin:returns_disposition_move", args=[row.pk, "send-back"])
    assert owner.post(move, {"carrier": "Delhivery"}).status_code == 422
    done = owner.post(move, {"carrier": "Delhivery", "tracking_number": "DL1"})
    assert done.headers["Location"] == desk_of(case)
    assert Disposition.objects.get().status == "sent_back"


# --- Few questions ------------------------------------------------------------------------


def questions(client, address, **query):
    client.get(address, query)  # what is cached once is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, query).status_code == 200
    return len(queries)


def test_a_queue_asks_the_same_few_questions_for_2_rows_and_for_8(owner):
    variant = make_variant(stock=90)

    def refuse(times):
        for _ in range(times):
            choose_disposition(refused_case(delivered_order(variant)), "send_back", by="A")

    pages = [
        (reverse(LIST), {"status__exact": "refused"}),
        (reverse("admin:returns_disposition_changelist"), {"status__exact": "due"}),
        (reverse("admin:returns_returncase_scan"), {}),
    ]
    refuse(2)
    few = [questions(owner, address, **query) for address, query in pages]
    refuse(6)
    assert [questions(owner, address, **query) for address, query in pages] == few
    assert max(few) <= 12


def test_the_desk_asks_the_same_few_questions_for_1_unit_and_for_6(owner):
    variant = make_variant(stock=90)
    small = received_case(delivered_order(variant))
    large = received_case(delivered_order(variant, quantity=6), quantity=6)
    sheet = "admin:returns_returncase_move"
    assert questions(owner, desk_of(small)) == questions(owner, desk_of(large))
    few = questions(owner, reverse(sheet, args=[small.pk, "inspect"]))
    assert questions(owner, reverse(sheet, args=[large.pk, "inspect"])) == few <= 12


def test_what_returns_teach_asks_the_same_few_questions_for_2_sizes_and_for_8(owner):
    product = make_product()
    address = reverse("admin:returns_returntally_changelist")

    def bring_back(*sizes):
        for size in sizes:
            variant = make_variant(product=product, size=size, stock=9)
            filed_case(delivered_order(variant), reason=ReturnReason.TOO_LARGE)
        count_returns()

    bring_back("S", "M")
    few = questions(owner, address)
    bring_back("L", "XL", "XXL", "3XL", "4XL", "5XL")
    assert questions(owner, address) == few <= 12


# --- What returns teach -------------------------------------------------------------------


def test_the_report_says_reasons_by_product_and_size_and_can_be_downloaded(owner):
    variant = make_variant(stock=9, size="M")
    filed_case(delivered_order(variant, quantity=2), reason=ReturnReason.TOO_SMALL)
    count_returns()
    page = owner.get(reverse("admin:returns_returntally_changelist")).content.decode()
    assert "1 too small" in page
    assert "50.0 %" in page
    table = owner.get(reverse("admin:returns_returntally_download")).content.decode("utf-8-sig")
    head, row = table.splitlines()
    assert head.startswith("product,size,delivered,returned,percent,too_small")
    assert row.startswith(f"{variant.colourway.product.name},M,2,1,50,1,0")


def test_a_name_like_a_formula_is_none_in_the_spreadsheet(owner):
    variant = make_variant(stock=9, product=make_product(name="=HYPERLINK(1)"))
    delivered_order(variant)
    count_returns()
    table = owner.get(reverse("admin:returns_returntally_download")).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table


def test_a_report_before_anything_was_counted_says_so(owner):
    page = owner.get(reverse("admin:returns_returntally_changelist")).content.decode()
    assert "Not counted yet" in page

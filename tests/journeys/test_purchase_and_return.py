"""The whole path, page by page: seen, bought, paid, delivered, sent back, refunded or refused."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from accounts.sms import MemorySender
from orders import fulfilment, periodic
from orders.models import LedgerEntry, Order, Refund
from returns.inspection import Finding, inspect_return
from returns.models import DraftLine, ReturnCase, ReturnDraft
from returns.receiving import receive_return
from returns.states import Grade, Refused, Verdict
from shop.models import Variant
from tests.factories import findings_of, jpeg, make_variant
from tests.journeys.browser import Browser, form_of, links_of, text_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NEW_ADDRESS = {
    "address": "new",
    "full_name": "Asha Rao",
    "phone": "98765 43210",
    "pin_code": "560001",
    "house": "12, Lake View",
    "street": "Church Street",
    "city": "Bengaluru",
    "state": "KA",
    "pay": "upi",
}


@pytest.fixture(autouse=True)
def quiet_wires():
    """Nothing of an earlier test is in the mail, on the phone or counted against a limit."""
    cache.clear()
    MemorySender.sent.clear()


@pytest.fixture
def variant():
    return make_variant(stock=10, price_minor=500_00, size="M")


def stock_of(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


def code_from_mail():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def code_from_sms():
    return re.search(r"\b\d{6}\b", MemorySender.sent[-1][1])[0]


def subjects():
    return [message.subject for message in mail.outbox]


# --- The steps ------------------------------------------------------------------------------


def fill_the_bag(browser, variant):
    """Home, a category, a product, a size."""
    product = variant.colourway.product
    assert product.category.get_absolute_url() in links_of(browser.open("/"))
    assert product.get_absolute_url() in links_of(browser.open(product.category.get_absolute_url()))
    browser.open(product.get_absolute_url())
    # A cached page holds no token, so without JavaScript the shop asks once more.
    confirm = browser.send(reverse("shop:bag_add"), {"variant": variant.pk})
    again = form_of(confirm, reverse("shop:bag_add"))
    bag = browser.send(again.action, again.fields)
    assert "Bagru Kurta" in text_of(bag)


def sign_in(browser, identifier, read_code):
    page = browser.open(f"{reverse('account_login')}?next={reverse('orders:checkout')}")
    form = form_of(page)
    asked = browser.send(page.request["PATH_INFO"], {**form.fields, "identifier": identifier})
    form = form_of(asked)
    return browser.send(
        reverse("account_confirm_login_code"),
        {**form.fields, "code": read_code(), "action": "verify"},
    )


def place_the_order(browser):
    checkout = browser.open(reverse("orders:checkout"))
    fields = form_of(checkout).fields
    return browser.send(reverse("orders:checkout"), {**fields, **NEW_ADDRESS})


def buy(browser, variant, identifier="asha@example.in", read_code=code_from_mail):
    fill_the_bag(browser, variant)
    sign_in(browser, identifier, read_code)
    page = browser.pay_at_the_gateway(place_the_order(browser), choice="pay")
    assert page.status_code == 200
    return Order.objects.get()


def hand_over(order):
    fulfilment.pack_order(order, by="Store")
    fulfilment.ship_order(order, by="Store", carrier="Blue Dart", tracking_number="BD123")
    fulfilment.deliver_order(order, by="Store")


def send_back(browser, order):
    """One item, damaged, with a photo, by the steps of its pages."""

    def step(name, answers):
        path = reverse(f"returns:{name}", args=[order.number])
        token = {"csrfmiddlewaretoken": form_of(browser.open(path)).fields["csrfmiddlewaretoken"]}
        page = browser.send(path, {**token, **answers})
        assert page.status_code == 200
        return page

    step("file", {order.lines.get().pk.hex: "1"})
    line = DraftLine.objects.get().pk.hex
    said = {"reason": "damaged", "comment": "The seam is open.", "photos": jpeg()}
    step("why", {f"{line}-{name}": value for name, value in said.items()})
    step("money", {})
    step("way", {"way": "drop_off"})
    page = step("review", {"key": ReturnDraft.objects.get().key})
    case = ReturnCase.objects.get()
    assert page.request["PATH_INFO"] == reverse("returns:done", args=[case.number])
    return case


def check_the_parcel(case, finding):
    receive_return(case, by="Store")
    inspect_return(case, findings_of(case, finding), by="QC")


def settle(sandbox):
    sandbox.wait_until_quiet()
    periodic.refresh_pending_refunds()


# --- The stories ----------------------------------------------------------------------------


def test_bought_delivered_sent_back_and_refunded(sandbox, variant):
    browser = Browser()
    order = buy(browser, variant)
    assert (order.status, stock_of(variant)) == ("confirmed", (10, 1))
    assert order.number in text_of(browser.open(order.get_absolute_url()))
    hand_over(order)
    assert stock_of(variant) == (9, 0)

    case = send_back(browser, order)
    check_the_parcel(case, Finding(Grade.RESELLABLE, Verdict.PASSED))
    settle(sandbox)

    refund = Refund.objects.get()
    assert (refund.status, refund.amount_minor) == ("processed", 579_00)
    books = LedgerEntry.objects.filter(order=order).order_by("at")
    assert list(books.values_list("kind", "amount_minor")) == [
        ("capture", 579_00),
        ("refund", -579_00),
    ]
    sums = sandbox.ledger()["sums"]
    assert (sums["captured_minor"], sums["refunded_minor"]) == (579_00, 579_00)
    assert stock_of(variant) == (10, 0)
    page = browser.open(case.get_absolute_url())
    assert page.context["story"].is_refunded is True
    assert "refunded" in text_of(page).lower()
    assert "₹579 refunded" in text_of(browser.open(order.get_absolute_url()))
    assert sum("refund" in subject.lower() for subject in subjects()) == 1


def test_bought_delivered_sent_back_and_refused(sandbox, variant):
    browser = Browser()
    order = buy(browser, variant)
    hand_over(order)

    case = send_back(browser, order)
    check_the_parcel(
        case, Finding(Grade.SCRAP, Verdict.REFUSED, Refused.WORN, "The collar shows make-up.")
    )
    settle(sandbox)

    assert Refund.objects.count() == 0
    assert sandbox.ledger()["refunds"] == []
    assert LedgerEntry.objects.count() == 1
    assert stock_of(variant) == (9, 0)
    page = browser.open(case.get_absolute_url())
    assert page.context["story"].is_refunded is False
    assert "The collar shows make-up." in text_of(page)
    assert "The collar shows make-up." in mail.outbox[-1].body


def test_bought_by_phone_alone(sandbox, variant):
    browser = Browser()
    order = buy(browser, variant, identifier="98765 43210", read_code=code_from_sms)
    assert (order.status, order.email, order.phone) == ("confirmed", "", "+919876543210")
    assert User.objects.get().phone_verified_at is not None
    assert mail.outbox == []
    assert order.number in MemorySender.sent[-1][1]


def test_a_payment_that_fails_can_be_tried_again(sandbox, variant):
    browser = Browser()
    fill_the_bag(browser, variant)
    sign_in(browser, "asha@example.in", code_from_mail)
    failed = browser.pay_at_the_gateway(
        place_the_order(browser), choice="fail", reason="insufficient_funds"
    )
    order = Order.objects.get()
    assert (order.status, stock_of(variant)) == ("placed", (10, 1))
    assert failed.status_code == 200
    again = browser.open(reverse("orders:pay", args=[order.number]))
    assert "There was too little money in the account." in text_of(again)
    browser.pay_at_the_gateway(again, choice="pay")
    order.refresh_from_db()
    assert order.status == "confirmed"
    assert LedgerEntry.objects.count() == 1

"""Promises of orders/payouts.py: an account is sealed, masked, seen by who pays, then forgotten."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db.models import CharField, TextField
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from accounts.sealing import SealBroken, seal, unseal
from orders import fulfilment, periodic
from orders.errors import AccountForgotten, MayNotPay, PaidOnline
from orders.models import Order, OrderEvent, PayoutDetails, Refund
from orders.payout_form import PayoutForm
from orders.payouts import Account, reveal_payout, save_payout
from orders.refunds import pay_refund_by_hand, request_refund
from returns.payout_step import PayoutStep
from shop.money import Money
from tests.factories import cash_order, make_customer, make_staff, make_variant, paid_order, ship

pytestmark = pytest.mark.django_db

UPI = Account("upi", upi="asha.rao@okhdfc")
BANK = Account("bank", holder="Asha Rao", number="123456789012", ifsc="HDFC0001234")
POSTED = {"kind": "upi", "upi": "asha.rao@okhdfc"}
TYPED = {
    "kind": "bank",
    "holder": "Asha Rao",
    "number": "1234 5678 9012",
    "number_again": "123456789012",
    "ifsc": "hdfc0001234",
}


def paid_in_cash(user=None):
    order = cash_order(make_variant(price_minor=1_500_00), user=user or make_customer())
    fulfilment.pack_order(order, by="Store")
    ship(Order.objects.get(pk=order.pk))
    fulfilment.deliver_order(Order.objects.get(pk=order.pk), by="Store")
    return Order.objects.get(pk=order.pk)


def owed(order, minor=500_00, key="k"):
    (refund,) = request_refund(order, Money(minor), key=key, reason="Return RT-1")
    return refund


def payer():
    user = make_staff(full_name="Farid Finance")
    rights = ["change_refund", "view_refund", "pay_refund"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return type(user).objects.get(pk=user.pk)


# --- Sealed and masked ------------------------------------------------------------------------


@pytest.mark.engines("sqlite", "postgres", "mongodb")
@pytest.mark.parametrize(
    ("account", "masked"),
    [(UPI, "UPI as···@okhdfc"), (BANK, "account ···9012, HDFC")],
)
def test_an_account_is_kept_sealed_and_said_masked(account, masked):
    order = paid_in_cash()
    details = save_payout(order, account, by="Asha Rao")
    kept = PayoutDetails.objects.get()
    assert (details.masked, kept.masked) == (masked, masked)
    assert Account(**unseal(kept.sealed)) == account
    assert account.upi + account.number not in kept.sealed


def test_no_column_message_or_log_holds_the_account(caplog):
    """A canary: what was typed is nowhere but in the seal."""
    caplog.set_level(logging.DEBUG)
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    refund = owed(order)
    pay_refund_by_hand(refund, by="Meera", reference="UTR123456789")
    written = [
        str(value)
        for model in (PayoutDetails, OrderEvent, Message, Refund)
        for row in model.objects.all()
        for field in model._meta.fields
        if isinstance(field, (CharField, TextField)) or field.name == "context"
        for value in [getattr(row, field.name)]
    ]
    assert [text for text in [*written, caplog.text] if BANK.number in text] == []


def test_a_seal_of_another_key_or_a_forged_one_does_not_open(settings):
    sealed = seal({"upi": "asha@okhdfc"})
    with pytest.raises(SealBroken):
        unseal(sealed[:-4] + "AAA=")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as it has to be, after a change"
    assert unseal(sealed) == {"upi": "asha@okhdfc"}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        unseal(sealed)


def test_the_last_account_given_counts_and_the_customer_is_told_of_each():
    order = paid_in_cash()
    save_payout(order, UPI, by="Asha Rao")
    PayoutDetails.objects.update(given_at=timezone.now() - timedelta(minutes=1))
    save_payout(order, BANK, by="Asha Rao")
    told = Message.objects.filter(template="orders/emails/payout_saved.html", channel="email")
    assert PayoutDetails.objects.get().masked == "account ···9012, HDFC"
    assert sorted(message.context["to"] for message in told) == [
        "UPI as···@okhdfc",
        "account ···9012, HDFC",
    ]


def test_an_order_paid_online_needs_no_account():
    with pytest.raises(PaidOnline):
        save_payout(paid_order(), UPI, by="Asha Rao")
    assert PayoutDetails.objects.count() == 0


# --- Asked for, and told ----------------------------------------------------------------------


def test_who_gave_no_account_is_asked_for_one_and_who_did_reads_where_the_money_goes():
    asked, given = paid_in_cash(), paid_in_cash()
    save_payout(given, UPI, by="Asha Rao")
    owed(asked, key="a")
    owed(given, key="b")
    needed = Message.objects.get(template="orders/emails/payout_needed.html", channel="email")
    started = Message.objects.get(template="orders/emails/refund_started.html", channel="email")
    assert needed.context["payout_url"].endswith(reverse("orders:payout", args=[asked.number]))
    assert (started.about, started.context["to"]) == (given.number, "UPI as···@okhdfc")


def test_what_was_paid_says_amount_way_reference_and_day():
    order = paid_in_cash()
    save_payout(order, UPI, by="Asha Rao")
    pay_refund_by_hand(owed(order), by="Meera", reference="UTR123456789")
    told = Message.objects.get(template="orders/emails/refunded.html", channel="email")
    day = f"{timezone.localtime():%a, %-d %b}"
    assert told.context["facts"] == [
        ["Amount", "₹500"],
        ["Why", "Return RT-1"],
        ["To", "UPI as···@okhdfc"],
        ["Date", day],
        ["Reference", "UTR123456789"],
    ]


# --- Who may read it --------------------------------------------------------------------------


def test_who_pays_reads_all_of_it_and_that_they_looked_is_written_down():
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    assert reveal_payout(owed(order), by_user=payer()) == BANK
    event = OrderEvent.objects.filter(order=order).last()
    assert (event.text, event.by, event.is_public) == (
        "Looked at the whole of account ···9012, HDFC",
        "Farid Finance",
        False,
    )


def test_other_staff_do_not():
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    with pytest.raises(MayNotPay):
        reveal_payout(owed(order), by_user=make_staff())


def test_nothing_is_read_where_nothing_was_given():
    with pytest.raises(AccountForgotten):
        reveal_payout(owed(paid_in_cash()), by_user=payer())


def address(refund, name):
    args = [refund.pk] if name == "account" else [refund.pk, "by-hand"]
    page = "account" if name == "account" else "move"
    return reverse(f"admin:orders_refund_{page}", args=args)


def test_finance_reads_the_account_pays_and_the_customer_is_told(client):
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    refund = owed(order)
    client.force_login(payer())
    desk = client.get(reverse("admin:orders_refund_change", args=[refund.pk])).content.decode()
    assert BANK.number not in desk
    shown = client.post(address(refund, "account"))
    assert (shown.status_code, BANK.number in shown.content.decode()) == (200, True)
    assert "no-store" in shown["Cache-Control"]
    client.post(shown.context["action"], {"reference": "UTR123456789"})
    refund.refresh_from_db()
    assert (refund.status, refund.gateway_refund_id) == ("processed", "UTR123456789")
    assert Message.objects.filter(template="orders/emails/refunded.html").exists()


def test_looking_is_a_press_not_a_link(client):
    refund = owed(paid_in_cash())
    client.force_login(payer())
    assert client.get(address(refund, "account")).status_code == 405


def test_staff_who_do_not_pay_neither_see_it_nor_say_it_was_paid(client):
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    refund = owed(order)
    support = make_staff()
    support.user_permissions.add(*Permission.objects.filter(codename="change_refund"))
    client.force_login(support)
    assert client.post(address(refund, "account")).status_code == 403
    paid = client.post(address(refund, "by-hand"), {"reference": "UTR123456789"})
    assert (paid.status_code, Refund.objects.get().status) == (403, "needs_attention")


# --- The form ---------------------------------------------------------------------------------

NO_UPI = "That is no UPI id. It looks like asha@okhdfc."
NO_IFSC = "An IFSC has four letters, a zero and six more letters or digits."
NOT_THE_SAME = "The two account numbers are not the same."


def test_what_was_typed_with_spaces_and_small_letters_is_the_account():
    form = PayoutForm(TYPED)
    assert form.is_valid()
    assert form.account() == BANK


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": "upi", "upi": ""}, "upi", "Enter your UPI id."),
        ({"kind": "upi", "upi": "asha"}, "upi", NO_UPI),
        ({"kind": "upi", "upi": "a@gmail.com"}, "upi", NO_UPI),
        ({"kind": "crypto"}, "kind", "Choose a UPI id or a bank account."),
        ({"holder": ""}, "holder", "Enter the name on the account."),
        ({"number": "12345678"}, "number", "An account number has 9 to 18 digits."),
        ({"number": "12345678901x"}, "number", "An account number has 9 to 18 digits."),
        ({"number_again": "123456789013"}, "number_again", NOT_THE_SAME),
        ({"ifsc": "HDFC1001234"}, "ifsc", NO_IFSC),
    ],
)  # fmt: skip
def test_a_slip_is_said_beside_its_field(changes, field, words):
    form = PayoutForm({**TYPED, **changes})
    assert form.errors == {field: [words]}


def test_what_belongs_to_the_other_way_is_neither_asked_for_nor_kept():
    form = PayoutForm({**TYPED, "kind": "upi", "upi": "asha@okhdfc", "ifsc": "nonsense"})
    assert form.is_valid()
    assert form.account() == Account("upi", upi="asha@okhdfc")


# --- The page ---------------------------------------------------------------------------------


def payout_page(order):
    return reverse("orders:payout", args=[order.number])


def test_the_customer_gives_an_account_and_goes_back_where_they_were(client):
    order = paid_in_cash()
    client.force_login(order.user)
    response = client.post(payout_page(order), {**POSTED, "back": "/returns/RT-1/"})
    assert (response.status_code, response["Location"]) == (302, "/returns/RT-1/")
    assert PayoutDetails.objects.get().order == order
    assert "as···@okhdfc" in client.get(payout_page(order)).content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, back):
    order = paid_in_cash()
    client.force_login(order.user)
    response = client.post(payout_page(order), {**POSTED, "back": back})
    assert response["Location"] == order.get_absolute_url()


def test_a_slip_is_422_and_keeps_what_was_typed(client):
    order = paid_in_cash()
    client.force_login(order.user)
    response = client.post(payout_page(order), {"kind": "upi", "upi": "asha"})
    assert (response.status_code, PayoutDetails.objects.count()) == (422, 0)
    assert 'value="asha"' in response.content.decode()


def test_somebody_elses_order_is_not_there(client):
    order = paid_in_cash()
    client.force_login(make_customer())
    assert client.get(payout_page(order)).status_code == 404
    assert client.post(payout_page(order), POSTED).status_code == 404
    assert PayoutDetails.objects.count() == 0


def test_an_order_paid_online_has_no_such_page(client):
    order = paid_order()
    client.force_login(order.user)
    assert client.get(payout_page(order)).status_code == 404


# --- Forgotten --------------------------------------------------------------------------------


def wiped_after(days, *, paid=True):
    order = paid_in_cash()
    save_payout(order, BANK, by="Asha Rao")
    refund = owed(order)
    if paid:
        pay_refund_by_hand(refund, by="Meera", reference="UTR123456789")
    past = timezone.now() - timedelta(days=days)
    PayoutDetails.objects.update(given_at=past)
    Refund.objects.update(processed_at=past if paid else None)
    periodic.wipe_paid_payouts()
    periodic.wipe_paid_payouts()
    kept = PayoutDetails.objects.get()
    return kept.sealed == "", kept.wiped_at is not None, kept.masked


def test_an_account_is_forgotten_a_week_after_it_was_paid():
    assert wiped_after(7) == (True, True, "account ···9012, HDFC")


def test_not_before():
    assert wiped_after(6.9) == (False, False, "account ···9012, HDFC")


def test_not_while_money_is_still_owed_to_it():
    assert wiped_after(200, paid=False) == (False, False, "account ···9012, HDFC")


def test_an_account_nobody_needed_is_forgotten_after_three_months():
    save_payout(paid_in_cash(), UPI, by="Asha Rao")
    PayoutDetails.objects.update(given_at=timezone.now() - timedelta(days=89))
    periodic.wipe_paid_payouts()
    kept = PayoutDetails.objects.get().sealed != ""
    PayoutDetails.objects.update(given_at=timezone.now() - timedelta(days=90))
    periodic.wipe_paid_payouts()
    assert (kept, PayoutDetails.objects.get().sealed) == (True, "")


# --- In the wizard ----------------------------------------------------------------------------


def test_the_step_of_the_wizard_keeps_what_was_written_and_knows_it_the_next_time():
    order = paid_in_cash()
    step = PayoutStep(order, POSTED)
    assert step.is_valid()
    step.save(by="Asha Rao")
    again = PayoutStep(order, {"keep": "1"})
    assert (step.refund_to, again.is_valid(), again.refund_to) == ("upi", True, "upi")
    assert PayoutDetails.objects.get().masked == "UPI as···@okhdfc"


def test_later_is_an_answer_and_a_slip_is_not():
    order = paid_in_cash()
    later, slip = PayoutStep(order, {"later": "1"}), PayoutStep(order, {"kind": "upi"})
    later.save(by="Asha Rao")
    assert (later.is_valid(), later.refund_to, slip.is_valid()) == (True, "", False)
    assert PayoutDetails.objects.count() == 0


def test_who_paid_online_is_asked_nothing():
    step = PayoutStep(paid_order(), {})
    assert (step.form, step.is_valid(), step.refund_to) == (None, True, "source")

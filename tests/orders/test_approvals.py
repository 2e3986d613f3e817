"""Promises of orders/approvals.py (AUTH-12): what one person asks to pay back, another lets go."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import approvals, cancellation, refunds
from orders.errors import MayNotApprove, OwnRefund, RequesterUnknown
from orders.models import Order, OrderEvent, Payment, Refund
from orders.refunds import refund_by_staff, submit_refund
from returns.inspection import inspect_return
from shop.money import Money
from tests.factories import (
    cash_order,
    delivered_order,
    findings_of,
    make_staff,
    make_variant,
    paid_order,
    received_case,
)
from tests.factories.returns import PASSED

# A refusal ends a transaction on MongoDB, and these look at the rows after it. What is let go is
# sent at once, since tasks of tests are.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("gateway")]
ENGINES = pytest.mark.engines("sqlite", "postgres", "mongodb")


def approver(name="Farid Finance"):
    user = make_staff(full_name=name)
    rights = ["change_refund", "view_refund", "approve_refund", "pay_refund"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return type(user).objects.get(pk=user.pk)


def owner(name="Meera Owner"):
    return make_staff(full_name=name, is_superuser=True)


def asked(by_user, order=None, minor=200_00):
    order = order or paid_order()
    refund_by_staff(order, amount=Money(minor), reason="Goodwill", key="k", by_user=by_user)
    return Refund.objects.get(order=order)


def fresh(refund):
    return Refund.objects.get(pk=refund.pk)


def set_aside(refund):
    return Payment.objects.get(pk=refund.payment_id).refund_reserved_minor


@ENGINES
def test_what_staff_ask_for_waits_and_is_set_aside(gateway):
    refund = asked(owner())
    submit_refund(str(refund.pk))
    assert (fresh(refund).status, set_aside(refund)) == ("awaiting_approval", 200_00)
    assert (gateway.calls, Message.objects.filter(template__contains="refund").count()) == ([], 0)


@ENGINES
def test_a_second_person_lets_it_go(gateway):
    refund, second = asked(owner()), approver()
    approvals.approve_refund(refund, by_user=second)
    submit_refund(str(refund.pk))
    done = fresh(refund)
    assert (done.status, done.approver, len(gateway.refunds)) == ("processed", second, 1)
    assert done.approved_at is not None


@ENGINES
@pytest.mark.parametrize("make", [owner, approver])
def test_nobody_approves_their_own_not_even_a_superuser(gateway, make):
    """The row is left out by the UPDATE, so an object that pretends otherwise changes nothing."""
    me = make()
    refund = asked(me)
    refund.requester = None
    with pytest.raises(OwnRefund) as refusal:
        approvals.approve_refund(refund, by_user=me)
    assert str(refusal.value) == "You asked for this refund, so somebody else has to approve it."
    left = fresh(refund)
    assert (left.status, left.approver, gateway.calls) == ("awaiting_approval", None, [])


@ENGINES
def test_approving_needs_the_right_to():
    refund = asked(owner())
    with pytest.raises(MayNotApprove):
        approvals.approve_refund(refund, by_user=make_staff())
    assert fresh(refund).status == "awaiting_approval"


@ENGINES
def test_approving_twice_is_refused_and_sends_once(gateway):
    refund = asked(owner())
    stale = fresh(refund)
    approvals.approve_refund(refund, by_user=approver())
    with pytest.raises(IllegalTransition):
        approvals.approve_refund(stale, by_user=approver("Second"))
    submit_refund(str(refund.pk))
    assert len(gateway.refunds) == 1


@pytest.mark.engines("sqlite", "postgres")
@pytest.mark.parametrize(
    "to", ["requested", "submitting", "pending", "processed", "needs_attention"]
)
def test_the_database_itself_lets_nothing_go_that_nobody_approved(to):
    """Whoever writes past the operations and the model, in SQL."""
    refund = asked(owner())
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_model(refund, "status = %s", to)
    assert fresh(refund).status == "awaiting_approval"


@pytest.mark.engines("sqlite", "postgres")
def test_the_database_itself_refuses_an_approver_who_asked():
    refund = asked(owner())
    with pytest.raises(IntegrityError), transaction.atomic():
        write_past_the_model(refund, "approver_id = requester_id, status = %s", "requested")
    assert fresh(refund).approver is None


def write_past_the_model(refund, what, value):
    from django.db import connection

    with connection.cursor() as cursor:
        field = Refund._meta.pk
        pk = field.get_db_prep_value(refund.pk, connection)
        cursor.execute(f"UPDATE orders_refund SET {what} WHERE id = %s", [value, pk])  # noqa: S608


@ENGINES
def test_declining_frees_the_money_and_says_why_to_staff_alone():
    refund = asked(owner())
    approvals.decline_refund(refund, by_user=approver(), note="Talked to her, a coupon will do")
    event = OrderEvent.objects.filter(order=refund.order).last()
    assert (fresh(refund).status, set_aside(refund)) == ("declined", 0)
    assert (event.text, event.by, event.is_public) == (
        "Refund of ₹200 declined: Talked to her, a coupon will do",
        "Farid Finance",
        False,
    )


def test_who_asked_may_take_it_back():
    support = make_staff(full_name="Sam Support")
    refund = asked(support)
    approvals.decline_refund(refund, by_user=support, note="Wrong order")
    assert fresh(refund).status == "declined"


def test_staff_without_the_right_cannot_decline_what_others_asked_for():
    refund = asked(owner())
    with pytest.raises(MayNotApprove):
        approvals.decline_refund(refund, by_user=make_staff(), note="No")
    assert fresh(refund).status == "awaiting_approval"


def test_what_was_declined_is_asked_for_again_by_another_request_that_waits_too():
    first = owner()
    refund = asked(first)
    approvals.decline_refund(refund, by_user=approver(), note="Not yet")
    refunds.refund_again(fresh(refund), by_user=first)
    again = Refund.objects.get(key=f"{refund.key}:again")
    assert (again.status, again.requester, fresh(refund).status) == (
        "awaiting_approval",
        first,
        "replaced",
    )


def test_what_the_shop_pays_back_by_itself_waits_for_nobody():
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    assert Refund.objects.get().status == "processed"


def test_cash_that_is_approved_is_to_be_paid_by_hand(gateway):
    order = cash_order(make_variant(price_minor=1_500_00))
    deliver(order)
    refund = asked(owner(), order)
    assert Refund.objects.to_pay_by_hand().count() == 0
    approvals.approve_refund(refund, by_user=approver())
    assert list(Refund.objects.to_pay_by_hand()) == [refund]
    assert Message.objects.filter(template="orders/emails/payout_needed.html").exists()


def deliver(order):
    from orders import fulfilment
    from tests.factories import ship

    fulfilment.pack_order(order, by="Store")
    ship(Order.objects.get(pk=order.pk))
    fulfilment.deliver_order(Order.objects.get(pk=order.pk), by="Store")


# --- Returns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price_minor", "status"), [(5_000_00, "processed"), (5_000_01, "awaiting_approval")]
)
def test_a_return_waits_above_the_limit_and_not_at_it(price_minor, status):
    case = received_case(delivered_order(make_variant(price_minor=price_minor)))
    inspect_return(case, findings_of(case, PASSED), by_user=owner())
    assert [refund.status for refund in case.refunds()] == [status]


def test_who_passed_a_dear_return_does_not_approve_its_refund():
    me = owner()
    case = received_case(delivered_order(make_variant(price_minor=6_000_00)))
    inspect_return(case, findings_of(case, PASSED), by_user=me)
    with pytest.raises(OwnRefund):
        approvals.approve_refund(case.refunds().get(), by_user=me)


def test_a_dear_return_is_passed_by_somebody_who_is_known():
    case = received_case(delivered_order(make_variant(price_minor=6_000_00)))
    with pytest.raises(RequesterUnknown):
        inspect_return(case, findings_of(case, PASSED), by="QC")
    case.refresh_from_db()
    assert (case.status, Refund.objects.count()) == ("received", 0)


def test_a_declined_refund_of_a_return_needs_a_person_goodwill_does_not():
    case = received_case(delivered_order(make_variant(price_minor=6_000_00)))
    inspect_return(case, findings_of(case, PASSED), by_user=owner())
    earned, thought_of = case.refunds().get(), asked(owner())
    approvals.decline_refund(earned, by_user=approver(), note="Look at the photos again")
    approvals.decline_refund(thought_of, by_user=approver(), note="No")
    assert list(Refund.objects.needing_a_person()) == [earned]


def test_customers_do_not_see_what_staff_are_still_deciding(client):
    order = delivered_order()
    asked(owner(), order)
    client.force_login(order.user)
    assert client.get(order.get_absolute_url()).context["refunds"] == []


# --- In the back office -----------------------------------------------------------------------


def page(refund, name=""):
    if name:
        return reverse("admin:orders_refund_move", args=[refund.pk, name])
    return reverse("admin:orders_refund_change", args=[refund.pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


def bulk(client, refund, **more):
    data = {"action": "approve", "_selected_action": [str(refund.pk)], **more}
    return client.post(reverse("admin:orders_refund_changelist"), data, follow=True)


def test_the_desk_says_who_asked_and_who_may_approve(client):
    me = owner()
    refund, second = asked(me), approver()
    make_staff(full_name="Ravi Warehouse")
    client.force_login(me)
    shown = client.get(page(refund))
    assert shown.context["approvers"] == [second]
    assert "Asked for by <b>Meera Owner</b>" in shown.content.decode()
    assert [move.name for move, _ in shown.context["moves"]] == ["decline"]


def test_another_may_approve_on_the_desk(client):
    refund = asked(owner())
    client.force_login(approver())
    response = client.post(page(refund, "approve"), follow=True)
    assert said(response) == ["The refund of ₹200 is approved and on its way."]
    assert fresh(refund).status == "processed"


def test_approving_ones_own_on_the_desk_is_422_with_words(client):
    me = owner()
    refund = asked(me)
    client.force_login(me)
    response = client.post(page(refund, "approve"))
    assert response.status_code == 422
    assert "You asked for this refund, so somebody else" in response.content.decode()
    assert fresh(refund).status == "awaiting_approval"


def test_without_the_right_the_desk_is_403(client):
    refund = asked(owner())
    plain = make_staff()
    plain.user_permissions.add(*Permission.objects.filter(codename="change_refund"))
    client.force_login(plain)
    assert client.post(page(refund, "approve")).status_code == 403
    assert fresh(refund).status == "awaiting_approval"


def test_the_bulk_action_asks_first_and_leaves_ones_own_out(client):
    me = owner()
    refund = asked(me)
    client.force_login(me)
    assert "Those you asked for yourself" in bulk(client, refund).content.decode()
    response = bulk(client, refund, confirmed="1")
    assert said(response)[0].endswith(str(OwnRefund()))
    assert fresh(refund).status == "awaiting_approval"


def test_the_raw_form_of_the_admin_writes_nothing(client):
    me = owner()
    refund = asked(me)
    client.force_login(me)
    posted = {"status": "requested", "approver": str(me.pk), "requester": "", "reason": "x"}
    assert client.post(page(refund), posted).status_code == 403
    assert (fresh(refund).status, fresh(refund).requester) == ("awaiting_approval", me)


def test_declining_needs_words(client):
    refund = asked(owner())
    client.force_login(approver())
    assert client.post(page(refund, "decline"), {"note": " "}).status_code == 422
    client.post(page(refund, "decline"), {"note": "No"})
    assert fresh(refund).status == "declined"

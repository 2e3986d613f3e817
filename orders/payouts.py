"""Where refunds of cash orders go: given by the customer, seen whole by who pays, wiped soon after.

Sealed in the row (`accounts/sealing.py`); pages, history and logs read the masked form.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.sealing import SealBroken, seal, unseal
from accounts.transactions import durable_transaction
from orders import messages
from orders.errors import AccountForgotten, MayNotPay, PaidOnline
from orders.models import Order, PayoutDetails, PayoutKind, Refund
from orders.states import RefundStatus
from orders.timeline import record

KEPT_AFTER_PAYING = timedelta(days=7)  # long enough to look up a transfer that bounced
KEPT_UNUSED = timedelta(days=90)
OPEN = (RefundStatus.AWAITING_APPROVAL, RefundStatus.NEEDS_ATTENTION, RefundStatus.FAILED)


@dataclass(frozen=True)
class Account:
    """A UPI id, or a bank account with its holder and branch."""

    kind: str
    upi: str = ""
    holder: str = ""
    number: str = ""
    ifsc: str = ""

    @property
    def masked(self) -> str:
        """Enough for its owner to know it by."""
        if self.kind == PayoutKind.UPI:
            name, _, bank = self.upi.partition("@")
            return f"UPI {name[:2]}···@{bank}"
        return f"account ···{self.number[-4:]}, {self.ifsc[:4]}"


@durable_transaction
def save_payout(order: Order, account: Account, *, by: str) -> PayoutDetails:
    """Keep where the customer wants refunds of this order; the last one given counts.

    The customer is told, masked, so that nobody redirects money in silence. Raises PaidOnline
    where the gateway pays back by itself.
    """
    if not order.is_cash:
        raise PaidOnline
    given = {
        "kind": account.kind,
        "masked": account.masked,
        "sealed": seal(asdict(account)),
        "given_at": timezone.now(),
        "wiped_at": None,
    }
    details, _ = PayoutDetails.objects.update_or_create(order=order, defaults=given)
    record(order, f"Refunds go to {account.masked}", by=by)
    messages.write_payout_saved(order, details)
    return details


@durable_transaction
def reveal_payout(refund: Refund, *, by_user: User) -> Account:
    """All of the account, for who pays this refund; who looked is written down, for staff.

    Raises MayNotPay without the right to pay, AccountForgotten where there is nothing to read.
    """
    if not by_user.has_perm("orders.pay_refund"):
        raise MayNotPay
    details = PayoutDetails.objects.filter(order_id=refund.order_id).first()
    if details is None or not details.sealed:
        raise AccountForgotten
    try:
        account = Account(**unseal(details.sealed))
    except SealBroken:
        raise AccountForgotten from None
    text = f"Looked at the whole of {details.masked}"
    record(refund.order, text, by=str(by_user), is_public=False)
    return account


@durable_transaction
def wipe_payout(details: PayoutDetails) -> None:
    """Forget the account; what is masked stays, for the history."""
    PayoutDetails.objects.filter(pk=details.pk).update(sealed="", wiped_at=timezone.now())


def payouts_to_wipe() -> list[PayoutDetails]:
    """Whose refunds were all paid some days ago; and those nobody needed for long."""
    now = timezone.now()
    kept = PayoutDetails.objects.filter(wiped_at=None, given_at__lte=now - KEPT_AFTER_PAYING)
    found = list(kept.order_by("given_at")[:500])
    refunds = Refund.objects.filter(order_id__in=[details.order_id for details in found])
    needed = refunds.filter(
        Q(status__in=OPEN)
        | Q(status=RefundStatus.PROCESSED, processed_at__gt=now - KEPT_AFTER_PAYING)
    )
    needed_by = set(needed.values_list("order_id", flat=True))
    paid = set(refunds.filter(status=RefundStatus.PROCESSED).values_list("order_id", flat=True))
    return [
        details
        for details in found
        if details.order_id not in needed_by
        and (details.order_id in paid or details.given_at <= now - KEPT_UNUSED)
    ]

"""Where the money of a return goes: back the way it came, or, of a cash order, to an account."""

from typing import Any

from orders.models import Order, PayoutDetails
from orders.payout_form import PayoutForm
from orders.payouts import save_payout
from returns.states import RefundTo


class PayoutStep:
    """Asks nothing of what was paid online; of cash for an account, unless one is known or
    somebody says later.
    """

    def __init__(self, order: Order, data: Any = None) -> None:
        self.order = order
        self.form: PayoutForm | None = None
        self.known: PayoutDetails | None = None
        if order.is_cash:
            self.known = PayoutDetails.objects.filter(order=order, wiped_at=None).first()
            is_asked = data is not None and not ("later" in data or ("keep" in data and self.known))
            self.form = PayoutForm(data if is_asked else None)

    def is_valid(self) -> bool:
        return self.form is None or not self.form.is_bound or self.form.is_valid()

    def save(self, *, by: str) -> None:
        """Keep the account that was written; Refusals of `save_payout` cannot come, it is cash."""
        if self.form is not None and self.form.is_bound:
            self.known = save_payout(self.order, self.form.account(), by=by)

    @property
    def refund_to(self) -> str:
        """Empty while nobody knows where."""
        if not self.order.is_cash:
            return RefundTo.SOURCE
        return RefundTo(self.known.kind) if self.known else ""

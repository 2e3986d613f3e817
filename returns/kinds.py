"""The kinds of message about returns, each with a sample to look at in the back office."""

from typing import Any

from accounts.kinds import Kind, register
from orders import wording
from orders.kinds import sample_order
from orders.states import OrderStatus


def _of_case(**more: str) -> dict[str, Any]:
    order = sample_order(OrderStatus.DELIVERED)
    return wording.context_of(order) | {"case": "RT-4N8K2-W3C7H", **more}


register(
    Kind("returns/emails/approved.html", "Return approved", "when a return is filed", _of_case),
    Kind(
        "returns/emails/refused.html",
        "Return refused",
        "when the check accepts nothing of it",
        lambda: _of_case(note="The collar is worn."),
    ),
)

"""The kinds of message about returns, each with a sample to look at in the back office."""

from typing import Any

from accounts.kinds import Kind, register
from orders import wording
from orders.kinds import sample_order
from orders.states import OrderStatus


def _of_case(**more: Any) -> dict[str, Any]:
    order = sample_order(OrderStatus.DELIVERED)
    return wording.context_of(order) | {"case": "RT-4N8K2-W3C7H", **more}


REFUSED = [{"item": "Khadi Long Kurta, M", "note": "The collar is worn."}]

register(
    Kind(
        "returns/emails/approved.html",
        "Return approved",
        "when a return is filed, or staff approve it",
        _of_case,
    ),
    Kind(
        "returns/emails/declined.html",
        "Return declined",
        "when staff say no before it travels",
        lambda: _of_case(note="Altered by a tailor, as you wrote; we cannot sell it again."),
    ),
    Kind("returns/emails/picked_up.html", "Return picked up", "when the courier has it", _of_case),
    Kind(
        "returns/emails/received.html",
        "Return received",
        "when the parcel reached the warehouse",
        lambda: _of_case(note="2 of 3 arrived, 1 still to come"),
    ),
    Kind(
        "returns/emails/accepted.html",
        "Return accepted",
        "when everything passed the check",
        lambda: _of_case(count=2, total=2),
    ),
    Kind(
        "returns/emails/partly.html",
        "Return accepted in part",
        "when a part of it passed the check",
        lambda: _of_case(count=1, total=2, refused=REFUSED),
    ),
    Kind(
        "returns/emails/refused.html",
        "Return refused",
        "when the check accepts nothing of it",
        lambda: _of_case(note="The collar is worn.", refused=REFUSED),
    ),
    Kind(
        "returns/emails/sent_back.html",
        "Refused items sent back",
        "when what was refused is on its way to the customer",
        lambda: _of_case(carrier="Delhivery", tracking_number="DL123456789"),
    ),
    Kind(
        "returns/emails/unsent.html",
        "Return still awaited",
        "three and six days after it was approved, if it is not on its way",
        lambda: _of_case(until="Fri, 4 Dec"),
    ),
    Kind(
        "returns/emails/lapsed.html",
        "Return closed unsent",
        "when it was not sent by its last day",
        _of_case,
    ),
)

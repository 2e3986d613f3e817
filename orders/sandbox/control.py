"""What no gateway offers: faults to order, payments without a browser, the truth to compare."""

from typing import TYPE_CHECKING

from orders.sandbox import entities
from orders.sandbox.entities import Entity
from orders.sandbox.wire import Refusal, Request

if TYPE_CHECKING:
    from orders.sandbox.running import Sandbox


class Control:
    """The `/_fake/` endpoints. They take JSON only, so that no web page can reach them."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def add_fault(self, request: Request) -> Entity:
        self._sandbox.faults.add(**_json_object(request))
        return {"faults": self._sandbox.faults.waiting()}

    def clear_faults(self, _request: Request) -> Entity:
        self._sandbox.faults.clear()
        return {"faults": []}

    def make_payment(self, request: Request) -> Entity:
        """Moves a payment to a state, as the bank would: `order_id` or `payment_id`, `state`.

        With `payment_id` it is the same payment again, which is how a late authorisation
        arrives. `amount` and `currency` may differ from the order's; `reason` says why it
        failed.
        """
        asked = _json_object(request)
        state = asked.get("state", "captured")
        if state not in ("created", "authorized", "captured", "failed"):
            raise Refusal(f"A payment cannot be made {state!r}.")
        with self._sandbox.store.transaction():
            payment = self._found_or_started(asked)
            return self._moved(payment, state, asked.get("reason", "payment_failed"))

    def _found_or_started(self, asked: Entity) -> Entity:
        store = self._sandbox.store
        if "payment_id" in asked:
            payment = store.find("payment", str(asked["payment_id"]))
            if payment is None:
                raise Refusal("The id provided does not exist")
            return payment
        order = store.find("order", str(asked.get("order_id")))
        if order is None:
            raise Refusal("The id provided does not exist")
        return self._sandbox.books.start_payment(
            order["id"],
            {"method": asked.get("method", "upi"), "vpa": "success@razorpay"},
            amount=asked.get("amount") or order["amount"],
            currency=asked.get("currency") or order["currency"],
        )

    def _moved(self, payment: Entity, state: str, reason: str) -> Entity:
        books = self._sandbox.books
        if state == "created":
            return payment
        if state == "failed":
            if reason not in entities.FAILURES:
                raise Refusal(f"No payment fails for {reason!r}.")
            return books.fail(payment["id"], reason)
        if payment["status"] in ("created", "failed"):
            payment = books.authorise(payment["id"], capture=False)
        if state == "captured" and payment["status"] == "authorized":
            payment = books.capture(payment["id"])
        return payment

    def external_refund(self, request: Request) -> Entity:
        """A refund made by hand in the dashboard: `payment_id` and `amount`."""
        asked = _json_object(request)
        with self._sandbox.store.transaction():
            payment = self._sandbox.store.find("payment", str(asked.get("payment_id")))
            if payment is None or payment["status"] != "captured":
                raise Refusal("Only a captured payment can be refunded.")
            refundable = payment["amount"] - payment["amount_refunded"]
            amount = asked.get("amount", refundable)
            if not isinstance(amount, int) or not 100 <= amount <= refundable:
                raise Refusal("The refund amount provided is greater than amount captured")
            return self._sandbox.books.refund(payment["id"], amount, {})

    def ledger(self, _request: Request) -> Entity:
        return self._sandbox.ledger()

    def advance(self, request: Request) -> Entity:
        """Moves the sandbox's clock forward by `seconds`."""
        seconds = _json_object(request).get("seconds", 0)
        if not isinstance(seconds, int | float) or seconds < 0:
            raise Refusal("The clock only moves forward.")
        self._sandbox.advance(seconds)
        return {"now": self._sandbox.clock.now()}

    def reset(self, request: Request) -> Entity:
        _json_object(request)
        self._sandbox.reset()
        return {}


def _json_object(request: Request) -> Entity:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refusal("Send JSON.", status=415)
    body = request.json()
    if not isinstance(body, dict):
        raise Refusal("Send a JSON object.")
    return body

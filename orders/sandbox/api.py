"""Razorpay's documented API for orders, payments and refunds, with its own refusals."""

from typing import Any

from orders.sandbox.entities import Entity
from orders.sandbox.idempotency import Idempotency
from orders.sandbox.ledger import ACCOUNT_CAPTURE, Ledger
from orders.sandbox.store import Store
from orders.sandbox.wire import Refusal, Request

_ORDER_FIELDS = {
    "amount", "currency", "receipt", "notes", "payment", "payment_capture", "partial_payment",
    "first_payment_min_amount", "customer_id", "offer_id", "method",
}  # fmt: skip
_REFUND_FIELDS = {"amount", "speed", "notes", "receipt"}
_UNKNOWN_ID = "The id provided does not exist"


class Api:
    """One method per documented endpoint: a request in, an entity or a collection out."""

    def __init__(self, store: Store, books: Ledger, idempotency: Idempotency) -> None:
        self._store = store
        self._books = books
        self._idempotency = idempotency

    # --- Orders ---------------------------------------------------------------------------

    def create_order(self, request: Request) -> Entity:
        """Two orders may share a receipt: Razorpay asks for unique ones but enforces nothing."""
        body = _fields(request, allowed=_ORDER_FIELDS)
        amount = _amount(body)
        if "currency" not in body:
            raise Refusal("The currency field is required.", field="currency")
        if body["currency"] != "INR":
            raise Refusal("Currency is not supported", field="currency")
        receipt = body.get("receipt")
        if receipt is not None and len(str(receipt)) > 40:
            raise Refusal("The receipt may not be greater than 40 characters.", field="receipt")
        return self._books.open_order(
            amount=amount,
            currency="INR",
            receipt=receipt,
            notes=_notes(body),
            capture=_capture_terms(body),
        )

    def list_orders(self, request: Request) -> Entity:
        return self._collection("order", request, receipt=request.query.get("receipt"))

    def fetch_order(self, _request: Request, order_id: str) -> Entity:
        return self._find("order", order_id)

    def list_order_payments(self, _request: Request, order_id: str) -> Entity:
        self._find("order", order_id)
        return _collection(self._store.listing("payment", parent=order_id))

    # --- Payments -------------------------------------------------------------------------

    def list_payments(self, request: Request) -> Entity:
        return self._collection("payment", request)

    def fetch_payment(self, _request: Request, payment_id: str) -> Entity:
        return self._find("payment", payment_id)

    def capture_payment(self, request: Request, payment_id: str) -> Entity:
        body = _fields(request, allowed={"amount", "currency"})
        amount = _amount(body)
        with self._store.transaction():
            payment = self._find("payment", payment_id)
            if payment["status"] != "authorized":
                raise Refusal("This payment has already been captured")
            if amount != payment["amount"]:
                raise Refusal(
                    "Capture amount must be equal to the amount authorized", field="amount"
                )
            if self._find("order", payment["order_id"])["status"] == "paid":
                raise Refusal(
                    "Your payment has been declined as the order is already paid. Please "
                    "initiate the payment with a new order."
                )
            return self._books.capture(payment_id)

    # --- Refunds --------------------------------------------------------------------------

    def refund_payment(self, request: Request, payment_id: str) -> Entity:
        with self._store.transaction():
            if made := self._idempotency.recall(request):
                return made
            refund = self._refund(request, payment_id)
            self._idempotency.remember(request, refund)
        return refund

    def _refund(self, request: Request, payment_id: str) -> Entity:
        payment = self._store.find("payment", payment_id)
        if payment is None:
            raise Refusal(f"{payment_id} is not a valid id")
        body = _fields(request, allowed=_REFUND_FIELDS)
        refundable = payment["amount"] - payment["amount_refunded"]
        if payment["captured"] and not refundable:
            raise Refusal("The payment has been fully refunded already")
        if payment["status"] != "captured":
            raise Refusal("The payment status should be captured for action to be taken")
        # The trap of the real one: a body without an amount refunds everything.
        amount = _amount(body) if "amount" in body else refundable
        if amount > refundable:
            raise Refusal(
                "The refund amount provided is greater than amount captured", field="amount"
            )
        return self._books.refund(payment_id, amount, {**body, "notes": _notes(body)})

    def list_payment_refunds(self, request: Request, payment_id: str) -> Entity:
        self._find("payment", payment_id)
        return self._collection("refund", request, parent=payment_id)

    def list_refunds(self, request: Request) -> Entity:
        return self._collection("refund", request)

    def fetch_refund(self, _request: Request, refund_id: str) -> Entity:
        return self._find("refund", refund_id)

    # --- Shared ---------------------------------------------------------------------------

    def _find(self, kind: str, entity_id: str) -> Entity:
        entity = self._store.find(kind, entity_id)
        if entity is None:
            raise Refusal(_UNKNOWN_ID)
        return entity

    def _collection(self, kind: str, request: Request, **filters: str | None) -> Entity:
        count = _whole_number(request, "count", 10)
        if not 1 <= count <= 100:
            raise Refusal("The count must be between 1 and 100.", field="count")
        return _collection(
            self._store.listing(
                kind,
                **filters,
                since=_whole_number(request, "from", 0),
                until=_whole_number(request, "to", 2**62),
                count=count,
                skip=_whole_number(request, "skip", 0),
            )
        )


def _collection(items: list[Entity]) -> Entity:
    return {"entity": "collection", "count": len(items), "items": items}


def _whole_number(request: Request, name: str, default: int) -> int:
    if name not in request.query:
        return default
    value = request.query[name]
    if not value.isdecimal() or len(value) > 18:
        raise Refusal(f"The {name} must be an integer.", field=name)
    return int(value)


def _fields(request: Request, *, allowed: set[str]) -> Entity:
    body = request.json()
    if not isinstance(body, dict):
        return {}  # like the real one, which finds no fields in a bare number
    if extra := sorted(set(body) - allowed):
        raise Refusal(f"{', '.join(extra)} is/are not required and should not be sent")
    return body


def _amount(body: Entity) -> int:
    if "amount" not in body:
        raise Refusal("The amount field is required.", field="amount")
    amount = body["amount"]
    if isinstance(amount, str) and amount.isdecimal():
        amount = int(amount)
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise Refusal("The amount must be an integer.", field="amount")
    if amount < 100:
        raise Refusal("The amount must be at least INR 1.00", field="amount")
    return amount


def _notes(body: Entity) -> Any:
    notes = body.get("notes") or {}
    if not isinstance(notes, dict) or len(notes) > 15:
        raise Refusal("The notes may not have more than 15 key-value pairs.", field="notes")
    if any(len(str(value)) > 256 for value in notes.values()):
        raise Refusal("A note may not be greater than 256 characters.", field="notes")
    return notes


def _capture_terms(body: Entity) -> Entity:
    """The order's own capture setting, over the account's."""
    payment = body.get("payment")
    if not payment:
        return ACCOUNT_CAPTURE
    options = payment.get("capture_options", {})
    automatic = options.get("automatic_expiry_period", ACCOUNT_CAPTURE["automatic_minutes"])
    manual = options.get("manual_expiry_period", max(automatic, ACCOUNT_CAPTURE["manual_minutes"]))
    if payment.get("capture") not in ("automatic", "manual"):
        raise Refusal("The capture must be automatic or manual.", field="capture")
    if automatic < 12:
        raise Refusal(
            "The automatic expiry period must be at least 12.", field="automatic_expiry_period"
        )
    if manual < automatic:
        raise Refusal(
            "The manual expiry period must be at least the automatic expiry period.",
            field="manual_expiry_period",
        )
    return {
        "automatic": payment["capture"] == "automatic",
        "automatic_minutes": automatic,
        "manual_minutes": manual,
    }

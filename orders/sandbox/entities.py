"""The shapes of orders, payments and refunds: Razorpay's documented fields and ids."""

import secrets
import string
from typing import Any

Entity = dict[str, Any]
_ALPHANUMERIC = string.ascii_letters + string.digits

TEST_CARDS = {
    "4100280000001007": None,  # None: the payment goes through
    "4100280000080001": "insufficient_funds",
    "4100280000090000": "payment_timed_out",
}
TEST_UPI_IDS = {"success@razorpay": None, "failure@razorpay": "payment_failed"}

# reason -> what Razorpay then says: code, description, source, step
FAILURES: dict[str, tuple[str, str, str, str]] = {
    "payment_failed": (
        "BAD_REQUEST_ERROR",
        (
            "Payment was unsuccessful due to a temporary issue. If amount got deducted, it will "
            "be refunded within 5-7 working days."
        ),
        "gateway",
        "payment_response",
    ),
    "insufficient_funds": (
        "BAD_REQUEST_ERROR",
        "Payment failed because the account does not have enough balance.",
        "customer",
        "payment_authorization",
    ),
    "payment_timed_out": (
        "BAD_REQUEST_ERROR",
        "Payment was not completed in time.",
        "customer",
        "payment_authentication",
    ),
    "incorrect_otp": (
        "BAD_REQUEST_ERROR",
        "Payment processing failed because of incorrect OTP",
        "customer",
        "payment_authentication",
    ),
    "gateway_technical_error": (
        "GATEWAY_ERROR",
        "Payment failed because the bank could not be reached.",
        "gateway",
        "payment_authorization",
    ),
}
_NO_ERROR = dict.fromkeys(
    ("error_code", "error_description", "error_source", "error_step", "error_reason")
)


def new_id(prefix: str) -> str:
    """An id in Razorpay's form: a prefix and 14 letters or digits."""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHANUMERIC) for _ in range(14))


def digits(count: int) -> str:
    return "".join(secrets.choice(string.digits) for _ in range(count))


def new_order(*, amount: int, currency: str, receipt: str | None, notes: Any, now: int) -> Entity:
    return {
        "id": new_id("order"),
        "entity": "order",
        "amount": amount,
        "amount_paid": 0,
        "amount_due": amount,
        "currency": currency,
        "receipt": receipt,
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": notes or [],  # as Razorpay does: no notes is an empty list
        "created_at": now,
    }


def new_payment(
    *, order: Entity, amount: int, currency: str, instrument: Entity, now: int
) -> Entity:
    """A payment in state `created`; `instrument` holds method, upi id or card, email, contact."""
    method = instrument.get("method", "upi")
    vpa = instrument.get("vpa") if method == "upi" else None
    payment: Entity = {
        "id": new_id("pay"),
        "entity": "payment",
        "amount": amount,
        "currency": currency,
        "status": "created",
        "order_id": order["id"],
        "invoice_id": None,
        "international": False,
        "method": method,
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": instrument.get("description") or None,
        "card_id": new_id("card") if method == "card" else None,
        "bank": "HDFC" if method == "netbanking" else None,
        "wallet": "payzapp" if method == "wallet" else None,
        "vpa": vpa,
        "email": instrument.get("email") or None,
        "contact": instrument.get("contact") or None,
        "notes": order["notes"],
        "fee": None,
        "tax": None,
        **_NO_ERROR,
        "acquirer_data": _acquirer_data(method, paid=False),
        "created_at": now,
    }
    if method == "upi":
        payment["upi"] = {"vpa": vpa}
    return payment


def authorised(payment: Entity) -> Entity:
    acquirer_data = _acquirer_data(payment["method"], paid=True)
    return payment | _NO_ERROR | {"status": "authorized", "acquirer_data": acquirer_data}


def captured(payment: Entity) -> Entity:
    """The fee is 2 % of the amount plus 18 % GST on it, in paise, as on a standard plan."""
    fee = payment["amount"] * 2 // 100
    tax = fee * 18 // 100
    return payment | {"status": "captured", "captured": True, "fee": fee + tax, "tax": tax}


def failed(payment: Entity, reason: str) -> Entity:
    code, description, source, step = FAILURES[reason]
    return payment | {
        "status": "failed",
        "error_code": code,
        "error_description": description,
        "error_source": source,
        "error_step": step,
        "error_reason": reason,
    }


def refunded_by(payment: Entity, amount: int) -> Entity:
    """The payment after `amount` more was refunded; a negative amount takes a refund back."""
    total = payment["amount_refunded"] + amount
    full = total == payment["amount"]
    unrefunded = "captured" if payment["captured"] else "authorized"
    return payment | {
        "amount_refunded": total,
        "refund_status": "full" if full else ("partial" if total else None),
        "status": "refunded" if full else unrefunded,
    }


def new_refund(*, payment: Entity, amount: int, body: Entity, now: int) -> Entity:
    return {
        "id": new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "currency": payment["currency"],
        "payment_id": payment["id"],
        "notes": body.get("notes") or [],
        "receipt": body.get("receipt"),
        "acquirer_data": {"arn": None},
        "created_at": now,
        "batch_id": None,
        "status": "pending",
        "speed_processed": "normal",
        "speed_requested": body.get("speed", "normal"),
    }


def _acquirer_data(method: str, *, paid: bool) -> Entity:
    if method == "card":
        return {"auth_code": digits(6) if paid else None, "rrn": digits(12) if paid else None}
    if method == "netbanking":
        return {"bank_transaction_id": digits(10) if paid else None}
    if method == "wallet":
        return {"transaction_id": digits(10) if paid else None}
    if not paid:
        return {"rrn": None}
    return {"rrn": digits(12), "upi_transaction_id": secrets.token_hex(16).upper()}

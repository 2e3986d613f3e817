"""The only module that talks to Razorpay: every call has a timeout, every answer is classified."""

import hashlib
import hmac
import json
import logging
import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import razorpay
import requests
import urllib3.exceptions
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts import breakers
from accounts.network import refuse_inside_transaction

logger = logging.getLogger(__name__)
T = TypeVar("T")

# Seconds to connect and to read. A checkout waits for an order and, if that answer is lost,
# for a look-up: together at most 15 s, well inside the web server's own timeout.
TIMEOUT = (3, 12)
ORDER_TIMEOUT = (3, 8)
LOOK_UP_TIMEOUT = (1, 3)
PAGE = 100  # the most Razorpay lists at once
SHORTEST_CAPTURE_MINUTES = 12  # Razorpay accepts no shorter `automatic_expiry_period`
LIVE_URL = "https://api.razorpay.com"
READ, ORDER, REFUND = "razorpay-read", "razorpay-order", "razorpay-refund"  # breakers

# The SDK prints its failures, addresses included, to standard output. A name in its module
# hides the builtin there and nowhere else.
vars(razorpay.client)["print"] = lambda *_words, **_options: None


class GatewayError(Exception):
    """Razorpay did not do what was asked, or did not say that it did."""

    def __init__(
        self, description: str, *, code: str = "", reason: str = "", is_answer: bool = False
    ) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.reason = reason
        self.is_answer = is_answer  # Razorpay itself said so: it is well, whatever it said


class Declined(GatewayError):
    """Razorpay understood and said no; asking again the same way is pointless."""


class Retryable(GatewayError):
    """Certainly not done, through no fault of the request; it may be sent again later."""


class NotSent(Retryable):
    """Razorpay has been failing, so it was not even asked. Worth trying at `next_attempt_at`."""

    def __init__(self, refused: breakers.NotSent) -> None:
        super().__init__(str(refused))
        self.next_attempt_at = refused.next_attempt_at


class Unknown(GatewayError):
    """It may have been done: look it up, or repeat it under the same idempotency key."""


@dataclass(frozen=True)
class GatewayOrder:
    id: str
    amount_minor: int
    currency: str
    receipt: str
    status: str  # created, attempted, paid


@dataclass(frozen=True)
class GatewayPayment:
    id: str
    order_id: str
    amount_minor: int
    currency: str
    status: str  # created, authorized, captured, refunded, failed
    method: str
    refunded_minor: int
    error_description: str
    was_captured: bool = False  # believed beside `refunded` only: samples of failed ones say true

    @property
    def has_arrived(self) -> bool:
        """Whether it is, or was until somebody refunded it, money of the shop."""
        return self.status == "captured" or (self.status == "refunded" and self.was_captured)


@dataclass(frozen=True)
class GatewayRefund:
    id: str
    payment_id: str
    amount_minor: int
    status: str  # pending, processed, failed
    notes: dict[str, str]


# --- Orders -------------------------------------------------------------------------------


def create_order(
    *,
    receipt: str,
    amount_minor: int,
    currency: str,
    notes: Mapping[str, str],
    expires_in_seconds: int | None = None,
) -> GatewayOrder:
    """Opens an order to pay. Razorpay knows no key for this, so a lost answer is looked up.

    `expires_in_seconds` is how long a late payment is still captured; after that Razorpay
    returns it by itself. `receipt` is unique per attempt, at most 40 characters.
    """
    body: dict[str, Any] = {
        "amount": amount_minor,
        "currency": currency,
        "receipt": receipt,
        "notes": dict(notes),
    }
    if expires_in_seconds is not None:
        minutes = max(SHORTEST_CAPTURE_MINUTES, math.ceil(expires_in_seconds / 60))
        body["payment"] = {
            "capture": "automatic",
            "capture_options": {
                "automatic_expiry_period": minutes,
                "manual_expiry_period": minutes,
                "refund_speed": "normal",
            },
        }
    try:
        call = _client().order.create
        return _ask(_order, call, body, purpose=ORDER, timeout=ORDER_TIMEOUT)
    except Unknown:
        made = _made_after_all(receipt)
        if made is None or (made.amount_minor, made.currency) != (
            amount_minor,
            currency,
        ):
            raise
        return made


def find_order(receipt: str) -> GatewayOrder | None:
    """The newest order with exactly this receipt."""
    call = _client().order.all
    found = _ask(_each(_order), call, {"receipt": receipt}, timeout=LOOK_UP_TIMEOUT)
    return next((order for order in found if order.receipt == receipt), None)


def fetch_order(order_id: str) -> GatewayOrder:
    return _ask(_order, _client().order.fetch, order_id)


def can_start_payments() -> bool:
    """Whether it is worth asking for a new order now; no call is made."""
    return not breakers.is_left_alone(ORDER)


def _made_after_all(receipt: str) -> GatewayOrder | None:
    try:
        return find_order(receipt)
    except GatewayError:
        return None


# --- Payments and refunds -----------------------------------------------------------------


def fetch_payment(payment_id: str) -> GatewayPayment:
    return _ask(_payment, _client().payment.fetch, payment_id)


def payments_of_order(order_id: str) -> list[GatewayPayment]:
    return _ask(_each(_payment), _client().order.payments, order_id)


def refund_payment(
    payment_id: str, *, body: Mapping[str, Any], idempotency_key: str
) -> GatewayRefund:
    """Refunds `body["amount"]` paise; the same key and body never refund twice.

    A body without a positive whole amount is refused here: Razorpay would refund everything.
    Keys are sorted, because Razorpay wants the same bytes again and a JSON column may reorder
    them. Key: 10 or more of A-Z a-z 0-9 _ -.
    """
    amount = body.get("amount")
    if type(amount) is not int or amount <= 0:  # a bool is an int, but no amount
        raise ValueError(f"a refund needs a positive whole amount in paise, not {amount!r}")
    same_bytes = json.loads(json.dumps(body, sort_keys=True))
    headers = {"X-Refund-Idempotency": idempotency_key}
    call = _client().payment.refund
    return _ask(_refund, call, payment_id, same_bytes, purpose=REFUND, headers=headers)


def refunds_of_payment(payment_id: str) -> list[GatewayRefund]:
    """The newest hundred, those made by hand in Razorpay's dashboard included."""
    call = _client().payment.fetch_multiple_refund
    return _ask(_each(_refund), call, payment_id, {"count": PAGE})


def refunds_since(moment: datetime) -> list[GatewayRefund]:
    """Every refund of the account made since, whoever made it, newest first."""
    found: list[GatewayRefund] = []
    while True:
        page = {"from": int(moment.timestamp()), "count": PAGE, "skip": len(found)}
        made = _ask(_each(_refund), _client().refund.all, page)
        found += made
        if len(made) < PAGE:
            return found


def fetch_refund(refund_id: str) -> GatewayRefund:
    return _ask(_refund, _client().refund.fetch, refund_id)


# --- Signatures ---------------------------------------------------------------------------


def is_checkout_signature_valid(
    *, gateway_order_id: str, payment_id: str, signature: str | None
) -> bool:
    """Whether Razorpay itself says this payment was made for this order.

    `gateway_order_id` is the one we stored, never the posted one: else the answer of a cheap
    order could pay for a dear one.
    """
    message = f"{gateway_order_id}|{payment_id}".encode(errors="replace")
    return _is_signed(message, signature, settings.RAZORPAY_KEY_SECRET)


def is_webhook_signature_valid(body: bytes, signature: str | None) -> bool:
    """Whether Razorpay sent exactly these bytes.

    After the secret was changed, events sent again still carry the one before.
    """
    secrets = (settings.RAZORPAY_WEBHOOK_SECRET, settings.RAZORPAY_PREVIOUS_WEBHOOK_SECRET)
    return any(_is_signed(body, signature, secret) for secret in secrets)


def _is_signed(message: bytes, signature: str | None, secret: str) -> bool:
    if not secret or not isinstance(signature, str):  # an empty secret signs nothing
        return False
    expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))


# --- One call -----------------------------------------------------------------------------

_thread = threading.local()


def _client() -> razorpay.Client:
    """This thread's client: the SDK shares one connection pool per client, unsafely."""
    key = (
        settings.RAZORPAY_BASE_URL,
        settings.RAZORPAY_KEY_ID,
        settings.RAZORPAY_KEY_SECRET,
    )
    if getattr(_thread, "key", None) != key:
        base_url, key_id, key_secret = key
        if key_id.startswith("rzp_live_") and base_url != LIVE_URL:
            raise ImproperlyConfigured(f"A live Razorpay key is only ever sent to {LIVE_URL}.")
        session = requests.Session()
        session.hooks["response"].append(_remember)
        _thread.client = razorpay.Client(
            session=session, auth=(key_id, key_secret), base_url=base_url
        )
        _thread.key = key
    return _thread.client


def _remember(response: requests.Response, *_args: Any, **_options: Any) -> None:
    """Keeps the response, whose status the SDK drops."""
    _thread.response = response


def _ask(
    read: Callable[[Any], T],
    call: Callable[..., Any],
    *words: Any,
    purpose: str = READ,
    timeout: tuple[float, float] | None = None,
    headers: dict[str, str] | None = None,
) -> T:
    """Makes one call and reads its answer, or raises one of the errors above."""
    refuse_inside_transaction("Razorpay")

    def send() -> T:
        _thread.response = None
        try:
            # The SDK writes into the headers it is given, so each call brings its own.
            return read(call(*words, timeout=timeout or TIMEOUT, headers=dict(headers or {})))
        except Exception as error:  # besides its own errors the SDK lets TypeError and others out
            raise _classified(error, _thread.response) from error

    try:
        return breakers.call(purpose, send, is_answer=_is_answer)
    except breakers.NotSent as refused:
        raise NotSent(refused) from refused
    except GatewayError as refusal:
        name = f"{getattr(call, '__self__', call).__class__.__name__}.{call.__name__}"
        logger.warning("Razorpay %s: %s: %s", name, type(refusal).__name__, refusal)
        raise


def _is_answer(error: Exception) -> bool:
    return isinstance(error, GatewayError) and error.is_answer


def _classified(error: Exception, response: requests.Response | None) -> GatewayError:
    """What an unsuccessful call means; whatever is not certain is Unknown."""
    if response is None:
        never_sent = _never_connected(error)
        return (Retryable if never_sent else Unknown)(type(error).__name__)
    status = response.status_code
    said = _error_of(response)
    description = said.get("description") or f"HTTP {status}, {type(error).__name__}"
    facts: dict[str, Any] = {"code": said.get("code") or "", "reason": said.get("reason") or ""}
    if status == 429:
        return Retryable(description, **facts)
    if facts["code"] != "BAD_REQUEST_ERROR" or not 400 <= status < 500:
        return Unknown(description, **facts)
    # Of our key, not of the request, so it will do once that is mended; of an earlier request
    # under this key, which is being done or was; of this one.
    means = {401: Retryable, 403: Retryable, 409: Unknown}.get(status, Declined)
    return means(description, **facts, is_answer=True)


def _never_connected(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, urllib3.exceptions.NewConnectionError)


def _error_of(response: requests.Response) -> dict[str, Any]:
    try:
        error = response.json()["error"]
    except (ValueError, TypeError, KeyError, requests.RequestException):
        return {}
    return error if isinstance(error, dict) else {}


# --- Reading ------------------------------------------------------------------------------


def _order(body: dict[str, Any]) -> GatewayOrder:
    receipt = body["receipt"] or ""
    return GatewayOrder(body["id"], body["amount"], body["currency"], receipt, body["status"])


def _payment(body: dict[str, Any]) -> GatewayPayment:
    return GatewayPayment(
        id=body["id"],
        order_id=body["order_id"] or "",
        amount_minor=body["amount"],
        currency=body["currency"],
        status=body["status"],
        method=body["method"] or "",
        refunded_minor=body["amount_refunded"] or 0,
        error_description=body["error_description"] or "",
        was_captured=bool(body["captured"]),
    )


def _refund(body: dict[str, Any]) -> GatewayRefund:
    notes = dict(body["notes"] or {})  # Razorpay writes no notes as []
    return GatewayRefund(body["id"], body["payment_id"], body["amount"], body["status"], notes)


def _each(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    return lambda body: [read(item) for item in body["items"]]

"""The shop's worker with failpoints around the steps of a refund: `celery -A scripts.drill.worker`.

A refund's way, and where its worker can be made to die: before it is claimed, after; before the
request leaves, after it left and before the answer is read, after the answer; after the outcome is
committed and before the task is acknowledged.
"""

import threading
from functools import wraps
from typing import Any

import django
from urllib3.connection import HTTPConnection

from config.celery import app

django.setup()

from orders import gateway, refunds  # noqa: E402  models need the set-up
from scripts.drill.failpoints import strike, wrap  # noqa: E402

__all__ = ["app"]

POINTS = (
    "before_claim", "after_claim", "before_post", "after_post", "after_reply", "after_commit",
)  # fmt: skip
_thread = threading.local()


def _named(refund_id: str) -> str:
    return refund_id


def _noted(_payment_id: str, *, body: dict[str, Any], **_named: Any) -> str:
    return str(body["notes"]["refund_id"])


def _strike_once_sent(original: Any) -> Any:
    """A connection whose request is on its way asks for the answer: the moment in between."""

    @wraps(original)
    def getresponse(connection: HTTPConnection) -> Any:
        if subject := getattr(_thread, "sending", None):
            strike("after_post", subject)
        return original(connection)

    return getresponse


def _remember_what_is_sent(original: Any) -> Any:
    @wraps(original)
    def refund_payment(*words: Any, **named: Any) -> Any:
        _thread.sending = _noted(*words, **named)
        try:
            return original(*words, **named)
        finally:
            _thread.sending = None

    return refund_payment


def _strike_once_done(original: Any) -> Any:
    @wraps(original)
    def submit_refund(refund_id: str) -> None:
        original(refund_id)
        strike("after_commit", refund_id)

    return submit_refund


wrap(refunds, "_claim", _named, before="before_claim", after="after_claim")
gateway.refund_payment = _remember_what_is_sent(gateway.refund_payment)
wrap(gateway, "refund_payment", _noted, before="before_post", after="after_reply")
HTTPConnection.getresponse = _strike_once_sent(HTTPConnection.getresponse)
refunds.submit_refund = _strike_once_done(refunds.submit_refund)

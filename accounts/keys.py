"""`Idempotency-Key`: which calls take one, and the key their effect goes by (INV-9).

A call that is sent again under its key has one effect. `config/idempotency.py` keeps the answers.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from uuid_utils.compat import uuid7

from accounts.callers import caller_of
from accounts.problems import Fault, Trouble

HEADER = "Idempotency-Key"
WRITTEN = re.compile(r"[!-~]{8,128}", re.ASCII)  # printable, without spaces
NEEDED, WELCOME = "needed", "welcome"
_MARK = "_takes_key"

View = TypeVar("View", bound=Callable[..., Any])


def once_per_key(view: View) -> View:
    """The call creates something; sent again under the same key it answers what it answered."""
    setattr(view, _MARK, WELCOME)
    return view


def only_with_key(view: View) -> View:
    """The same for what moves stock or money: without a key it is refused."""
    setattr(view, _MARK, NEEDED)
    return view


def takes_key(view: Callable[..., Any]) -> str:
    """NEEDED, WELCOME, or nothing where a key means nothing."""
    return str(getattr(view, _MARK, ""))


def key_of(request: HttpRequest, *, is_needed: bool) -> str:
    """The key as it was sent; empty without one. Raises Trouble for what cannot be one."""
    key = request.headers.get(HEADER, "")
    if key and WRITTEN.fullmatch(key):
        return key
    if not key and not is_needed:
        return ""
    detail = f"Send {HEADER}: 8 to 128 printable letters, new for each thing you mean to do."
    fault = Fault(parameter=HEADER, detail=detail)
    raise Trouble(400, detail, name="idempotency-key-needed", faults=[fault])


def effect_key(request: HttpRequest) -> str:
    """What the effect of this call goes by, 32 letters: the caller's key, or a new one.

    Operations find by it what they did for the same call before, even if its answer was lost.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return uuid7().hex
    return salted_hmac(
        "accounts.keys", f"{caller_of(request).name}:{key}", algorithm="sha256"
    ).hexdigest()[:32]

"""Six digits that prove a phone or an e-mail of somebody who is signed in already.

django-allauth sends the codes that sign in. These are for what comes later: a new e-mail, a new
number, or “is it still you?”. A pending code lives in the session, as a keyed hash.
"""

import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from uuid_utils.compat import uuid7

from accounts.budgets import spend_code, spend_guess
from accounts.errors import CodeGone, WrongCode
from accounts.models import MessageChannel
from accounts.outbox import post

SECONDS_GOOD = 300
MOST_TRIES = 3
SECONDS_BETWEEN = 30

Session = MutableMapping[str, Any]


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def post_code(code: str, *, to: str, channel: str) -> None:
    """Owe somebody a code; the outbox forgets it once it is sent."""
    post(
        "accounts/emails/code.html",
        to=to,
        key=f"code:{uuid7().hex}",
        channel=channel,
        context={"code": code, "minutes": SECONDS_GOOD // 60},
        is_secret=True,
    )


def send_code(session: Session, purpose: str, *, to: str, ip: str) -> None:
    """Send six digits to this phone or e-mail, to be typed in this session for this purpose.

    OverBudget when too many were sent. An earlier code of the purpose is worth nothing now.
    """
    by_sms = "@" not in to
    spend_code(to, ip=ip, by_sms=by_sms)
    code = new_code()
    post_code(code, to=to, channel=MessageChannel.SMS if by_sms else MessageChannel.EMAIL)
    session[_place(purpose)] = {"to": to, "code": _hashed(code), "at": time.time(), "tries": 0}


def pending_contact(session: Session, purpose: str) -> str:
    """Where the code of this purpose went; empty when there is none that is still good."""
    pending = session.get(_place(purpose))
    if pending is None or time.time() - pending["at"] > SECONDS_GOOD:
        return ""
    return str(pending["to"])


def seconds_to_wait(session: Session, purpose: str) -> int:
    """How long until another code may be sent; 0: now."""
    pending = session.get(_place(purpose))
    return wait_after(pending["at"]) if pending else 0


def wait_after(sent_at: float) -> int:
    """Seconds of the half minute between two codes that are left."""
    return max(0, round(SECONDS_BETWEEN - (time.time() - sent_at)))


def take_code(session: Session, purpose: str, typed: str) -> str:
    """The phone or e-mail this code proves; a code is taken once.

    WrongCode, CodeGone or OverBudget: nothing is proven.
    """
    to = pending_contact(session, purpose)
    if not to:
        session.pop(_place(purpose), None)
        raise CodeGone
    spend_guess(to)
    pending = dict(session[_place(purpose)])
    if constant_time_compare(pending["code"], _hashed("".join(typed.split()))):
        del session[_place(purpose)]
        return to
    pending["tries"] += 1
    session[_place(purpose)] = pending
    if pending["tries"] >= MOST_TRIES:
        del session[_place(purpose)]
    raise WrongCode(MOST_TRIES - pending["tries"])


def forget_code(session: Session, purpose: str) -> None:
    session.pop(_place(purpose), None)


def _place(purpose: str) -> str:
    return f"code.{purpose}"


def _hashed(code: str) -> str:
    return salted_hmac("accounts.codes", code, algorithm="sha256").hexdigest()

"""How often one may: codes sent to a phone, guesses at them, codes asked for from one network.

Counted in the database, so the limits hold while Redis is away. Each key keeps the moments of
what it did, so a budget is exact over any stretch of time, and its wait is true to the second.
"""

import hashlib
import hmac
import ipaddress
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from accounts.errors import OverBudget
from accounts.models import Allowance, Message, MessageChannel

HOUR, DAY = 3600, 24 * 3600
MOST_TRIES = 20  # as many rivals may write the same key between our look and our writing
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Budget:
    """So many in so many seconds, each window by itself."""

    name: str
    windows: tuple[tuple[int, int], ...]
    refusal: str

    @property
    def memory(self) -> int:
        return max(seconds for _, seconds in self.windows)

    def wait(self, spent: list[float], now: float) -> float:
        """Seconds until one more fits into every window; 0: now."""
        waits = [0.0]
        for most, seconds in self.windows:
            recent = [at for at in spent if at > now - seconds]
            if len(recent) >= most:
                waits.append(recent[len(recent) - most] + seconds - now)
        return max(waits)


def codes_to_one() -> Budget:
    return Budget(
        "code",
        (
            (settings.CODES_TO_ONE_AN_HOUR, HOUR),
            (settings.CODES_TO_ONE_A_DAY, DAY),
        ),
        "We sent as many codes there as we may.",
    )


def codes_from_one_network() -> Budget:
    return Budget(
        "network",
        ((settings.CODES_FROM_ONE_NETWORK_AN_HOUR, HOUR),),
        "Too many codes were asked for from your network.",
    )


def guesses() -> Budget:
    return Budget(
        "guess",
        ((settings.GUESSES_AN_HOUR, HOUR),),
        "Too many codes were tried.",
    )


def spend_code(contact: str, *, ip: str, by_sms: bool) -> None:
    """Count one code that is about to be sent to this phone or e-mail.

    OverBudget when this contact, this network, or the shop as a whole sent too many.
    """
    if by_sms:
        refuse_flood()
    spend(codes_from_one_network(), network_of(ip))
    spend(codes_to_one(), contact)


def spend_guess(contact: str) -> None:
    """Count one try at a code of this phone or e-mail, whichever browser it comes from.

    Counted before it is looked at, so that a right code past the budget opens nothing either.
    """
    spend(guesses(), contact)


def refuse_flood() -> None:
    """OverBudget when the shop sent as many codes by SMS in the last minute as it may."""
    last_minute = Message.objects.filter(
        created_at__gt=timezone.now() - MINUTE, channel=MessageChannel.SMS, is_secret=True
    )
    if last_minute.count() >= settings.SMS_CODES_A_MINUTE:
        raise OverBudget("We send no more codes by SMS this minute.", MINUTE.total_seconds())


def spend(budget: Budget, who: str) -> None:
    """Count one for this key; OverBudget, and nothing counted, when a window is full.

    Of two at the last place one gets it: the row is written only as it was seen.
    """
    key = f"{budget.name}:{_hashed(who)}"
    for _ in range(MOST_TRIES):
        row, now = _row(key), time.time()
        spent = [at for at in row.spent_at if at > now - budget.memory]
        wait = budget.wait(spent, now)
        if wait > 0:
            raise OverBudget(budget.refusal, wait)
        seen = Allowance.objects.filter(key=key, version=row.version)
        later = {"version": row.version + 1, "touched_at": timezone.now()}
        if seen.update(spent_at=[*spent, now], **later):
            return
    raise OverBudget(budget.refusal, 1)


def forget_idle() -> int:
    """Remove what no window remembers any more; how many."""
    return Allowance.objects.filter(touched_at__lt=timezone.now() - timedelta(days=2)).delete()[0]


def network_of(ip: str) -> str:
    """The address itself; of IPv6 the half that is one household's."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def _row(key: str) -> Allowance:
    found = Allowance.objects.filter(key=key).first()
    if found is not None:
        return found
    try:
        return Allowance.objects.create(key=key)
    except IntegrityError:  # somebody else made it in between
        return Allowance.objects.get(key=key)


def _hashed(who: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"budget:{who}".encode(), hashlib.sha256).hexdigest()[:48]

"""When a parcel reaches a PIN code, what that costs, and whether we go there at all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from shop.errors import NoExpress, NotServed
from shop.models import DeliveryMethod, PinCode
from shop.money import Money

SUNDAY = 6


@dataclass(frozen=True)
class Express:
    """The faster way, where there is one: its day and what it costs whatever is ordered."""

    arrives_on: date
    fee: Money


@dataclass(frozen=True)
class Delivery:
    """What we promise an address: the day, the fee, and how it may be paid."""

    pin: str
    city: str
    state: str
    arrives_on: date
    fee: Money | None  # None: the usual rule, free from a certain total on
    has_cod: bool
    state_code: str = ""
    express: Express | None = None

    def express_by(self, method: str) -> Express | None:
        """What is special about this method; None for the standard one.

        Raises NoExpress where there is none (any more).
        """
        if method != DeliveryMethod.EXPRESS:
            return None
        if self.express is None:
            raise NoExpress(self.pin)
        return self.express

    def arrival_by(self, method: str) -> date:
        express = self.express_by(method)
        return express.arrives_on if express else self.arrives_on

    def returnable_until(self, days: int) -> date:
        """The last of so many days to return it, if it arrives when we say."""
        return self.arrives_on + timedelta(days=days)


def delivery_to(pin: str, *, now: datetime) -> Delivery:
    """What an order placed at `now` can expect at this PIN code of six digits; one query.

    Cash on delivery is offered only while the whole shop does. Raises NotServed.
    """
    row = row_of(pin)
    return Delivery(
        pin=pin,
        city=row.city,
        state=row.get_state_display() if row.state else "",
        arrives_on=arrival_of(now, days=row.days),
        fee=_fee(row),
        has_cod=row.has_cod and settings.CASH_ON_DELIVERY,
        state_code=row.state,
        express=_express(row, now),
    )


def fee_for(pin: str) -> Money | None:
    """What delivery to this PIN code costs whatever is ordered; None where the usual rule holds.

    Raises NotServed.
    """
    return _fee(row_of(pin))


def row_of(pin: str) -> PinCode:
    """The row that counts for a PIN code: of the prefixes that fit, the longest.

    A table with no rows at all says nothing: then every PIN code is served as the model's
    defaults have it, so that a new shop sells before anybody imports a file. Raises NotServed.
    """
    prefixes = [pin[:length] for length in range(1, len(pin) + 1)]
    fitting = PinCode.objects.filter(prefix__in=prefixes)
    row = max(fitting, key=lambda row: len(row.prefix), default=None)
    if row is None and not PinCode.objects.exists():
        return PinCode(prefix=pin)
    if row is None or not row.is_served:
        raise NotServed(pin)
    return row


def arrival_of(now: datetime, *, days: int) -> date:
    """The day an order placed at `now` arrives: so many working days after it leaves.

    It leaves the same working day until ORDER_CUTOFF_HOUR in India, else the next one. Every day
    but Sunday is a working day, for us as for the couriers.
    """
    here = timezone.localtime(now)
    day = here.date()
    if day.weekday() == SUNDAY or here.hour >= settings.ORDER_CUTOFF_HOUR:
        day = next_working_day(day)
    for _ in range(days):
        day = next_working_day(day)
    return day


def next_working_day(day: date) -> date:
    tomorrow = day + timedelta(days=1)
    return tomorrow + timedelta(days=1) if tomorrow.weekday() == SUNDAY else tomorrow


def _express(row: PinCode, now: datetime) -> Express | None:
    if row.express_days is None:
        return None
    fee = row.express_fee_minor
    return Express(
        arrives_on=arrival_of(now, days=row.express_days),
        fee=Money(settings.EXPRESS_FEE_MINOR if fee is None else fee),
    )


def _fee(row: PinCode) -> Money | None:
    return None if row.fee_minor is None else Money(row.fee_minor)

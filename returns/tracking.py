"""What a customer reads about a return: the money and its day, every step, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from orders.models import Refund
from orders.states import RefundStatus
from returns.models import ReturnCase, ReturnEvent, ReturnLine, ReturnUnit
from returns.promises import checked_after_arrival, checked_by, money_by, pickup_days
from returns.resolution import amount_of
from returns.states import ACCEPTED_VERDICTS, GIVEN_UP, ReturnStatus, Verdict
from shop.money import Money

STUCK = frozenset({RefundStatus.FAILED, RefundStatus.NEEDS_ATTENTION})
COMING = (ReturnStatus.FILED, ReturnStatus.APPROVED, ReturnStatus.PICKED_UP, ReturnStatus.RECEIVED)


@dataclass(frozen=True)
class Knot:
    """One step of the thread."""

    title: str
    at: datetime | None = None
    state: str = "next"  # done, now, next or fault
    note: str = ""


@dataclass(frozen=True)
class Row:
    """What one line of a return came to: so many accepted, so much for them."""

    line: ReturnLine
    accepted: int
    amount: Money
    refused: tuple[ReturnUnit, ...] = ()


@dataclass(frozen=True)
class Split:
    """The arithmetic of a settled return, or of one that is still coming if all of it passes."""

    rows: tuple[Row, ...]
    fees: Money
    return_fee: Money
    total: Money

    @property
    def went_before(self) -> Money:
        back = sum((row.amount for row in self.rows), Money(0))
        return back + self.fees - self.return_fee - self.total


@dataclass(frozen=True)
class Story:
    """The case as its page tells it."""

    case: ReturnCase
    lines: Sequence[ReturnLine]
    refunds: Sequence[Refund]
    reached: dict[str, datetime]

    @property
    def is_coming(self) -> bool:
        return self.case.status in COMING

    @property
    def is_refunded(self) -> bool:
        return self.case.is_refunded_by(self.refunds)

    @property
    def paid_at(self) -> datetime | None:
        times = (refund.processed_at for refund in self.refunds if refund.processed_at)
        return max(times, default=None)

    @property
    def is_stuck(self) -> bool:
        return any(refund.status in STUCK for refund in self.refunds)

    @property
    def split(self) -> Split:
        units = [(line, unit) for line in self.lines for unit in line.units.all()]
        back = [u for _, u in units if self.is_coming or u.verdict in ACCEPTED_VERDICTS]
        for line, unit in units:
            unit.line = line
        amount = amount_of(self.case, back)
        paid = {part.key: Money(0) for part in amount.parts}
        for part in amount.parts:
            paid[part.key] += part.amount
        rows = tuple(
            _row(line, back, paid.get(line.order_line_id, Money(0))) for line in self.lines
        )
        settled = sum((refund.amount for refund in self.refunds), Money(0))
        total = amount.total if self.is_coming else settled
        return Split(rows, amount.fees, amount.return_fee, total)

    @property
    def checked_on(self) -> date:
        """By when the check is done, as far as it has come."""
        case = self.case
        if case.received_at:
            return checked_after_arrival(case.received_at)
        if case.picked_up_at:
            return checked_by(case.way, timezone.localtime(case.picked_up_at).date())
        soonest = pickup_days(timezone.now())[0]
        return checked_by(case.way, max(case.pickup_on or soonest, soonest))

    @property
    def money_on(self) -> date:
        case = self.case
        checked = timezone.localtime(case.inspected_at).date() if case.inspected_at else None
        return money_by(case.refund_to, checked or self.checked_on)

    @property
    def headline(self) -> str:
        """Money and date first, whatever stands."""
        match ReturnStatus(self.case.status):
            case ReturnStatus.DECLINED:
                return "Declined: nothing travels, and you keep it"
            case ReturnStatus.WITHDRAWN:
                return "Withdrawn: you keep it"
            case ReturnStatus.LAPSED:
                return "Closed: it was never sent"
            case ReturnStatus.REFUSED:
                return "Not accepted: no money goes back"
        total = self.split.total
        if self.is_refunded:
            day = f" on {timezone.localtime(self.paid_at):%a, %-d %b}" if self.paid_at else ""
            return f"{total} went back to you{day}"
        if not total:
            return "Settled: it had gone back to you before"
        if self.is_stuck:
            return f"{total} is owed to you: the bank did not take it yet"
        return f"{total} {self._to} by {self.money_on:%a, %-d %b}"

    @property
    def _to(self) -> str:
        return {"upi": "to your UPI", "bank": "to your bank account"}.get(
            self.case.refund_to, "back to you"
        )

    @property
    def knots(self) -> list[Knot]:
        """From filed to the money, or to where it stopped; a refund that failed is its own knot."""
        case, reached = self.case, self.reached
        path = [ReturnStatus.FILED, ReturnStatus.APPROVED, ReturnStatus.PICKED_UP]
        path += [ReturnStatus.RECEIVED]
        done = [Knot(_title(step), reached[step], "done") for step in path if step in reached]
        if case.status in GIVEN_UP:
            state = "done" if case.status == ReturnStatus.WITHDRAWN else "fault"
            end = ReturnStatus(case.status)
            return [*done, Knot(_title(end), reached.get(end), state)]
        if case.status in {ReturnStatus.ACCEPTED, ReturnStatus.REFUSED}:
            return [*done, *self._end]
        to_come = path[path.index(ReturnStatus(case.status)) + 1 :]
        if not case.is_pickup:
            to_come = [step for step in to_come if step != ReturnStatus.PICKED_UP]
        done[-1] = Knot(done[-1].title, done[-1].at, "now", self.next_step)
        ahead = [Knot(_title(step), note=self._promise(step)) for step in to_come]
        checked = Knot("Checked", note=f"by {self.checked_on:%a, %-d %b}")
        return [*done, *ahead, checked, Knot("Refunded", note=f"by {self.money_on:%a, %-d %b}")]

    @property
    def _end(self) -> list[Knot]:
        at = self.case.inspected_at
        if self.case.status == ReturnStatus.REFUSED:
            return [Knot("Checked", at, "done"), Knot("Not accepted", at, "fault")]
        checked = Knot("Checked", at, "done")
        if self.is_refunded:
            return [checked, Knot("Refunded", self.paid_at, "done")]
        if self.is_stuck:
            note = "A person looks at it within a working day and sends it again. You lose nothing."
            return [checked, Knot("Refund did not go through", None, "fault", note)]
        if not self.refunds:
            return [checked, Knot("Settled", at, "done")]
        note = f"by {self.money_on:%a, %-d %b}"
        return [checked, Knot("Money on its way", None, "now", note)]

    def _promise(self, step: ReturnStatus) -> str:
        case = self.case
        if step == ReturnStatus.PICKED_UP and case.pickup_on:
            return f"{case.pickup_on:%a, %-d %b}"
        return ""

    @property
    def next_step(self) -> str:
        """What happens next, and who does it."""
        case = self.case
        match ReturnStatus(case.status):
            case ReturnStatus.FILED:
                return "A person looks at it within a day."
            case ReturnStatus.APPROVED if case.is_pickup:
                return "Have it packed, and the code ready for the courier."
            case ReturnStatus.APPROVED:
                return "Pack it and send it to us."
            case ReturnStatus.PICKED_UP:
                return "It is on its way to us."
            case ReturnStatus.RECEIVED:
                return "We look at every piece."
        return ""


def story_of(case: ReturnCase, events: Sequence[ReturnEvent]) -> Story:
    """Everything its page tells; the case's lines with their units, its refunds, its history."""
    lines = case.lines.select_related("order_line").prefetch_related("units__photos", "photos")
    refunds = case.refunds().shown_to_customer().select_related("payment")
    reached = {event.status: event.at for event in events if event.status}
    return Story(case, list(lines), list(refunds), reached)


def _row(line: ReturnLine, back: Sequence[Any], amount: Money) -> Row:
    accepted = sum(unit.line == line for unit in back)
    refused = tuple(u for u in line.units.all() if u.verdict == Verdict.REFUSED)
    return Row(line, accepted, amount, refused)


def _title(step: ReturnStatus) -> str:
    return "Arrived" if step == ReturnStatus.RECEIVED else step.label

"""What follows from a passed inspection: the refund, to the paisa, and the units back on sale."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from django.conf import settings

from accounts.models import User
from orders.errors import RequesterUnknown
from orders.models import Order, OrderLine
from orders.refunds import request_refund
from returns.amounts import OUR_FAULTS, Amount, LinePaid, Units, amount_back
from returns.history import record
from returns.models import ReturnCase, ReturnUnit
from returns.states import ACCEPTED_VERDICTS
from shop import stock
from shop.money import Money


class Item(Protocol):
    """So many of one order line, and why: what a form asks for, before there is a case."""

    @property
    def line(self) -> OrderLine: ...
    @property
    def quantity(self) -> int: ...
    @property
    def reason(self) -> str: ...


def preview(order: Order, items: Iterable[Item]) -> Amount:
    """What would go back if all of these pass the check; asks for nothing and changes nothing."""
    units = [Units(item.line.pk, item.quantity, item.reason in OUR_FAULTS) for item in items]
    return _amount(order, list(order.lines.all()), units, _accepted(order))


def amount_of(case: ReturnCase, units: Iterable[ReturnUnit]) -> Amount:
    """What goes back for these units of the case; of the desk's page: if these pass."""
    counted = Counter((unit.line.order_line_id, unit.line.reason in OUR_FAULTS) for unit in units)
    coming = [Units(line, count, is_ours) for (line, is_ours), count in counted.items()]
    lines = list(case.order.lines.all())
    before = _accepted(case.order, but=case)
    return _amount(case.order, lines, coming, before, is_fee_paid=_took_a_fee(case.follows))


def _took_a_fee(case: ReturnCase | None) -> bool:
    """Whether the return this one follows was charged the fee that is taken once."""
    if case is None:
        return False
    accepted = ReturnUnit.objects.filter(line__case=case, verdict__in=ACCEPTED_VERDICTS)
    return any(unit.line.reason not in OUR_FAULTS for unit in accepted.select_related("line"))


def resolve(
    case: ReturnCase, accepted: Sequence[ReturnUnit], *, by: str, by_user: User | None = None
) -> Amount:
    """Refund the accepted units and restock the resellable ones, inside the inspection's
    transaction.

    The worker carries the refund out; one above FOUR_EYES_ABOVE waits until somebody other than
    `by_user` approves it. Raises RequesterUnknown without a user then, NotRefundable when the
    money went another way at this very moment.
    """
    restocked = stock.summed(
        (unit.line.order_line.variant_id, 1) for unit in accepted if unit.is_restocked
    )
    stock.restock(restocked, reference=case.number)
    _lock_lines(accepted)
    amount = amount_of(case, accepted)
    if amount.went_before:
        record(case, f"{amount.went_before} of it had gone back to you before")
    if amount.total:
        reason = f"Return {case.number}"
        request_refund(
            case.order, amount.total, key=case.refund_key, reason=reason, by=by,
            requester=_requester(amount.total, by_user),
        )  # fmt: skip
    return amount


def _requester(amount: Money, by_user: User | None) -> User | None:
    """Who asks a second person, where the amount is large enough to need one."""
    if amount.minor <= settings.FOUR_EYES_ABOVE_MINOR:
        return None
    if by_user is None:
        raise RequesterUnknown
    return by_user


def _amount(
    order: Order,
    lines: Sequence[OrderLine],
    units: Sequence[Units],
    before: Counter[tuple[UUID, bool]],
    *,
    is_fee_paid: bool = False,
) -> Amount:
    left = sum((payment.refundable for payment in order.payments.all()), Money(0, order.currency))
    paid = [_line_paid(line, before, is_fee_paid) for line in lines]
    return amount_back(paid, units, fees=order.fees, left=left)


def _line_paid(line: OrderLine, before: Counter[tuple[UUID, bool]], is_fee_paid: bool) -> LinePaid:
    ours, theirs = before[line.pk, True], before[line.pk, False]
    return LinePaid(
        key=line.pk,
        paid=line.paid,
        tax=line.tax.amount,
        quantity=line.quantity,
        back=ours + theirs + line.returned_quantity,  # those a carrier brought back count too
        back_by_our_fault=ours,
        return_fee=Money(0) if is_fee_paid else line.return_terms.fee,
    )


def _accepted(order: Order, *, but: ReturnCase | None = None) -> Counter[tuple[UUID, bool]]:
    """Units of the order that other cases have paid back, by line and whether our fault."""
    units = ReturnUnit.objects.filter(
        line__case__order=order, verdict__in=ACCEPTED_VERDICTS
    ).select_related("line")  # whole rows: MongoDB mixes up columns of two tables
    others = units.exclude(line__case=but) if but is not None else units
    return Counter((unit.line.order_line_id, unit.line.reason in OUR_FAULTS) for unit in others)


def _lock_lines(units: Sequence[ReturnUnit]) -> None:
    """So that two inspections at once do not both miss the other's units.

    Where the engine cannot, the payment's guarded update makes one of them wait.
    """
    lines = {unit.line.order_line_id for unit in units}
    list(OrderLine.objects.select_for_update().filter(pk__in=lines).order_by("pk"))

"""Returns of the past: filed, received, inspected unit by unit, refunded or refused with a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.people import WAREHOUSE
from demo.seed.book import Book, Letter, number_of
from demo.seed.pictures import stand_in_photo
from demo.seed.purchases import Comeback, Purchase
from demo.seed.refunds import pay_back
from orders.models import OrderLine, Payment
from returns.models import Disposition, ReturnCase, ReturnEvent, ReturnLine, ReturnPhoto, ReturnUnit
from returns.states import (
    GIVEN_UP,
    NEEDS_PHOTO,
    Grade,
    RefundTo,
    Refused,
    ReturnStatus,
    ReturnWay,
    Verdict,
)
from shop.models import StockMovement
from shop.return_terms import ReturnReason

SAID = {
    ReturnReason.TOO_SMALL: "Tight across the shoulders. I should have taken the next size.",
    ReturnReason.TOO_LARGE: "Longer than I thought; the sleeves cover my hands.",
    ReturnReason.NOT_AS_SHOWN: "Nice cloth, but the colour is warmer than on my screen.",
    ReturnReason.CHANGED_MIND: "",
    ReturnReason.DAMAGED: "There is a pulled thread below the collar.",
}
REFUSALS = (
    (Refused.WORN, "Collar and cuffs show that it was worn; the tag is gone."),
    (Refused.DAMAGED, "A cut of 3 cm at the hem that was not there when we packed it."),
    (Refused.WORN, "It was washed: the cloth has shrunk and smells of detergent."),
)
DECLINED = "Altered by a tailor, as you wrote; we cannot sell it again."

TO_FILE, TO_ARRIVE, TO_INSPECT = timedelta(days=1.5), timedelta(days=3.5), timedelta(days=1)
TO_CHOOSE = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One state a case reached."""

    at: datetime
    status: ReturnStatus
    text: str
    by: str = ""


def send_back(
    book: Book, purchase: Purchase, payment: Payment, lines: Sequence[OrderLine], since: datetime
) -> None:
    """One return of the first line, as far as it has come since the delivery."""
    line, comeback = lines[0], purchase.comeback
    quantity = line.quantity if comeback is Comeback.PARTLY else 1
    passed = 1 if comeback in {Comeback.PASSED, Comeback.PARTLY} else 0
    refusal = purchase.dice("refusal").choice(REFUSALS)
    steps = _steps(purchase, since + TO_FILE, passed, quantity, refusal[1])
    steps = [step for step in steps if step.at <= book.now]
    if not steps:
        return
    case = book.add(_case(purchase, payment, steps))
    for step in steps:
        book.add(ReturnEvent(case=case, at=step.at, status=step.status, text=step.text, by=step.by))
    if case.status not in GIVEN_UP:
        line.claimed_quantity = quantity
    returned = book.add(_line(purchase, case, line, quantity))
    for place in range(quantity):
        book.add(_unit(case, returned, place, is_sound=place < passed, refusal=refusal))
    if case.inspected_at is not None and passed < quantity:
        book.add(_disposition(purchase, case, book.now))
    if returned.reason in NEEDS_PHOTO:
        _photograph(book, returned, steps[0].at)
    _write_letters(book, case, steps, refusal[1])
    if case.status == ReturnStatus.ACCEPTED:
        _resolve(book, case, payment, line, passed, steps[-1].at)


def _unit(
    case: ReturnCase, line: ReturnLine, place: int, *, is_sound: bool, refusal: tuple[Refused, str]
) -> ReturnUnit:
    """One garment: here once its parcel is, graded and judged once it was inspected."""
    unit = ReturnUnit(line=line, position=place + 1, received_at=case.received_at)
    if case.inspected_at is not None and is_sound:
        unit.grade, unit.verdict = Grade.RESELLABLE, Verdict.PASSED
    elif case.inspected_at is not None:
        unit.grade, unit.verdict = Grade.SCRAP, Verdict.REFUSED
        unit.refused_for, unit.note = refusal
    return unit


def _disposition(purchase: Purchase, case: ReturnCase, now: datetime) -> Disposition:
    """Refused items: the customer chose after a day, and staff did it two days later."""
    opened_at = case.inspected_at or now
    row = Disposition(case=case, opened_at=opened_at, choose_by=opened_at + TO_CHOOSE)
    if opened_at + TO_CHOOSE / 7 < now:
        row.choice, row.chosen_at = Disposition.Choice.SEND_BACK, opened_at + TO_CHOOSE / 7
    if opened_at + TO_CHOOSE * 3 / 7 < now:
        row.done_at, row.done_by = opened_at + TO_CHOOSE * 3 / 7, WAREHOUSE.full_name
        row.carrier = "Delhivery"
        row.tracking_number = f"DL{purchase.dice('sent back').randrange(10**9):09}"
    return row


def _steps(
    purchase: Purchase, filed_at: datetime, passed: int, quantity: int, note: str
) -> list[Step]:
    """The whole life of the case, in order, whether or not it has come to it yet."""
    shopper, staff = purchase.shopper, WAREHOUSE.full_name
    filed = Step(filed_at, ReturnStatus.FILED, "Return filed", shopper)
    if purchase.comeback is Comeback.FILED:
        return [filed]
    if purchase.comeback is Comeback.DECLINED:
        declined_at = filed_at + timedelta(hours=5)
        return [filed, Step(declined_at, ReturnStatus.DECLINED, f"Declined: {DECLINED}", staff)]
    approved_at = filed_at + timedelta(seconds=1)
    text = "Approved: inside the return window"
    opened = [filed, Step(approved_at, ReturnStatus.APPROVED, text)]
    if purchase.comeback is Comeback.WITHDRAWN:
        at = filed_at + timedelta(hours=20)
        return [*opened, Step(at, ReturnStatus.WITHDRAWN, "Withdrawn", shopper)]
    if purchase.comeback is Comeback.PICKED_UP:
        at = filed_at + timedelta(hours=21)
        return [*opened, Step(at, ReturnStatus.PICKED_UP, "Picked up by the courier", staff)]
    if purchase.comeback is Comeback.LAPSED:
        at = filed_at + timedelta(days=10)
        return [*opened, Step(at, ReturnStatus.LAPSED, "Closed: it was not sent in time")]
    received_at = filed_at + TO_ARRIVE
    verdict = (
        (ReturnStatus.ACCEPTED, f"{passed} of {quantity} passed our check")
        if passed
        else (ReturnStatus.REFUSED, f"Not accepted: {note}")
    )
    return [
        *opened,
        Step(received_at, ReturnStatus.RECEIVED, "Your parcel reached our warehouse", staff),
        Step(received_at + TO_INSPECT, *verdict, staff),
    ]


def _case(purchase: Purchase, payment: Payment, steps: list[Step]) -> ReturnCase:
    reached = {step.status: step.at for step in steps}
    inspected = reached.get(ReturnStatus.ACCEPTED) or reached.get(ReturnStatus.REFUSED)
    return ReturnCase(
        number=number_of("RT", purchase.name),
        key=f"demo-{purchase.name}",
        order=payment.order,
        status=steps[-1].status,
        filed_at=steps[0].at,
        picked_up_at=reached.get(ReturnStatus.PICKED_UP),
        received_at=reached.get(ReturnStatus.RECEIVED),
        inspected_at=inspected,
        way=ReturnWay.DROP_OFF,
        refund_to=RefundTo.SOURCE,
    )


def _line(purchase: Purchase, case: ReturnCase, line: OrderLine, quantity: int) -> ReturnLine:
    reason = purchase.dice("reason").choice(list(SAID))
    if "saree" in line.picture.get("key", "") and reason in list(SAID)[:2]:
        reason = ReturnReason.NOT_AS_SHOWN  # a saree has no size to be wrong
    return ReturnLine(
        case=case, order_line=line, quantity=quantity, reason=reason, comment=SAID[reason]
    )


def _photograph(book: Book, returned: ReturnLine, at: datetime) -> None:
    content = stand_in_photo(returned.order_line.picture.get("key", ""))
    if content is None:
        return
    photo = ReturnPhoto(line=returned, uploaded_at=at)
    photo.file.save(f"demo-{returned.case.number}.jpg", content, save=False)
    book.add(photo)


def _write_letters(book: Book, case: ReturnCase, steps: list[Step], note: str) -> None:
    reached = {step.status: step.at for step in steps}
    letters: tuple[tuple[ReturnStatus, str, dict[str, str]], ...] = (
        (ReturnStatus.APPROVED, "approved", {}),
        (ReturnStatus.REFUSED, "refused", {"note": note}),
    )
    for status, name, more in letters:
        if status in reached:
            context = {"case": case.number, **more}
            template = f"returns/emails/{name}.html"
            book.letters.append(
                Letter(case.order, template, reached[status], key=case.number, more=context)
            )


def _resolve(
    book: Book, case: ReturnCase, payment: Payment, line: OrderLine, passed: int, at: datetime
) -> None:
    """What a passed inspection sets off: the units are for sale again, the money goes back."""
    restock = StockMovement.Cause.RESTOCK
    book.move_stock(line.variant, restock, case.number, at, on_hand=passed)
    pay_back(
        book, payment, line.unit_price * passed, key=case.refund_key,
        reason=f"Return {case.number}", at=at, by=WAREHOUSE.full_name,
    )  # fmt: skip

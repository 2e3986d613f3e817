"""Tax invoices: issued once, when the first parcel is packed; numbered without a gap.

The number is counted by an UPDATE in the transaction that issues: if that rolls back, so does the
count, and whoever issues next waits for it. Everything an invoice says is copied when it is issued.
Should the shop stop between packing and issuing, it is issued before the parcel is handed over.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.places import GST_STATE_CODES, INDIAN_STATES
from accounts.transactions import durable_transaction
from orders.models import Invoice, InvoiceSeries, Order, OrderLine, Parcel
from orders.tax import Tax
from orders.taxation import freeze_missing_tax

PREFIX = "VA"
BATCH = 500
STATE_NAMES = dict(INDIAN_STATES)


def financial_year(moment: datetime) -> str:
    """Like 2627 for April 2026 to March 2027, by the calendar of India."""
    day: date = timezone.localtime(moment).date()
    begun = day.year if day.month >= 4 else day.year - 1
    return f"{begun % 100:02d}{(begun + 1) % 100:02d}"


def issue_invoice(order: Order, *, at: datetime | None = None) -> Invoice:
    """The order's invoice, issued now unless it has one; never called inside a transaction.

    Its number is taken, and its content written, in one short transaction of its own, so that
    those who pack at the same moment hardly wait for each other.
    """
    issued: Invoice | None = Invoice.objects.filter(order=order).first()
    if issued is not None:
        return issued
    moment = at or timezone.now()
    _open_series(financial_year(moment))
    freeze_missing_tax(order)
    try:
        return _issue(order, moment)
    except IntegrityError:  # somebody issued it at the same moment
        return Invoice.objects.get(order=order)


def issue_missing_invoices() -> Iterator[Invoice]:
    """Issue what orders lack whose parcels were packed before the shop issued invoices, the oldest
    first, with numbers and the day of now: no number is written into the past.

    Idempotent; stopped half-way it is simply run again.
    """
    last = None
    while batch := _packed_after(last):
        last = batch[-1]
        have = set(Invoice.objects.filter(order_id__in=batch).values_list("order_id", flat=True))
        missing = Order.objects.filter(pk__in=[pk for pk in batch if pk not in have])
        for order in missing.order_by("pk"):
            yield issue_invoice(order)


def _packed_after(last: UUID | None) -> list[UUID]:
    """The keys of the next orders that have a parcel."""
    parcels = Parcel.objects.current().order_by("order_id")
    left = parcels if last is None else parcels.filter(order_id__gt=last)
    return list(dict.fromkeys(left.values_list("order_id", flat=True)[:BATCH]))


def _open_series(year: str) -> None:
    """See that a year has its counter: of many who begin it at once one writes the row."""
    if not InvoiceSeries.objects.filter(financial_year=year).exists():
        with suppress(IntegrityError):
            _begin_series(year)


@durable_transaction
def _begin_series(year: str) -> None:
    InvoiceSeries.objects.create(financial_year=year)


@durable_transaction
def _issue(order: Order, at: datetime) -> Invoice:
    year = financial_year(at)
    place = _next_place(year)
    tax = order.tax or Tax(order.total_minor)
    invoice: Invoice = Invoice.objects.create(
        order=order,
        number=f"{PREFIX}/{year}/{place:06d}",
        financial_year=year,
        place=place,
        issued_at=at,
        total_minor=order.total_minor,
        taxable_minor=tax.taxable_minor,
        tax_minor=tax.minor,
        content=content_of(order),
    )
    return invoice


def _next_place(year: str) -> int:
    """Count the year's series up; the row stays locked until the invoice is committed."""
    series = InvoiceSeries.objects.filter(financial_year=year)
    if not series.update(last=F("last") + 1):
        raise RuntimeError(f"The invoice series of {year} was not opened")
    return series.get().last


def content_of(order: Order) -> dict[str, Any]:
    """Everything the invoice of this order says, as rows keep it."""
    lines = list(order.lines.all())
    return {
        "seller": _seller(),
        "buyer": {
            "name": order.full_name,
            "address": _address_of(order),
            "phone": order.phone,
            "gstin": order.gstin,
            **_state(order.state),
        },
        "order": order.number,
        "ordered_on": timezone.localtime(order.placed_at).date().isoformat(),
        "currency": order.currency,
        "is_interstate": order.state != order.seller_state,
        "coupon_code": order.coupon_code if order.discount_minor else "",
        "rows": [*map(_row_of, lines), *_fees_of(order)],
    }


def _seller() -> dict[str, str]:
    return {
        "name": settings.SHOP_LEGAL_NAME,
        "address": settings.SHOP_ADDRESS,
        "gstin": settings.SHOP_GSTIN,
        "phone": settings.SHOP_PHONE,
        "email": settings.SHOP_EMAIL,
        **_state(settings.SHOP_STATE),
    }


def _state(code: str) -> dict[str, str]:
    return {"state": STATE_NAMES[code], "state_code": GST_STATE_CODES[code]}


def _address_of(order: Order) -> list[str]:
    street = ", ".join(filter(None, (order.house, order.street)))
    return [*filter(None, (street, order.landmark)), f"{order.city} {order.pin_code}"]


def _row_of(line: OrderLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "detail": f"{line.colour}, {line.size} · {line.sku}",
        "hsn_code": line.hsn_code,
        "units": line.quantity,
        "unit_minor": line.unit_price_minor,
        "discount_minor": line.discount_minor,
        "paid_minor": line.paid.minor,
        **_tax(line.tax_basis_points or 0, line.tax),
    }


def _fees_of(order: Order) -> list[dict[str, Any]]:
    """Delivery and the fee for cash, in one row, taxed with the goods they come with."""
    if not order.fees:
        return []
    return [
        {
            "name": "Delivery and cash on delivery"
            if order.fees > order.delivery_fee
            else "Delivery",
            "detail": "",
            "hsn_code": order.fees_hsn_code,
            "units": 1,
            "unit_minor": order.fees.minor,
            "discount_minor": 0,
            "paid_minor": order.fees.minor,
            **_tax(order.fees_basis_points or 0, order.fees_tax),
        }
    ]


def _tax(basis_points: int, tax: Tax) -> dict[str, int]:
    return {
        "basis_points": basis_points,
        "taxable_minor": tax.taxable_minor,
        "cgst_minor": tax.cgst_minor,
        "sgst_minor": tax.sgst_minor,
        "igst_minor": tax.igst_minor,
    }

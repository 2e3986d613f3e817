"""Which tax an order bears: worked out when it is placed, frozen on its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from orders.models import Order, TaxRate
from orders.tax import Rule, Tax, rule_for, tax_in
from shop.models import CartLine
from shop.money import Money
from shop.pricing import Quote


@dataclass(frozen=True)
class Sold:
    """So many pieces of one kind, and what was paid for them together."""

    hsn_code: str
    paid_minor: int
    units: int


@dataclass(frozen=True)
class Taxed:
    """A sum with its rate, and the tax that lies in it."""

    hsn_code: str
    basis_points: int
    tax: Tax

    @property
    def columns(self) -> dict[str, str | int]:
        """For the columns of an OrderLine."""
        return {
            "hsn_code": self.hsn_code,
            "tax_basis_points": self.basis_points,
            "taxable_minor": self.tax.taxable_minor,
            "cgst_minor": self.tax.cgst_minor,
            "sgst_minor": self.tax.sgst_minor,
            "igst_minor": self.tax.igst_minor,
        }


@dataclass(frozen=True)
class TaxedSale:
    """Every line of a sale in its order, and the fees that come with them."""

    lines: tuple[Taxed, ...]
    fees: Taxed
    seller_state: str

    @property
    def total(self) -> Tax:
        return sum((line.tax for line in self.lines), self.fees.tax)

    @property
    def columns(self) -> dict[str, str | int]:
        """For the columns of an Order; the fees' tax follows from them."""
        return {
            "seller_state": self.seller_state,
            "fees_hsn_code": self.fees.hsn_code,
            "fees_basis_points": self.fees.basis_points,
        }


def tax_cart(
    lines: Sequence[CartLine], quote: Quote, *, state: str, now: datetime | None = None
) -> TaxedSale:
    """What lies in the total of a bag that goes to `state`, by the rates of that day in India."""
    off = quote.coupon.discounts if quote.coupon else (Money(0),) * len(lines)
    sold = [
        Sold(
            hsn_code=line.variant.colourway.product.category.hsn_code,
            paid_minor=(line.variant.price * line.quantity - discount).minor,
            units=line.quantity,
        )
        for line, discount in zip(lines, off, strict=True)
    ]
    fees = quote.total - (quote.items - quote.discount)
    return tax_sale(sold, fees.minor, state=state, on=_day(now or timezone.now()))


def tax_sale(
    sold: Sequence[Sold],
    fees_minor: int,
    *,
    state: str,
    on: date,
    rules: Sequence[Rule] | None = None,
) -> TaxedSale:
    """The tax in what was sold to `state`; `rules` are the table's unless given."""
    known = [rate.rule for rate in TaxRate.objects.all()] if rules is None else rules
    is_interstate = state != settings.SHOP_STATE
    lines = tuple(_taxed(one, on, known, is_interstate) for one in sold)
    highest = max(lines, key=lambda line: line.basis_points, default=Taxed("", 0, Tax(0)))
    fees = tax_in(fees_minor, highest.basis_points, is_interstate=is_interstate)
    return TaxedSale(
        lines, Taxed(highest.hsn_code, highest.basis_points, fees), settings.SHOP_STATE
    )


def _taxed(sold: Sold, on: date, rules: Sequence[Rule], is_interstate: bool) -> Taxed:
    rule = rule_for(sold.hsn_code, sold.paid_minor, sold.units, on, rules)
    tax = tax_in(sold.paid_minor, rule.basis_points, is_interstate=is_interstate)
    return Taxed(sold.hsn_code, rule.basis_points, tax)


def freeze_missing_tax(order: Order) -> None:
    """Work out the tax of an order from before the shop did, by the rates of its day; once."""
    if order.fees_basis_points is not None:
        return
    lines = list(order.lines.select_related("variant__colourway__product__category"))
    sold = [
        Sold(line.variant.colourway.product.category.hsn_code, line.paid.minor, line.quantity)
        for line in lines
    ]
    sale = tax_sale(sold, order.fees.minor, state=order.state, on=_day(order.placed_at))
    for line, taxed in zip(lines, sale.lines, strict=True):
        order.lines.filter(pk=line.pk).update(**taxed.columns)
    Order.objects.filter(pk=order.pk).update(**sale.columns)
    order.refresh_from_db()


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()

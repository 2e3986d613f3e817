"""How templates write money: amounts, and the rows of a price table."""

from django import template

from shop.money import Money, written
from shop.pricing import Quote

register = template.Library()


@register.filter
def rupees(amount: Money | int) -> str:
    """₹1,24,999 from Money or from paise."""
    return str(amount) if isinstance(amount, Money) else written(amount)


@register.filter
def summary_rows(quote: Quote) -> list[dict[str, object]]:
    """The rows of the price table above the total: MRP and what is saved, delivery."""
    rows: list[dict[str, object]] = [{"label": "Items", "amount": quote.mrp}]
    if quote.saved:
        rows.append({"label": "Below MRP", "amount": quote.saved, "kind": "off"})
    delivery = {"amount": quote.delivery} if quote.delivery else {"words": "Free"}
    rows.append({"label": "Delivery", **delivery})
    return rows

"""How templates write money."""

from django import template

from shop.money import Money, written

register = template.Library()


@register.filter
def rupees(amount: Money | int) -> str:
    """₹1,24,999 from Money or from paise."""
    return str(amount) if isinstance(amount, Money) else written(amount)


@register.filter
def percent_off(price: Money, mrp: Money) -> int:
    """How many per cent below MRP, rounded down so that it never promises too much."""
    return (mrp.minor - price.minor) * 100 // mrp.minor if mrp.minor else 0

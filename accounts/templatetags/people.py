"""How templates write what people are reached by."""

from django import template

register = template.Library()


@register.filter
def phone(number: str) -> str:
    """+91 98765 43210 from +919876543210; any other number as it is."""
    local = number.removeprefix("+91")
    if local == number or len(local) != 10:
        return number
    return f"+91 {local[:5]} {local[5:]}"

"""Every pair of states of a table, split into what it allows and what it forbids."""

from itertools import product
from typing import Any

from django.db.models import Model


def moves(model: Any, states: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(allowed, forbidden) pairs of old and new state; together they are N × N."""
    pairs = [(str(old.value), str(new.value)) for old, new in product(states, states)]
    allowed = [(old, new) for old, new in pairs if new in model.TRANSITIONS[old]]
    return allowed, [pair for pair in pairs if pair not in allowed]


def in_state(row: Any, status: str) -> Any:
    """The row as if it had come to `status`; the only way to test a state nothing leads to yet."""
    type(row)._base_manager.filter(pk=row.pk).update(status=status)
    return type(row)._base_manager.get(pk=row.pk)


def status_in_database(row: Model) -> str:
    return str(type(row)._base_manager.values_list("status", flat=True).get(pk=row.pk))

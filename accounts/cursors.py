"""Lists a page at a time by cursor: where the last page ended, not how many were before it."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from ninja import Field, Schema

from accounts.problems import Fault, Trouble

MOST_PER_PAGE = 100
PER_PAGE = 24
LONGEST_CURSOR = 400

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """Some of a list, and the cursor of what follows; null at its end."""

    items: list[Item]
    next_cursor: str | None = Field(
        None, description="Send it as `cursor` for what follows.", examples=["WyIyMDI2LTExIl0"]
    )


class Paged(Schema):
    """How much of a list, from where on."""

    cursor: str = Field("", max_length=LONGEST_CURSOR, pattern=r"^[A-Za-z0-9_-]*$")
    limit: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


def write_cursor(values: Sequence[Any]) -> str:
    written = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The values of a cursor, each of its kind. Raises Trouble (422) for what is no cursor."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(kinds):
            raise ValueError
        return [_read(value, kind) for value, kind in zip(plain, kinds, strict=True)]
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        fault = Fault(parameter="cursor", detail="This is no cursor of this list.")
        raise Trouble(422, fault.detail, name="invalid", faults=[fault]) from None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else value


def _read(value: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if kind is UUID:
        return UUID(value)
    if type(value) is not kind or (isinstance(value, int) and abs(value) >= 1 << 63):
        raise ValueError
    return value


def page_of(
    rows: QuerySet[Any],
    asked: Paged,
    show: Callable[[Any], Item],
    *,
    by: Sequence[str],
    kinds: Sequence[type],
) -> dict[str, Any]:
    """The page that was asked for; one query.

    `by` are the columns of the order, as in `order_by`, the last of them unique; `kinds` what
    their values are.
    """
    if asked.cursor:
        rows = rows.filter(_after(by, read_cursor(asked.cursor, *kinds)))
    found = list(rows.order_by(*by)[: asked.limit + 1])
    shown = found[: asked.limit]
    has_more = len(found) > asked.limit
    names = [column.lstrip("-") for column in by]
    last = [getattr(shown[-1], name) for name in names] if has_more else []
    return {
        "items": [show(row) for row in shown],
        "next_cursor": write_cursor(last) if has_more else None,
    }


def _after(by: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y) as portable SQL: a > x, or a = x and b > y."""
    after, same = Q(), Q()
    for column, value in zip(by, values, strict=True):
        name = column.lstrip("-")
        step = "lt" if column.startswith("-") else "gt"
        after |= same & Q(**{f"{name}__{step}": value})
        same &= Q(**{name: value})
    return after

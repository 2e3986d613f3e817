"""Inside one process: fill the books with so many orders, and time each question to them.

Run as `python -m scripts.bench.filled_books SIZE` on an empty database; prints seconds as JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django

BATCH = 5000
VARIANTS = 200


def main(size: int) -> None:
    django.setup()
    from django.core.management import call_command

    from orders.invariants import INVARIANTS

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    _fill(size)
    seconds = {"filling": time.perf_counter() - began}
    for invariant in INVARIANTS:
        began = time.perf_counter()
        breaches = list(invariant.look())
        seconds[invariant.code] = time.perf_counter() - began
        if breaches:
            raise SystemExit(f"{invariant.code}: {breaches[:3]}")
    print(json.dumps(seconds))


def _fill(size: int) -> None:
    """Every twentieth order is unpaid and holds its piece, every tenth was refunded."""
    from accounts.models import Message
    from orders.models import LedgerEntry, Order, OrderEvent, OrderLine, Payment, Refund
    from shop.models import StockMovement, Variant

    variants = _variants(size)
    for numbers in _runs(range(size)):
        rows: dict[Any, list[Any]] = {
            model: []
            for model in (
                Order, OrderLine, OrderEvent, Payment, Refund, LedgerEntry, StockMovement, Message
            )
        }  # fmt: skip
        for number in numbers:
            for row in _order(number, variants[number % VARIANTS]):
                rows[type(row)].append(row)
        for model, made in rows.items():
            model.objects.bulk_create(made)
    Variant.objects.bulk_update(variants, ["on_hand", "held"])


def _runs(numbers: range) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(numbers), BATCH):
        yield tuple(numbers[start : start + BATCH])


def _variants(size: int) -> list[Any]:
    from shop.models import Category, Colourway, Product, StockMovement, Variant

    category = Category.objects.create(name="Kurtas", slug="kurtas")
    product = Product.objects.create(name="Kurta", slug="kurta", category=category)
    colourway = Colourway.objects.create(product=product, name="Neel", slug="neel", dye="#1E2F7A")
    variants = [
        Variant(
            colourway=colourway, sku=f"SKU-{n}", size=f"{n}", price_minor=1000_00,
            mrp_minor=1000_00, on_hand=size,
        )
        for n in range(VARIANTS)
    ]  # fmt: skip
    Variant.objects.bulk_create(variants)
    StockMovement.objects.bulk_create(
        StockMovement(key=f"open:{one.pk}", variant=one, cause="adjust", on_hand_change=size)
        for one in variants
    )
    return variants


def _order(number: int, variant: Any) -> Iterator[Any]:
    from django.utils import timezone

    from orders.models import LedgerEntry, Order, OrderEvent, OrderLine, Payment

    is_unpaid = number % 20 == 0
    status = "placed" if is_unpaid else "delivered"
    order = Order(
        number=f"VA-{number:09}", key=uuid4().hex, status=status, items_minor=1000_00,
        total_minor=1000_00, phone="+919876543210", expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    line = OrderLine(
        order=order, variant=variant, sku=variant.sku, name="Kurta", colour="Neel", size="M",
        quantity=1, unit_price_minor=1000_00, unit_mrp_minor=1000_00,
    )  # fmt: skip
    payment = Payment(order=order, receipt=order.number, amount_minor=1000_00)
    yield from (order, line, payment, OrderEvent(order=order, status="placed", text="Placed"))
    yield _moved(variant, number, "hold", held=1)
    if is_unpaid:
        return
    yield _moved(variant, number, "deduct", held=-1, on_hand=-1)
    payment.status = "captured"
    entry = {"order": order, "payment": payment}
    yield LedgerEntry(key=f"in:{number}", kind="capture", amount_minor=1000_00, **entry)
    yield OrderEvent(order=order, status="confirmed", text="Payment received")
    yield _mail(order)
    if number % 10 == 1:
        payment.refund_reserved_minor = 100_00
        yield from _refund(number, entry)


def _moved(variant: Any, number: int, cause: str, *, held: int = 0, on_hand: int = 0) -> Any:
    from shop.models import StockMovement

    variant.held += held
    variant.on_hand += on_hand
    return StockMovement(
        key=f"{cause}:{number}", variant=variant, cause=cause, held_change=held,
        on_hand_change=on_hand,
    )  # fmt: skip


def _refund(number: int, entry: dict[str, Any]) -> Iterator[Any]:
    from orders.models import LedgerEntry, Refund

    refund = Refund(
        key=f"return:{number}", status="processed", amount_minor=100_00, reason="Return", **entry
    )
    yield refund
    yield LedgerEntry(
        key=f"out:{number}", kind="refund", amount_minor=-100_00, refund=refund, **entry
    )


def _mail(order: Any) -> Any:
    from accounts.models import Message

    return Message(
        key=f"confirmed:{order.number}", channel="email", about=order.number, status="sent",
        template="orders/emails/confirmed.html", recipient="asha@example.in",
        context={"number": order.number},
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))

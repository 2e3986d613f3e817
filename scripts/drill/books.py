"""What must be true after every experiment: our own books, and the gateway's beside them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from orders.models import LedgerEntry, Order, Payment, Refund
from orders.states import PaymentStatus
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from shop.models import StockMovement, Variant


def figures(ground: Ground) -> Iterator[Figure]:
    """How many rules are broken, and how far our ledger is from the gateway's."""
    broken = list(breaches())
    yield Figure("books: broken rules", len(broken), "", most=0, note="; ".join(broken)[:200])
    if ground.has_gateway:
        apart = list(differences(ground.gateway.ledger()))
        yield Figure("books: unlike the gateway's", len(apart), "", 0, note="; ".join(apart)[:200])


def breaches() -> Iterator[str]:
    """Rules of reliability (INV-12) that are broken, in words."""
    yield from _stock()
    yield from _holds()
    yield from _money()


def _stock() -> Iterator[str]:
    for variant in Variant.objects.filter(held__gt=F("on_hand")):
        yield f"{variant.sku} holds more than it has"
    on_hand, held = Counter[Any](), Counter[Any]()
    for movement in StockMovement.objects.all():
        on_hand[movement.variant_id] += movement.on_hand_change
        held[movement.variant_id] += movement.held_change
    for variant in Variant.objects.all():
        moved = on_hand[variant.pk], held[variant.pk]
        if moved != (variant.on_hand, variant.held):
            yield f"{variant.sku} is not the sum of its movements"


def _holds() -> Iterator[str]:
    waiting = Counter[Any]()
    for order in Order.objects.filter(status__in=("placed", "confirmed", "packed")):
        for variant_id, quantity in order.lines.values_list("variant_id", "quantity"):
            waiting[variant_id] += quantity
    for variant in Variant.objects.all():
        if variant.held != waiting[variant.pk]:
            yield f"{variant.sku} holds {variant.held}, orders wait for {waiting[variant.pk]}"


def _money() -> Iterator[str]:
    for payment in Payment.objects.filter(refund_reserved_minor__gt=F("amount_minor")):
        yield f"{payment.receipt} gives back more than it took"
    booked = Counter[Any]()
    for entry in LedgerEntry.objects.all():
        booked[entry.payment_id, entry.kind] += entry.amount_minor
    refunded = Counter[Any]()
    for refund in Refund.objects.filter(status="processed"):
        refunded[refund.payment_id] += refund.amount_minor
    for payment in Payment.objects.filter(status=PaymentStatus.CAPTURED).select_related("order"):
        if booked[payment.pk, "capture"] != payment.amount_minor:
            yield f"{payment.receipt} is not booked as captured"
        if -booked[payment.pk, "refund"] != refunded[payment.pk]:
            yield f"{payment.receipt} is not booked as refunded"
        is_used = payment.order.status in ("confirmed", "packed", "shipped", "delivered")
        if not is_used and not payment.refund_reserved_minor:
            yield f"{payment.receipt} bought nothing and is not going back"


def differences(gateway: dict[str, Any]) -> Iterator[str]:
    """Where the gateway's ledger says something else than ours."""
    theirs = {p["id"]: p["amount"] for p in gateway["payments"] if p["captured"]}
    ours = {
        entry.key.removeprefix("capture:"): entry.amount_minor
        for entry in LedgerEntry.objects.filter(kind="capture")
    }
    yield from _unlike("captured", ours, theirs)
    theirs = {r["id"]: r["amount"] for r in gateway["refunds"] if r["status"] == "processed"}
    ours = {
        str(entry.refund.gateway_refund_id): -entry.amount_minor
        for entry in LedgerEntry.objects.filter(kind="refund").select_related("refund")
        if entry.refund is not None
    }
    yield from _unlike("refunded", ours, theirs)


def _unlike(what: str, ours: dict[str, int], theirs: dict[str, int]) -> Iterator[str]:
    for key in ours.keys() | theirs.keys():
        if ours.get(key) != theirs.get(key):
            yield f"{what} {key}: {ours.get(key)} here, {theirs.get(key)} there"

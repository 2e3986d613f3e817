"""How many are left: every change of stock is one guarded UPDATE and one row saying why.

Called inside the transaction of the operation that causes it. Quantities are per variant, so
two lines of one variant are one claim, and rows are touched in pk order, so that two buyers who
want the same two things in opposite order cannot lock each other out.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.transactions import durable_transaction
from shop import rush
from shop.catalogue import refresh_listing_of, touch_product
from shop.errors import CountRefused, OutOfStock
from shop.models import StockMovement, Variant

Cause = StockMovement.Cause
Quantities = Mapping[UUID, int]


def summed(claims: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Quantities by variant: two lines of one variant are one claim."""
    totals: dict[UUID, int] = {}
    for pk, quantity in claims:
        totals[pk] = totals.get(pk, 0) + quantity
    return totals


def hold(quantities: Quantities, *, reference: str) -> None:
    """Promise units to `reference`. Raises OutOfStock for the first variant with too few left.

    The guard and the change are one UPDATE of one row, the same on every engine; a caller that
    catches OutOfStock must let its transaction roll back.
    """
    for pk, quantity in sorted(quantities.items()):
        free = Variant.objects.filter(pk=pk, is_active=True, on_hand__gte=F("held") + quantity)
        if not free.update(held=F("held") + quantity):
            raise out_of_stock(Variant.objects.with_product().get(pk=pk))
    _record(*(_movement(pk, Cause.HOLD, reference, held=n) for pk, n in quantities.items()))


def release(quantities: Quantities, *, reference: str) -> None:
    """Give held units of `reference` back for sale."""
    for pk, quantity in sorted(quantities.items()):
        _change(pk, quantity, held=F("held") - quantity)
    _record(*(_movement(pk, Cause.RELEASE, reference, held=-n) for pk, n in quantities.items()))


def deduct(quantities: Quantities, *, reference: str) -> None:
    """Units held for `reference` leave the building."""
    for pk, quantity in sorted(quantities.items()):
        _change(pk, quantity, held=F("held") - quantity, on_hand=F("on_hand") - quantity)
    _record(
        *(
            _movement(pk, Cause.DEDUCT, reference, held=-n, on_hand=-n)
            for pk, n in quantities.items()
        )
    )


def restock(quantities: Quantities, *, reference: str) -> None:
    """Units that came back sound are for sale again."""
    for pk, quantity in sorted(quantities.items()):
        Variant.objects.filter(pk=pk).update(on_hand=F("on_hand") + quantity)
    _record(*(_movement(pk, Cause.RESTOCK, reference, on_hand=n) for pk, n in quantities.items()))


@durable_transaction
def adjust(variant: Variant, *, on_hand: int, by: str, note: str, reference: str) -> None:
    """Staff counted `on_hand` units. Raises CountRefused when more than that are held."""
    before = Variant.objects.get(pk=variant.pk)
    same = Variant.objects.filter(pk=variant.pk, on_hand=before.on_hand, held__lte=on_hand)
    if not same.update(on_hand=on_hand):
        raise CountRefused(counted=on_hand, held=before.held)
    change = on_hand - before.on_hand
    _record(_movement(variant.pk, Cause.ADJUST, reference, on_hand=change, by=by, note=note))


def is_available(quantities: Quantities) -> bool:
    """Whether all of it could be held just now; only `hold` makes it sure."""
    variants = Variant.objects.in_bulk(list(quantities))
    return all(
        pk in variants and variants[pk].is_active and variants[pk].available >= quantity
        for pk, quantity in quantities.items()
    )


def out_of_stock(variant: Variant) -> OutOfStock:
    """The refusal for it as it is; needs colourway and product loaded."""
    left = variant.available if variant.is_active else 0
    sold_out = None if variant.available else variant.pk
    return OutOfStock(str(variant.colourway), variant.size, left, sold_out=sold_out)


def _change(pk: UUID, quantity: int, **columns: Any) -> None:
    if not Variant.objects.filter(pk=pk, held__gte=quantity).update(**columns):
        raise RuntimeError(f"Variant {pk} holds fewer than {quantity} units: a movement is missing")


def _movement(
    pk: UUID, cause: Cause, reference: str, *, on_hand: int = 0, held: int = 0, **words: str
) -> StockMovement:
    return StockMovement(
        key=f"{cause}:{reference}:{pk.hex}",
        variant_id=pk,
        cause=cause,
        on_hand_change=on_hand,
        held_change=held,
        **words,
    )


def _record(*movements: StockMovement) -> None:
    """Write why stock changed, and tell of it whoever shows what is left, or refuses it."""
    StockMovement.objects.bulk_create(movements)
    freed = {m.variant_id: m.on_hand_change - m.held_change for m in movements}
    for pk, units in freed.items():
        if units > 0:
            rush.returned(pk)
    _refresh({pk: units for pk, units in freed.items() if units})


def _refresh(freed: Quantities) -> None:
    """A card changes only where the last one went or the first came back; a product's own page
    says how many are left.
    """
    # Rows, not values: on MongoDB the columns of a joined table would come in another's place.
    left = Variant.objects.filter(pk__in=list(freed)).select_related("colourway")
    turned, others = [], set()
    for variant in left if freed else ():
        if (variant.available > 0) == (variant.available - freed[variant.pk] > 0):
            others.add(variant.colourway.product_id)
        else:
            turned.append(variant.pk)
    if others:
        touch_product(*others)
    if turned:
        refresh_listing_of(turned)

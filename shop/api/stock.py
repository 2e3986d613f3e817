"""The API of stock, for staff who count."""

from typing import Annotated, Any
from uuid import UUID

from django.db import IntegrityError
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from accounts.callers import CallerRequest, staff_who_may
from accounts.cursors import Page, Paged, page_of
from accounts.errors import Refusal
from accounts.keys import effect_key, only_with_key
from accounts.problems import TYPE, name_of
from accounts.shapes import Asked, Whole, words
from shop import stock
from shop.models import StockMovement, Variant

stock_desk = Router(tags=["staff: stock"])
LOOK = staff_who_may("shop.view_variant")
COUNT = staff_who_may("shop.change_variant")
MOST_COUNTED = 500  # in one call
MOST_UNITS = 1_000_000

Sku = Annotated[str, words(32, least=1), Field(examples=["KU-BAGR-IND-M"])]


class StockOut(Schema):
    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    variant_id: UUID
    name: str = Field(..., examples=["Bagru Buti Kurta, Indigo"])
    size: str = Field(..., examples=["M"])
    on_hand: int = Field(..., examples=[12])
    held: int = Field(..., description="Promised to orders.", examples=[2])
    available: int = Field(..., examples=[10])
    is_active: bool


class Shelf(Paged):
    sku: str = Field("", max_length=32, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["KU-"])


class CountIn(Asked):
    on_hand: Annotated[Whole, Field(ge=0, le=MOST_UNITS, examples=[12])]
    note: Annotated[str, words(200), Field(examples=["Monday's count"])] = ""


class RowIn(CountIn):
    sku: Sku


class CountsIn(Asked):
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_COUNTED)]


class RowOut(Schema):
    """What became of one row; `problem` is the type it would have had alone."""

    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    is_counted: bool
    on_hand: int | None = Field(None, examples=[12])
    problem: str = Field("", examples=["urn:vastra:problem:count-refused"])
    detail: str = Field("", examples=["3 are held for placed orders, so it cannot be 2."])


class RowsOut(Schema):
    counted: int = Field(..., examples=[1])
    refused: int = Field(..., examples=[0])
    rows: list[RowOut]


@stock_desk.get("/staff/stock", response=Page[StockOut], auth=LOOK)
def list_stock(request: CallerRequest, shelf: Query[Shelf]) -> dict[str, Any]:
    """Every size with its stock, by SKU; `sku` is a beginning of it."""
    variants = Variant.objects.with_product()
    if shelf.sku:
        variants = variants.filter(sku__startswith=shelf.sku)
    return page_of(variants, shelf, _stock_out, by=("sku",), kinds=(str,))


@stock_desk.put("/staff/stock/{sku}", response=StockOut, auth=COUNT)
def count_stock(request: CallerRequest, sku: Sku, sent: CountIn) -> dict[str, Any]:
    """Staff counted so many of one size."""
    variant = get_object_or_404(Variant, sku=sku)
    _count(request, variant, sent, reference=effect_key(request))
    return _stock_out(Variant.objects.with_product().get(pk=variant.pk))


@stock_desk.post("/staff/stock", response=RowsOut, auth=COUNT)
@only_with_key
def count_many(request: CallerRequest, sent: CountsIn) -> dict[str, Any]:
    """Counts of many sizes, each for itself: a row that is refused stops no other."""
    known = {v.sku: v for v in Variant.objects.filter(sku__in=[row.sku for row in sent.rows])}
    key = effect_key(request)
    rows = [
        _row(request, known.get(row.sku), row, f"{key}:{place}")
        for place, row in enumerate(sent.rows)
    ]
    counted = sum(row["is_counted"] for row in rows)
    return {"counted": counted, "refused": len(rows) - counted, "rows": rows}


def _row(
    request: CallerRequest, variant: Variant | None, sent: RowIn, reference: str
) -> dict[str, Any]:
    if variant is None:
        refused = {"problem": f"{TYPE}not-found", "detail": "No size has this SKU."}
        return {"sku": sent.sku, "is_counted": False, **refused}
    try:
        _count(request, variant, sent, reference=reference)
    except Refusal as refusal:
        refused = {"problem": f"{TYPE}{name_of(refusal)}", "detail": str(refusal)}
        return {"sku": sent.sku, "is_counted": False, **refused}
    return {"sku": sent.sku, "is_counted": True, "on_hand": sent.on_hand}


def _count(request: CallerRequest, variant: Variant, sent: CountIn, *, reference: str) -> None:
    """Once per reference: the same call sent again finds its own movement."""
    try:
        stock.adjust(
            variant,
            on_hand=sent.on_hand,
            by=request.auth.said,
            note=sent.note.strip(),
            reference=reference,
        )
    except IntegrityError:
        if not StockMovement.objects.filter(variant=variant, key__contains=reference).exists():
            raise


def _stock_out(variant: Variant) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "variant_id": variant.pk,
        "name": str(variant.colourway),
        "size": variant.size,
        "on_hand": variant.on_hand,
        "held": variant.held,
        "available": variant.available,
        "is_active": variant.is_active,
    }

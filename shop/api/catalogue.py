"""The API of the catalogue: styles, shelves, facets, search; the same for everyone, and kept.

Each answer has an ETag; a call with If-None-Match is answered 304 while nothing it shows changed.
"""

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints, TypeAdapter

from accounts.callers import CallerRequest, anybody
from accounts.cursors import MOST_PER_PAGE, PER_PAGE, Page, read_cursor, write_cursor
from accounts.limits import SEARCH, address_of, check_limit
from accounts.problems import Fault, Trouble
from accounts.shapes import PinCode, words
from shop import caching, search
from shop.api.shapes import (
    Amount,
    PictureOut,
    ProductCard,
    SizeOut,
    amount,
    card,
    picture,
    size_out,
)
from shop.delivery import delivery_to
from shop.display import Display, display_product, size_tables
from shop.facets import Selection, read_selection
from shop.index import Card, index
from shop.listing import list_products, walk_products
from shop.models import Category, Product
from shop.querysets import in_order

catalogue = Router(tags=["catalogue"], auth=anybody)

Value = Annotated[
    str, StringConstraints(min_length=1, max_length=30, pattern=r"^[^\x00-\x1f\x7f<>\"]*$")
]
Values = Annotated[list[Value], Field(max_length=20)]
Sort = Literal["", "new", "popular", "price", "price-down", "rating", "discount"]
Price = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,8}-[0-9]{0,8}|-[0-9]{1,8})$")]
SUGGESTED = 3


class Filters(Schema):
    """What to narrow by; several values of one are alternatives, several filters all hold."""

    category: Values = Field(default_factory=list, examples=[["kurtas"]])
    size: Values = Field(default_factory=list, examples=[["M"]])
    colour: Values = Field(default_factory=list, examples=[["blue"]])
    material: Values = Field(default_factory=list, examples=[["cotton"]])
    price: Annotated[list[Price], Field(max_length=20)] = Field(
        default_factory=list,
        description="Whole rupees, both ends included.",
        examples=[["1000-1999"]],
    )
    discount: Literal["", "10", "25", "40"] = Field("", description="Per cent off or more.")
    rating: Literal["", "3", "4"] = Field("", description="Stars or more.")
    sort: Sort = Field("", description="Without it: the newest, or the best match of a search.")


class Wanted(Filters):
    cursor: str = Field("", max_length=120, pattern=r"^[A-Za-z0-9_-]*$")
    limit: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Sought(Wanted):
    q: Annotated[str, words(100, least=1), Field(examples=["blue kurta"])]
    exactly: bool = Field(default=False, description="As typed, nothing corrected.")


class Listed(Page[ProductCard]):
    total: int = Field(..., examples=[146])


class Found(Listed):
    """What a search found, and what it took the words for."""

    query: str = Field(..., examples=["bleu kurta"])
    taken_for: str = Field("", description="Where it was corrected.", examples=["blue kurta"])
    unknown: list[str] = Field(default_factory=list, description="Words nothing has.")


class CategoryOut(Schema):
    slug: str = Field(..., examples=["kurtas"])
    name: str = Field(..., examples=["Kurtas"])
    description: str = ""
    picture: PictureOut | None = None


class Categories(Schema):
    items: list[CategoryOut]


class OptionOut(Schema):
    value: str = Field(..., examples=["M"])
    label: str = Field(..., examples=["M"])
    count: int = Field(..., description="Styles, if all else stayed.", examples=[31])
    is_chosen: bool


class FacetOut(Schema):
    name: str = Field(..., examples=["size"])
    label: str = Field(..., examples=["Size in stock"])
    options: list[OptionOut]


class Facets(Schema):
    total: int = Field(..., examples=[146])
    facets: list[FacetOut]


class ColourOut(Schema):
    slug: str = Field(..., examples=["indigo"])
    name: str = Field(..., examples=["Indigo"])
    dye: str = Field(..., examples=["#27406b"])
    colourway_id: Any = Field(..., json_schema_extra={"type": "string", "format": "uuid"})
    sizes: list[SizeOut]
    pictures: list[PictureOut]


class SizeTable(Schema):
    unit: str = Field(..., examples=["cm"])
    sizes: list[str] = Field(..., examples=[["S", "M"]])
    rows: list[tuple[str, list[str]]] = Field(..., examples=[[["Chest", ["96", "102"]]]])


class ProductOut(ProductCard):
    """A style with everything its page tells."""

    category: CategoryOut
    fit: str
    description: str
    fabric: str
    care: str
    origin: str
    maker: str
    variants: list[ColourOut]
    size_tables: list[SizeTable]
    goes_with: list[ProductCard]
    similar: list[ProductCard]


class Suggestions(Schema):
    phrases: list[str] = Field(..., examples=[["kurta set"]])
    categories: list[CategoryOut]
    products: list[ProductCard]


class Promise(Schema):
    """When a parcel reaches a PIN code, and what that costs."""

    pin_code: str = Field(..., examples=["560001"])
    city: str = Field(..., examples=["Bengaluru"])
    state: str = Field(..., examples=["KA"])
    arrives_on: Any = Field(..., json_schema_extra={"type": "string", "format": "date"})
    fee: Amount | None = Field(None, description="null: the usual rule, free from a sum on.")
    has_cash_on_delivery: bool
    express_on: Any = Field(
        None, json_schema_extra={"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
    )
    express_fee: Amount | None = None


@catalogue.get("/products", response=Listed)
def list_styles(request: CallerRequest, asked: Query[Wanted]) -> HttpResponse:
    """Published styles, narrowed, sorted, a page at a time; what is sold out comes last."""
    selection = _selection(request)
    key = f"products?{_address(selection, asked)}"
    return _serve(request, key, Listed, partial(_styles, selection, asked))


def _styles(selection: Selection, asked: Wanted) -> Any:
    index.catch_up()
    walk = _walk(selection, asked, index.published)
    return walk, [caching.CATALOGUE, caching.STOREFRONT]


@catalogue.get("/products/{slug:slug}", response=ProductOut)
def read_style(request: CallerRequest, slug: str) -> HttpResponse:
    """One style with its colours, sizes, pictures and size chart."""
    return _serve(request, f"product:{slug}", ProductOut, partial(_style, slug))


def _style(slug: str) -> Any:
    try:
        display = display_product(slug)
    except Product.DoesNotExist:
        raise Http404 from None
    keys = {display.product.pk, *display.pair_keys}
    keys |= {card.pk for card in (*display.paired, *display.similar)}
    return _product_out(display), [caching.STOREFRONT, *map(caching.tag_product, keys)]


@catalogue.get("/categories", response=Categories)
def list_categories(request: CallerRequest) -> HttpResponse:
    """The shelves with something on them, in the shop's order."""
    return _serve(request, "categories", Categories, _shelves)


def _shelves() -> Any:
    shelves = {"items": [_category_out(category) for category in index.categories()]}
    return shelves, [caching.CATALOGUE, caching.STOREFRONT]


@catalogue.get("/facets", response=Facets)
def list_facets(request: CallerRequest, asked: Query[Filters]) -> HttpResponse:
    """What a listing can be narrowed by, with counts adjusted to what is chosen."""
    selection = _selection(request)
    return _serve(request, f"facets?{selection.query()}", Facets, partial(_facets, selection))


def _facets(selection: Selection) -> Any:
    index.catch_up()
    listing = list_products(selection, index.published)
    facets = [
        {
            "name": group.facet.name,
            "label": group.facet.label,
            "options": [
                {"value": o.value, "label": o.label, "count": o.count, "is_chosen": o.is_chosen}
                for o in group.options
            ],
        }
        for group in listing.groups
    ]
    tags = [caching.CATALOGUE, caching.STOREFRONT] if listing.is_usual else None
    return {"total": listing.total, "facets": facets}, tags


@catalogue.get("/search", response=Found)
def search_styles(request: CallerRequest, asked: Query[Sought]) -> HttpResponse:
    """Styles by words, as the search page finds them: spelling forgiven, synonyms known."""
    check_limit(SEARCH, address_of(request))
    query, selection = search.clean(asked.q), _selection(request)
    exactly = "1" if asked.exactly else ""
    key = f"search?{_address(selection, asked, q=query, exactly=exactly)}"
    return _serve(request, key, Found, partial(_found, query, selection, asked))


def _found(query: str, selection: Selection, asked: Sought) -> Any:
    index.catch_up()
    understood = search.understand(query, exactly=asked.exactly)
    walk = _walk(selection, asked, understood.places, ranked=understood.named)
    told = {"query": query, "taken_for": understood.phrase, "unknown": list(understood.unknown)}
    is_worth_keeping = walk["total"] and len(understood.words) <= 3
    tags = [caching.CATALOGUE, caching.STOREFRONT] if is_worth_keeping else None
    return {**walk, **told}, tags


@catalogue.get("/search/suggestions", response=Suggestions)
def suggest(
    request: CallerRequest, q: Annotated[str, words(100, least=2), Field(examples=["kur"])]
) -> HttpResponse:
    """How words typed so far may go on."""
    check_limit(SEARCH, address_of(request))
    return _serve(request, "", Suggestions, partial(_suggestions, search.clean(q)))


def _suggestions(query: str) -> Any:
    index.catch_up()
    said = search.suggest(query)
    places = list_products(Selection(), said.understood.places, ranked=said.understood.named)
    return {
        "phrases": [f"{typed}{rest}" for typed, rest in said.phrases],
        "categories": [_category_out(category) for category in said.categories],
        "products": [card(product) for product in places.products[:SUGGESTED]],
    }, None


@catalogue.get("/delivery/{pin_code}", response=Promise)
def read_promise(request: CallerRequest, pin_code: PinCode) -> dict[str, Any]:
    """When a parcel would reach a PIN code; 422 where we do not deliver."""
    promise = delivery_to(pin_code, now=timezone.now())
    return {
        "pin_code": promise.pin,
        "city": promise.city,
        "state": promise.state_code,
        "arrives_on": promise.arrives_on,
        "fee": amount(promise.fee) if promise.fee is not None else None,
        "has_cash_on_delivery": promise.has_cod,
        "express_on": promise.express and promise.express.arrives_on,
        "express_fee": amount(promise.express.fee) if promise.express else None,
    }


# --- How it is kept -----------------------------------------------------------------------------


def _serve(
    request: CallerRequest,
    key: str,
    shape: type[Schema],
    build: Callable[[], tuple[Any, Iterable[str] | None]],
) -> HttpResponse:
    """The answer out of the pages' cache, or built and kept there; with an ETag either way."""

    def written() -> tuple[HttpResponse, Iterable[str] | None]:
        found, tags = build()
        body = TypeAdapter(shape).validate_python(found).model_dump_json()
        return HttpResponse(body, content_type="application/json"), tags

    response = caching.serve(request, f"api:{key}", written, is_page=False) if key else written()[0]
    if "ETag" not in response.headers:
        response.headers["ETag"] = f'W/"{sha256(response.content).hexdigest()[:24]}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return (
        get_conditional_response(request, etag=response.headers["ETag"], response=response)
        or response
    )


def _selection(request: CallerRequest) -> Selection:
    """The filters, valid by now, in the words of the listing; pages are the cursor's."""
    given = request.GET.copy()
    for unread in ("page", "min", "max"):
        given.pop(unread, None)
    return read_selection(given)


def _address(selection: Selection, asked: Wanted, **more: Any) -> str:
    return f"{selection.query(**more)}&cursor={asked.cursor}&limit={asked.limit}"


def _walk(
    selection: Selection, asked: Wanted, within: Any, *, ranked: Any = None
) -> dict[str, Any]:
    order = selection.sort or ("match" if ranked is not None else "new")
    walk = walk_products(
        selection, within, count=asked.limit, ranked=ranked, after=_went_to(asked.cursor, order)
    )
    went_to = walk.went_to
    return {
        "items": _cards(walk.cards),
        "total": walk.total,
        "next_cursor": write_cursor([order, went_to[0], f"{went_to[1]:x}"]) if went_to else None,
    }


def _went_to(cursor: str, order: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    named, tier, key = read_cursor(cursor, str, int, str)
    try:
        if named == order:
            return tier, int(key, 16)
    except ValueError:
        pass
    fault = Fault(parameter="cursor", detail="This cursor is of a list in another order.")
    raise Trouble(422, fault.detail, name="invalid", faults=[fault])


# --- How it is written --------------------------------------------------------------------------


def _cards(cards: Iterable[Card]) -> list[dict[str, Any]]:
    keys = [one.pk for one in cards]
    return [
        card(product) for product in in_order(Product.objects.published().filter(pk__in=keys), keys)
    ]


def _category_out(category: Category) -> dict[str, Any]:
    return {
        "slug": category.slug,
        "name": category.name,
        "description": category.description,
        "picture": picture(category.cover.get("key", ""), category.cover.get("alt", "")),
    }


def _product_out(display: Display) -> dict[str, Any]:
    product = display.product
    told = ("fit", "description", "fabric", "care", "origin", "maker")
    return {
        **card(product),
        **{name: getattr(product, name) for name in told},
        "category": _category_out(product.category),
        "variants": [
            {
                "slug": colour.slug,
                "name": colour.name,
                "dye": colour.dye,
                "colourway_id": colour.pk,
                "sizes": [size_out(size) for size in colour.sizes],
                "pictures": [picture(one["key"], one["alt"]) for one in colour.pictures],
            }
            for colour in display.colours
        ],
        "size_tables": list(size_tables(product.category.size_chart)),
        "goes_with": _cards(display.paired),
        "similar": _cards(display.similar),
    }

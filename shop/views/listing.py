"""Listings: one category, and what a search found; suggestions while typing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from accounts.limits import SEARCH, address_of, limited
from shop import caching, search
from shop.facets import CATEGORY, FACETS, Selection, read_selection
from shop.index import index
from shop.listing import Listing, list_products
from shop.models import Category, SearchTerm

PARTS = {"results": "#part", "grid": "#more"}  # by the id of what htmx fills
SUGGESTED_PRODUCTS = 3
SHORTEST_TYPED = 2
MOST_POPULAR = 6


@require_GET
def category(request: Request, slug: str) -> HttpResponse:
    selection = read_selection(request.GET, facets=[f for f in FACETS if f is not CATEGORY])
    return _serve(
        request, selection, f"category:{slug}", lambda: _category(request, slug, selection)
    )


def _category(request: Request, slug: str, selection: Selection) -> Any:
    index.catch_up()
    known = index.category(slug) if index.of(CATEGORY, slug) else None  # an empty one may be old
    shelf = known or get_object_or_404(Category, slug=slug)
    listing = list_products(
        selection, index.of(CATEGORY, slug), hidden=[CATEGORY], only_last=_is_more(request)
    )
    tags = [caching.tag_shelf(shelf.pk), caching.STOREFRONT]
    context = {"category": shelf, "address": shelf.get_absolute_url()}
    return _render(request, "shop/category.html", listing, context), _kept(listing, tags)


@require_GET
@limited(SEARCH, address_of, methods=("GET",))
def search_page(request: Request) -> HttpResponse:
    query = search.clean(request.GET.get("q", ""))
    variant = search.variant_of_sku(query)
    if variant is not None:
        choice = urlencode({"colour": variant.colourway.slug, "size": variant.size})
        return redirect(f"{variant.colourway.product.get_absolute_url()}?{choice}")
    selection, exactly = read_selection(request.GET), request.GET.get("exactly") == "1"
    build = partial(_found, request, query, selection, exactly=exactly)
    return _serve(request, selection, "search", build, q=query, exactly="1" if exactly else "")


def _found(request: Request, query: str, selection: Selection, *, exactly: bool) -> Any:
    index.catch_up()
    understood = search.understand(query, exactly=exactly)
    listing = list_products(
        selection, understood.places, ranked=understood.named, only_last=_is_more(request)
    )
    context = {
        "q": query,
        "query": query,
        "exactly": "1" if exactly else "",
        "understood": understood,
        "address": reverse("shop:search"),
        "is_counted": query and not selection.is_narrowed and selection.page == 1,
        "best_sellers": [] if listing.total else index.cards_of(index.best_sellers(4)),
    }
    is_worth_keeping = bool(listing.total) and len(understood.words) <= 3
    tags = [caching.CATALOGUE, caching.STOREFRONT]
    return _render(request, "shop/search.html", listing, context), (
        _kept(listing, tags) if is_worth_keeping else None
    )


def _serve(
    request: Request, selection: Selection, key: str, build: Callable[[], Any], **more: str
) -> HttpResponse:
    """The page or the part of it that htmx asked for, under the one address it has."""
    part = _part(request)
    query = selection.query(page=selection.page, **more)
    response = caching.serve(request, f"{key}?{query}{part}", build)
    if part:
        push = "HX-Replace-Url" if part == "#more" else "HX-Push-Url"
        response.headers[push] = f"{request.path}?{query}" if query else request.path
    return response


def _render(
    request: Request, template: str, listing: Listing, context: dict[str, Any]
) -> HttpResponse:
    part = _part(request)
    pairs = {name: context[name] for name in ("q", "exactly") if context.get(name)}
    context |= {"listing": listing, "prefix": f"{urlencode(pairs)}&" if pairs else ""}
    return render(request, f"shop/listing.html{part}" if part else template, context)


def _is_more(request: Request) -> bool:
    return _part(request) == "#more"


def _part(request: Request) -> str:
    """Which part of the page is asked for; empty: the whole."""
    return PARTS.get(request.htmx.target or "", "") if request.htmx else ""


def _kept(listing: Listing, tags: list[str]) -> list[str] | None:
    return tags if listing.is_usual else None


@require_GET
@limited(SEARCH, address_of, methods=("GET",))
def suggest(request: Request) -> HttpResponse:
    """What may be meant by what is typed so far; before anything is, what others look for."""
    query = search.clean(request.GET.get("q", ""))
    if len(query) < SHORTEST_TYPED:
        return caching.serve(request, "suggest", partial(_before_typing, request))
    index.catch_up()
    suggestions = search.suggest(query)
    understood = suggestions.understood
    places = list_products(Selection(), understood.places, ranked=understood.named)
    context = {
        "query": query,
        "suggestions": suggestions,
        "total": places.total,
        "products": places.products[:SUGGESTED_PRODUCTS],
    }
    return render(request, "shop/suggest.html", context)


def _before_typing(request: Request) -> Any:
    index.catch_up()
    # Only words of the catalogue: whatever else people type is nobody's to read.
    popular = [term for term in SearchTerm.objects.popular(30) if search.is_in_our_words(term)]
    context = {"popular": popular[:MOST_POPULAR], "categories": index.categories()}
    tags = [caching.CATALOGUE, caching.STOREFRONT]
    return render(request, "shop/suggest.html#before", context), tags


@csrf_exempt  # cached pages hold no token, and a forger could count no more than a visitor
@require_POST
@never_cache
def count_search(request: Request) -> HttpResponse:
    """A results page was opened: count its words for staff. What was found is looked up here."""
    query = search.clean(request.POST.get("q", ""))
    if len(query) >= SHORTEST_TYPED:
        index.catch_up()
        search.count_search(query, len(search.understand(query).places))
    return HttpResponse(status=204)

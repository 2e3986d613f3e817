"""The pages of the shop, in the order a visitor meets them."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Refusal
from shop import cart as bag
from shop.forms import AddToBagForm, LineQuantityForm
from shop.http import cart_for_adding, current_cart, lacks_csrf_token
from shop.models import CartLine, Category, Colourway, Product
from shop.search import search_products

PER_PAGE = 24


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    newest = list(Product.objects.published().newest_first()[:9])
    return render(
        request,
        "shop/home.html",
        {
            "categories": Category.objects.all(),
            "hero": newest[0] if newest else None,
            "newest": newest[1:],
        },
    )


@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Category, slug=slug)
    products = Product.objects.published().filter(category=shelf).newest_first()
    return _listing(request, "shop/category.html", products, {"category": shelf})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:100].strip()
    context = {"query": query, "categories": Category.objects.all()}
    return _listing(request, "shop/search.html", search_products(query), context)


def _listing(
    request: HttpRequest, template: str, products: Any, context: dict[str, Any]
) -> HttpResponse:
    page = Paginator(products, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {**context, "page": page})


@require_GET
def product(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Product.objects.select_related("category"), slug=slug)
    if not shown.is_published:
        raise Http404("This style is no longer sold.")
    return render(request, "shop/product.html", _product_page(request, shown))


def _product_page(request: HttpRequest, shown: Product) -> dict[str, Any]:
    colourways = list(shown.colourways.prefetch_related("variants", "pictures"))
    wanted = request.GET.get("colour")
    colourway = next((c for c in colourways if c.slug == wanted), None) or next(
        iter(colourways), None
    )
    reviews = list(shown.reviews.published()[:20])
    return {
        "product": shown,
        "colourways": colourways,
        "colourway": colourway,
        "variants": _sizes(colourway),
        "pictures": list(colourway.pictures.all()) if colourway else [],
        "chosen_size": request.GET.get("size", ""),
        "reviews": reviews,
        "fit_summary": _fit_summary(reviews),
        "similar": Product.objects.published()
        .filter(category_id=shown.category_id)
        .exclude(pk=shown.pk)
        .newest_first()[:4],
        "return_days": settings.RETURN_WINDOW_DAYS,
    }


def _sizes(colourway: Colourway | None) -> list[Any]:
    return [v for v in colourway.variants.all() if v.is_active] if colourway else []


def _fit_summary(reviews: list[Any]) -> str:
    """Like “82% say true to size”; empty until three people said something."""
    said = [review for review in reviews if review.fit]
    if len(said) < 3:
        return ""
    fits = [review.fit for review in said]
    most = max(set(fits), key=lambda fit: (fits.count(fit), fit))
    words = {"small": "it runs small", "true": "true to size", "large": "it runs large"}
    return f"{fits.count(most) * 100 // len(fits)}% say {words[most]}"


@require_GET
@never_cache
def personal(request: HttpRequest) -> HttpResponse:
    """What a cached page does not know: the bag's count and who is here; sets the CSRF cookie."""
    get_token(request)
    cart = current_cart(request)
    count = sum(cart.lines.values_list("quantity", flat=True)) if cart else 0
    return render(request, "components/personal.html", {"bag_count": count})


@require_GET
@never_cache
def bag_page(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/bag.html", bag_context(request))


def bag_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    lines = bag.lines_of(current_cart(request))
    rows = [{"line": line, "problem": bag.problem_of(line)} for line in lines]
    return {
        "rows": rows,
        "quote": bag.quote_of(lines),
        "bag_count": sum(line.quantity for line in lines),
        "has_problem": any(row["problem"] for row in rows),
        **more,
    }


@csrf_exempt  # checked by hand: a cached page holds no token, so a page without one asks once more
@require_POST
@never_cache
def bag_add(request: HttpRequest) -> HttpResponse:
    """Put a size into the bag; without JavaScript and token, a one-button page asks to confirm."""
    form = AddToBagForm(request.POST)
    if not form.is_valid():
        message = next(iter(form.errors.values()))[0]
        return _add_refused(request, str(message))
    if lacks_csrf_token(request):
        return render(request, "shop/bag_confirm.html", {"form": form})
    try:
        line = bag.add_to_cart(
            cart_for_adding(request),
            form.cleaned_data["variant"],
            form.cleaned_data["quantity"],
        )
    except Refusal as refusal:
        return _add_refused(request, str(refusal))
    if request.htmx:
        return render(request, "shop/bag.html#panel", bag_context(request, added=line))
    return redirect("shop:bag")


def _add_refused(request: HttpRequest, message: str) -> HttpResponse:
    template = "components/alert.html" if request.htmx else "shop/bag_refused.html"
    context = {"kind": "bad", "message": message}
    return render(request, template, context, status=422)


@require_POST
@never_cache
def bag_line(request: HttpRequest, pk: Any) -> HttpResponse:
    """Change how many of a line, or take it out; `remove` wins."""
    line = get_object_or_404(CartLine.objects.filter(cart=current_cart(request)), pk=pk)
    if "remove" in request.POST:
        bag.remove_line(line)
        return _bag_answer(request)
    form = LineQuantityForm(request.POST)
    if not form.is_valid():
        return _bag_answer(request, line, str(next(iter(form.errors.values()))[0]))
    quantity = form.cleaned_data["quantity"] + form.cleaned_data["step"]
    if quantity == 0:
        bag.remove_line(line)
        return _bag_answer(request)
    try:
        bag.set_quantity(line, quantity)
    except Refusal as refusal:
        return _bag_answer(request, line, str(refusal))
    return _bag_answer(request)


def _bag_answer(
    request: HttpRequest, line: CartLine | None = None, message: str = ""
) -> HttpResponse:
    """The bag as it is now; a refusal stands beside its line, with 422."""
    if not message and not request.htmx:
        return redirect("shop:bag")
    context = bag_context(
        request, refused_line=line.pk if line else None, refusal=message
    )
    template = "shop/bag.html#panel" if request.htmx else "shop/bag.html"
    return render(request, template, context, status=422 if message else 200)

"""The pages of the shop, in the order a visitor meets them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts.errors import Refusal
from accounts.http import Request, page_before
from shop import cart as bag
from shop.forms import AddToBagForm, LineQuantityForm
from shop.http import cart_for_adding, current_cart, lacks_csrf_token
from shop.models import CartLine, Category, Colourway, Product
from shop.search import search_products

PER_PAGE = 24


@require_GET
def home(request: Request) -> HttpResponse:
    newest = list(Product.objects.published().select_related("category").newest_first()[:9])
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
def category(request: Request, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Category, slug=slug)
    products = Product.objects.published().filter(category=shelf).newest_first()
    return _listing(request, "shop/category.html", products, {"category": shelf})


@require_GET
def search(request: Request) -> HttpResponse:
    query = request.GET.get("q", "")[:100].strip()
    context = {
        "query": query,
        "query_string": f"{urlencode({'q': query})}&",
        "categories": Category.objects.all(),
    }
    return _listing(request, "shop/search.html", search_products(query), context)


def _listing(
    request: Request, template: str, products: Any, context: dict[str, Any]
) -> HttpResponse:
    page = Paginator(products, PER_PAGE).get_page(request.GET.get("page"))
    left = page.paginator.count - page.end_index()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return render(request, template, {**context, "page": page, "left": left, "numbers": numbers})


@require_GET
def product(request: Request, slug: str) -> HttpResponse:
    shown = get_object_or_404(Product.objects.select_related("category"), slug=slug)
    if not shown.is_published:
        raise Http404("This style is no longer sold.")
    return render(request, "shop/product.html", _product_page(request, shown))


def _product_page(request: Request, product: Product) -> dict[str, Any]:
    colourways = list(product.colourways.prefetch_related("variants", "pictures"))
    wanted = request.GET.get("colour")
    colourway = next((c for c in colourways if c.slug == wanted), None) or next(
        iter(colourways), None
    )
    variants = _sizes(colourway)
    size = request.GET.get("size")
    only = variants[0] if len(variants) == 1 else None
    chosen = next((v for v in variants if v.size == size), only)
    reviews = list(product.reviews.published()[:20])
    return {
        "product": product,
        "colourways": colourways,
        "colourway": colourway,
        "variants": variants,
        "chosen": chosen.pk if chosen else None,
        "shown": chosen or min(variants, key=lambda v: v.price_minor, default=product),
        "chart": "#size-chart" if product.category.size_chart else "",
        "trail": [(product.category.name, product.category.get_absolute_url())],
        "pictures": list(colourway.pictures.all()) if colourway else [],
        "reviews": reviews,
        "fit_summary": _fit_summary(reviews),
        "similar": Product.objects.published()
        .filter(category_id=product.category_id)
        .exclude(pk=product.pk)
        .newest_first()[:4],
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
def personal(request: Request) -> HttpResponse:
    """What a cached page does not know: the bag's count and who is here; sets the CSRF cookie."""
    get_token(request)
    cart = current_cart(request)
    count = sum(cart.lines.values_list("quantity", flat=True)) if cart else 0
    name = request.user.get_short_name() if request.user.is_authenticated else ""
    return render(request, "components/personal.html", {"bag_count": count, "name": name})


@require_GET
@never_cache
def bag_page(request: Request) -> HttpResponse:
    return _bag(request, bag_context(request))


def _bag(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The bag in the shell it was asked for: the drawer, the page's own part, or the page."""
    part = {"bag-panel": "#panel", "bag-page": "#page"}.get(request.htmx.target or "", "")
    response = render(request, f"shop/bag.html{part}", context, status=status)
    return trigger_client_event(response, "bag:changed") if part else response


def bag_context(
    request: Request, refused: CartLine | None = None, refusal: str = "", **more: Any
) -> dict[str, Any]:
    """The bag as it is now; a refusal stands beside the line that caused it."""
    lines = bag.lines_of(current_cart(request))
    problems = {line.pk: bag.problem_of(line) for line in lines}
    shown = {**problems, refused.pk: refusal} if refused else problems
    return {
        "rows": [{"line": line, "problem": shown[line.pk]} for line in lines],
        "quote": bag.quote_of(lines),
        "bag_count": sum(line.quantity for line in lines),
        "has_problem": any(problems.values()),
        "home": reverse("shop:home"),
        **more,
    }


@csrf_exempt  # checked by hand: a cached page holds no token, so a page without one asks once more
@require_POST
@never_cache
def bag_add(request: Request) -> HttpResponse:
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
        return _bag(request, bag_context(request, added=line))
    return redirect("shop:bag")


def _add_refused(request: Request, message: str) -> HttpResponse:
    template = "shop/bag_refused.html#panel" if request.htmx else "shop/bag_refused.html"
    context = {"refusal": message, "back": page_before(request)}
    return render(request, template, context, status=422)


@require_POST
@never_cache
def bag_line(request: Request, pk: Any) -> HttpResponse:
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


def _bag_answer(request: Request, line: CartLine | None = None, refusal: str = "") -> HttpResponse:
    if not refusal and not request.htmx:
        return redirect("shop:bag")
    context = bag_context(request, refused=line, refusal=refusal)
    return _bag(request, context, status=422 if refusal else 200)

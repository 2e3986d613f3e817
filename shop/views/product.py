"""The page of one product."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.http import Request
from shop.models import Colourway, Product


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

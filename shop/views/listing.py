"""Listings: one category, and what a search found."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.http import Request
from shop.models import Category, Product
from shop.search import search_products

PER_PAGE = 24


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

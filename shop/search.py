"""Finding a style by its words."""

from functools import reduce
from operator import and_

from django.db.models import Q

from shop.models import Product
from shop.querysets import ProductQuerySet

MOST_WORDS = 8


def search_products(query: str) -> ProductQuerySet:
    """Published products that hold every word of the query in their name, fabric or category.

    An empty query finds nothing.
    """
    words = query.replace("\x00", " ").split()[:MOST_WORDS]
    if not words:
        return Product.objects.none()
    clauses = (
        Q(name__icontains=word) | Q(fabric__icontains=word) | Q(category__name__icontains=word)
        for word in words
    )
    return Product.objects.published().filter(reduce(and_, clauses)).newest_first()

"""What buyers say: the section of the product's page, more of it, and thanks for a review."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Refusal
from accounts.http import Request
from accounts.limits import VOTE, address_of, limited
from shop import caching
from shop.http import lacks_csrf_token, voter_of
from shop.models import Product, Review, ReviewVote, Variant
from shop.opinions import Wanted, opinions
from shop.reviews import find_helpful, take_back_vote


@require_GET
def reviews(request: Request, slug: str) -> HttpResponse:
    """Reviews as the address asks: the section alone for htmx, else a page with a way back."""
    wanted = Wanted.read(request.GET)
    part = "#section" if request.htmx else ""
    build = partial(_reviews, request, slug, wanted, part)
    return caching.serve(request, f"reviews:{slug}?{wanted.query}{part}", build)


def _reviews(request: Request, slug: str, wanted: Wanted, part: str) -> Any:
    product = get_object_or_404(Product.objects.published(), slug=slug)
    said = opinions(product, wanted, sizes_of(product))
    trail = [(product.name, product.get_absolute_url())]
    context = {"product": product, "trail": trail, "said": said}
    response = render(request, f"shop/reviews.html{part}", context)
    tags = [caching.tag_product(product.pk), caching.STOREFRONT]
    return response, tags if said["wanted"] == wanted else None


def sizes_of(product: Product) -> list[str]:
    """Every size the product comes in, smallest first."""
    rows = Variant.objects.filter(colourway__product=product).order_by("position")
    return list(dict.fromkeys(rows.values_list("size", flat=True)))


@csrf_exempt  # checked by hand, like bag_add: the page it is sent from is kept whole
@require_POST
@never_cache
@limited(VOTE, address_of)
def vote(request: Request, pk: object) -> HttpResponse:
    """Find a review helpful, or take that back; without JavaScript and token, ask once more."""
    review = get_object_or_404(Review.objects.published().select_related("product"), pk=pk)
    voter = voter_of(request)
    if lacks_csrf_token(request):
        return _vote_answer(request, review, voter)
    try:
        if request.POST.get("helpful") == "0":
            take_back_vote(review, voter=voter)
        else:
            find_helpful(review, voter=voter)
    except Refusal as refusal:
        return _vote_answer(request, review, voter, str(refusal))
    if request.htmx:
        review.refresh_from_db()
        return _vote_answer(request, review, voter)
    return redirect(f"{review.product.get_absolute_url()}#review-{review.pk}")


def _vote_answer(request: Request, review: Review, voter: str, refusal: str = "") -> HttpResponse:
    """How the shopper's vote stands, with the button that changes it."""
    has_voted = ReviewVote.objects.filter(review=review, voter=voter).exists()
    context = {"review": review, "has_voted": has_voted, "refusal": refusal}
    part = "#form" if request.htmx else ""
    status = 422 if refusal else 200
    return render(request, f"shop/review_vote.html{part}", context, status=status)

"""Writing a review of something one bought, and one's own photos of it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import Refusal
from accounts.http import CustomerRequest
from accounts.limits import REVIEW, limited, visitor_of
from orders.errors import NotBought
from orders.forms import ReviewForm
from orders.models import OrderLine
from orders.reviewing import find_purchase, review_purchase
from shop.models import Product, Review
from shop.photos import open_photo


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@limited(REVIEW, visitor_of)
def review(request: CustomerRequest, slug: str) -> HttpResponse:
    """Write or rewrite what one says of a product one bought; staff read it before it is shown."""
    product = get_object_or_404(Product.objects.published(), slug=slug)
    line = find_purchase(request.user, product)
    written = Review.objects.filter(product=product, user=request.user).first()
    if request.method == "GET":
        form = ReviewForm.of(written, city=line.order.city if line else "")
        return _page(request, product, form, line, written)
    form = ReviewForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, product, form, line, written, status=422)
    try:
        review_purchase(request.user, product, form.draft())
    except Refusal:
        return _page(request, product, form, None, written, status=422)
    return redirect("orders:review", slug=slug)


def _page(
    request: CustomerRequest,
    product: Product,
    form: ReviewForm,
    line: OrderLine | None,
    written: Review | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "product": product,
        "form": form,
        "line": line,
        "written": written,
        "refusal": "" if line else str(NotBought(product.name)),
        "lost_files": bool(form.errors and request.FILES),
    }
    return render(request, "orders/review.html", context, status=status)


@login_required
@require_GET
@never_cache
def photo(request: CustomerRequest, slug: str, place: int) -> FileResponse:
    """A photo of the customer's own review, whoever else may see it."""
    written = get_object_or_404(Review, product__slug=slug, user=request.user)
    if place >= len(written.photos):
        raise Http404
    return FileResponse(open_photo(written.photos[place]), content_type="image/jpeg")

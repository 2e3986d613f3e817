"""Where a customer who paid in cash says which account gets the money."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from orders.access import with_order
from orders.models import Order, PayoutDetails
from orders.payout_form import PayoutForm
from orders.payouts import save_payout


@never_cache
@require_http_methods(["GET", "POST"])
@with_order
def payout(request: Request, order: Order) -> HttpResponse:
    """Ask for the account, and keep it; somebody else's order is 404, as is one paid online."""
    if not order.is_cash:
        raise Http404
    form = PayoutForm(request.POST if request.method == "POST" else None)
    back = _back(request, order)
    if request.method == "POST" and form.is_valid():
        by = str(request.user) if request.user.is_authenticated else order.full_name
        save_payout(order, form.account(), by=by)
        return redirect(back)
    known = PayoutDetails.objects.filter(order=order, wiped_at=None).first()
    context = {"order": order, "payout_form": form, "payout": known, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "orders/payout.html", context, status=status)


def _back(request: Request, order: Order) -> str:
    """The page of ours this was asked on."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith("/") else order.get_absolute_url()

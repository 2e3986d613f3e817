"""The places a customer has things sent to."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.addresses import keep_address, make_usual, put_back, remove_address
from accounts.errors import Refusal
from accounts.forms.addresses import SavedAddressForm
from accounts.http import CustomerRequest

REMOVED = "removed_address"


@login_required
@never_cache
@require_GET
def addresses(request: CustomerRequest) -> HttpResponse:
    """The cards; what was just removed may be put back once."""
    removed = request.session.pop(REMOVED, None)
    shown = {"addresses": request.user.addresses.all(), "removed": removed}
    return render(request, "accounts/addresses.html", shown)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_address(request: CustomerRequest, pk: UUID | None = None) -> HttpResponse:
    """A new one, or another one in its place."""
    address = get_object_or_404(request.user.addresses, pk=pk) if pk else None
    known = {"full_name": request.user.full_name, "phone": request.user.phone}
    initial = None if address else known
    form = SavedAddressForm(request.POST or None, instance=address, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_address(request.user, form.cleaned_data, pk=pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("accounts:addresses")
    shown = {"form": form, "address": address}
    return render(request, "accounts/address.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def usual(request: CustomerRequest, pk: UUID) -> HttpResponse:
    make_usual(request.user, get_object_or_404(request.user.addresses, pk=pk))
    return redirect("accounts:addresses")


@login_required
@require_POST
def remove(request: CustomerRequest, pk: UUID) -> HttpResponse:
    address = get_object_or_404(request.user.addresses, pk=pk)
    undo = remove_address(request.user, address)
    request.session[REMOVED] = {"undo": undo, "said": str(address)}
    return redirect("accounts:addresses")


@login_required
@require_POST
def undo(request: CustomerRequest) -> HttpResponse:
    try:
        put_back(request.user, request.POST.get("undo", ""))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("accounts:addresses")

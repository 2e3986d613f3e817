"""What we may do, the copy of one's data, and the end of an account."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import CustomerRequest
from accounts.models import DataExport, ExportStatus, Purpose
from accounts.personal import still_open, what_stays
from accounts.privacy import (
    ask_for_export,
    ask_to_close,
    consents_of,
    keep_account,
    say_consent,
)
from accounts.proofs import fresh_sign_in_required


@login_required
@never_cache
@require_GET
def privacy(request: CustomerRequest) -> HttpResponse:
    shown = {"consents": consents_of(request.user), "export": request.user.exports.first()}
    return render(request, "accounts/privacy.html", shown)


@login_required
@require_POST
def consent(request: CustomerRequest, purpose: str) -> HttpResponse:
    """Yes or no to one purpose, written down with its moment."""
    if purpose not in Purpose.values:
        raise Http404
    is_given = request.POST.get("is_given") == "yes"
    say_consent(request.user, Purpose(purpose), is_given=is_given, source="account")
    return redirect("accounts:privacy")


@fresh_sign_in_required
@require_POST
def ask_copy(request: CustomerRequest) -> HttpResponse:
    ask_for_export(request.user)
    messages.success(request, "We are writing your copy; a message brings the link.")
    return redirect("accounts:privacy")


@fresh_sign_in_required
@never_cache
@require_GET
def copy(request: CustomerRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The file itself: for its owner, for a week."""
    export = get_object_or_404(DataExport, pk=pk, user=request.user, status=ExportStatus.READY)
    if export.expires_at is None or export.expires_at <= timezone.now():
        raise Http404("This copy is gone; ask for another one.")
    file = storages["private"].open(export.file, "rb")
    return FileResponse(file, as_attachment=True, filename="vastra-copy-of-my-data.json")


@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: CustomerRequest) -> HttpResponse:
    """What goes, what stays, from when; and the press that begins the seven days."""
    if request.method == "POST":
        ask_to_close(request.user)
        return redirect("accounts:privacy")
    shown = {"stays": what_stays(), "open": still_open(request.user)}
    return render(request, "accounts/close.html", shown)


@login_required
@require_POST
def stay(request: CustomerRequest) -> HttpResponse:
    keep_account(request.user)
    messages.success(request, "Your account stays open.")
    return redirect("accounts:privacy")

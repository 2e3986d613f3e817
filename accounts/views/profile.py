"""Name, e-mail and mobile number; the last two change once a code came back from the new one."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import codes
from accounts.contacts import change_email, change_phone
from accounts.errors import OverBudget, Refusal
from accounts.forms.profile import NameForm, NewEmailForm, NewPhoneForm
from accounts.http import CustomerRequest
from accounts.models import User
from accounts.proofs import fresh_sign_in_required, note_proof, stay_signed_in
from accounts.views.signing_in import ip_of, too_many


@dataclass(frozen=True)
class Contact:
    """One of the two ways to reach somebody, and how it is changed."""

    title: str
    form: type[forms.Form]
    change: Callable[[User, str], None]


CONTACTS = {
    "email": Contact("e-mail", NewEmailForm, change_email),
    "phone": Contact("mobile number", NewPhoneForm, change_phone),
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: CustomerRequest) -> HttpResponse:
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is kept.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=_status(form))


@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: CustomerRequest, kind: str) -> HttpResponse:
    """First the new one, then the code that came to it."""
    contact = _contact(kind)
    form = contact.form(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            new = form.cleaned_data["contact"]
            codes.send_code(request.session, kind, to=new, ip=ip_of(request))
            return redirect("accounts:confirm_contact", kind)
        except Refusal as no:
            refusal = no
    shown = {"form": form, "contact": contact, "refusal": refusal}
    page = render(request, "accounts/new_contact.html", shown, status=_status(form, refusal))
    return too_many(page, refusal) if isinstance(refusal, OverBudget) else page


@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contact(request: CustomerRequest, kind: str) -> HttpResponse:
    contact, to = _contact(kind), codes.pending_contact(request.session, kind)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            new = codes.take_code(request.session, kind, request.POST.get("code", ""))
            contact.change(request.user, new)
            return _changed(request, contact)
        except Refusal as no:
            refusal = no
    if not to:
        messages.warning(request, "That code is no longer good. Ask for another one.")
        return redirect("accounts:change_contact", kind)
    shown = {"to": to, "kind": kind, "contact": contact, "refusal": refusal}
    page = render(request, "accounts/confirm_contact.html", shown, status=422 if refusal else 200)
    return too_many(page, refusal) if isinstance(refusal, OverBudget) else page


def _changed(request: CustomerRequest, contact: Contact) -> HttpResponse:
    stay_signed_in(request, request.user)
    note_proof(request, request.user, "code")
    messages.success(request, f"Your {contact.title} is changed. Other devices were signed out.")
    return redirect("accounts:profile")


def _contact(kind: str) -> Contact:
    if kind not in CONTACTS:
        raise Http404
    return CONTACTS[kind]


def _status(form: forms.BaseForm, refusal: Refusal | None = None) -> int:
    return 422 if form.errors or refusal else 200

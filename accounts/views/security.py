"""How this person gets in, and where they are signed in now."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import passwords
from accounts.contacts import tell_change
from accounts.forms.signing_in import NewPasswordForm
from accounts.http import CustomerRequest
from accounts.models import SignIn
from accounts.proofs import fresh_sign_in_required, stay_signed_in
from accounts.sign_ins import end_everywhere, end_session, open_sign_ins, recent_sign_ins


@login_required
@never_cache
@require_GET
def security(request: CustomerRequest) -> HttpResponse:
    user = request.user
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in kinds,
        "google": SocialAccount.objects.filter(user=user).first(),
        "sessions": open_sign_ins(user),
        "history": recent_sign_ins(user),
        "this_session": request.session.session_key,
    }
    return render(request, "accounts/security.html", context)


@fresh_sign_in_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: CustomerRequest) -> HttpResponse:
    """Set or change it; every other browser is signed out."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.set_password(request.user, form.cleaned_data["password"])
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            return _changed(request, "Your password was set", "Other devices were signed out.")
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


@fresh_sign_in_required
@require_POST
def drop_password(request: CustomerRequest) -> HttpResponse:
    passwords.remove_password(request.user)
    return _changed(request, "Your password was removed", "Codes open the account.")


@fresh_sign_in_required
@require_POST
def disconnect_google(request: CustomerRequest) -> HttpResponse:
    """Codes remain a way in, so nobody locks themselves out."""
    if SocialAccount.objects.filter(user=request.user).delete()[0]:
        end_everywhere(request.user)
        return _changed(request, "Google was disconnected from your account", "")
    return redirect("accounts:security")


def _changed(request: CustomerRequest, what: str, more: str) -> HttpResponse:
    stay_signed_in(request, request.user)
    tell_change(request.user, what)
    messages.success(request, f"{what}. {more}".strip())
    return redirect("accounts:security")


@login_required
@require_POST
def end_one(request: CustomerRequest, pk: str) -> HttpResponse:
    """Sign one browser out, which may be this one."""
    sign_in = get_object_or_404(SignIn, pk=pk, user=request.user)
    if sign_in.session_key == request.session.session_key:
        logout(request)
        return redirect("shop:home")
    end_session(sign_in)
    messages.success(request, "That device is signed out.")
    return redirect("accounts:security")


@login_required
@require_POST
def end_all(request: CustomerRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_everywhere(request.user)
    stay_signed_in(request, request.user)
    messages.success(request, "Every other device is signed out.")
    return redirect("accounts:security")

"""The doors: a code, a password, a second factor; and “is it still you?” before what matters.

The steps are django-allauth's. What is added here is ours: budgets in the database, honest
statuses (422 refused, 429 with a wait), thirty seconds between two codes.
"""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.mixins import NextRedirectMixin, RedirectAuthenticatedUserMixin
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.utils import get_request_param
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from accounts import codes
from accounts.budgets import spend_code, spend_guess
from accounts.contacts import masked
from accounts.errors import OverBudget, Refusal
from accounts.forms.signing_in import (
    CodeForm,
    NewAuthenticatorForm,
    PasswordAgainForm,
    PasswordSignInForm,
    SecondFactorForm,
)
from accounts.http import CustomerRequest, Request, own_page
from accounts.models import User
from accounts.proofs import fresh_sign_in_required, has_second_factor, note_proof

REFUSED, TOO_MANY = 422, 429
AGAIN = "again"  # the purpose of a code that shows it is still the same person


class StartsOver:
    """Who comes here with a code on its way may begin anew: it was the wrong number, perhaps."""

    def _redirect_to_pending_stage(self, request: Any, stage: Any) -> None:
        return None


class AskForCodeView(StartsOver, RequestLoginCodeView):
    """Who are you? The answer is the same for everybody."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page = self.render_to_response(self.get_context_data(form=form), status=REFUSED)
        return too_many(page, form.over) if form.over else page


class EnterCodeView(ConfirmLoginCodeView):
    """The six digits; another code after half a minute."""

    form_class = CodeForm
    refusal = ""

    @property
    def seconds_to_wait(self) -> int:
        state = self._process.state
        return codes.wait_after(state.get("sent_at", state["at"]))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "resend":
            return self._send_another()
        try:
            spend_guess(self._contact)
        except OverBudget as over:
            return too_many(self._refused(str(over)), over)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = REFUSED
        return response

    def _send_another(self) -> HttpResponse:
        if not self._process.can_resend:
            return self._refused("We sent three. Ask anew, or use another number or e-mail.")
        if self.seconds_to_wait:
            return self._refused(f"Another code can be sent in {self.seconds_to_wait} seconds.")
        by_sms = "@" not in self._contact
        try:
            spend_code(self._contact, ip=ip_of(self.request), by_sms=by_sms)
        except OverBudget as over:
            return too_many(self._refused(str(over)), over)
        # The new code is as good as the first was: for as long, and for as many tries.
        self._process.state.update(sent_at=time.time(), at=time.time(), failed_attempts=0)
        return self._resend_form_valid(None)

    def _refused(self, words: str) -> HttpResponse:
        self.refusal = words
        form = self.form_class(code="")
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)

    @property
    def _contact(self) -> str:
        state = self._process.state
        return str(state.get("phone") or state.get("email"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        failed = self._process.state["failed_attempts"]
        left = self._process.max_attempts - failed
        return {
            **context,
            "refusal": self.refusal,
            "wait": self.seconds_to_wait,
            "tries_left": left if failed else 0,
        }


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class PasswordView(StartsOver, NextRedirectMixin, RedirectAuthenticatedUserMixin, FormView):
    """For who chose a password; a second factor is asked after it where there is one."""

    form_class = PasswordSignInForm
    template_name = "account/password.html"
    success_url = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        form.login.redirect_url = self.get_success_url()
        return perform_password_login(self.request, form.credentials(), form.login)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class SecondFactorView(AuthenticateView):
    """The code of the authenticator app, after the first step."""

    form_class = SecondFactorForm

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = REFUSED
        return response


second_factor = login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")(
    SecondFactorView.as_view()
)


class AddAuthenticatorView(ActivateTOTPView):
    """Scan, type the first code, keep the recovery codes. Counts as shown in this session."""

    form_class = NewAuthenticatorForm

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_proof(self.request, self.request.user, "mfa", type="totp")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


add_authenticator = never_cache(fresh_sign_in_required(AddAuthenticatorView.as_view()))


def google_cancelled(request: Request) -> HttpResponse:
    """Somebody changed their mind on Google's page."""
    messages.info(request, "You are not signed in: Google was left before it answered.")
    return redirect("account_login")


@login_required
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def prove_again(request: CustomerRequest) -> HttpResponse:
    """Is it still you? By the app, the password, or a code; then back to what was asked for."""
    after = own_page(request, get_request_param(request, REDIRECT_FIELD_NAME) or "")
    how = _way_to_prove(request.user)
    shown = {"how": how, "next": after, "contact": masked(_contact_of(request.user))}
    if request.method == "POST":
        try:
            if _prove(request, how):
                return redirect(after)
        except (Refusal, ValidationError) as refusal:
            words = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
            page = render(request, "account/again.html", _again(request, shown, words), status=422)
            return too_many(page, refusal) if isinstance(refusal, OverBudget) else page
    return render(request, "account/again.html", _again(request, shown))


def _way_to_prove(user: User) -> str:
    if has_second_factor(user):
        return "app"
    return "password" if user.has_usable_password() else "code"


def _prove(request: CustomerRequest, how: str) -> bool:
    """Whether what was sent proves it; sends a code where that is what was asked for."""
    user = request.user
    if how == "app":
        form = SecondFactorForm(request.POST, user=user)
        if not form.is_valid():
            raise ValidationError(next(iter(form.errors.values()))[0])
        form.authenticator.record_usage()
        note_proof(request, user, "mfa", type=form.authenticator.type)
        return True
    if how == "password" and "password" in request.POST:
        return _prove_by_password(request)
    if request.POST.get("action") == "send":
        if wait := codes.seconds_to_wait(request.session, AGAIN):
            raise ValidationError(f"Another code can be sent in {wait} seconds.")
        codes.send_code(request.session, AGAIN, to=_contact_of(user), ip=ip_of(request))
        return False
    codes.take_code(request.session, AGAIN, request.POST.get("code", ""))
    note_proof(request, user, "code")
    return True


def _prove_by_password(request: CustomerRequest) -> bool:
    form = PasswordAgainForm(request.POST)
    who = {"email": request.user.email} if request.user.email else {"phone": request.user.phone}
    if not form.is_valid():
        raise ValidationError("Enter your password.")
    password = form.cleaned_data["password"]
    if get_adapter(request).authenticate(request, **who, password=password) != request.user:
        raise ValidationError("That is not your password.")
    note_proof(request, request.user, "password")
    return True


def _again(request: CustomerRequest, shown: dict[str, Any], refusal: str = "") -> dict[str, Any]:
    return {
        **shown,
        "refusal": refusal,
        "is_sent": bool(codes.pending_contact(request.session, AGAIN)),
        "wait": codes.seconds_to_wait(request.session, AGAIN),
    }


def _contact_of(user: User) -> str:
    """Where a code reaches this person: what they have proven, the phone first."""
    if user.phone and user.phone_verified_at:
        return user.phone
    return user.email or user.phone or ""


def ip_of(request: Any) -> str:
    return str(get_adapter().get_client_ip(request))


def too_many(page: HttpResponse, over: OverBudget) -> HttpResponse:
    """The same page, as 429 with the true wait."""
    page.status_code = TOO_MANY
    page.headers["Retry-After"] = str(over.seconds)
    return page

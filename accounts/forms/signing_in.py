"""What people type to get in: who they are, a code, or a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError

from accounts import sms
from accounts.budgets import spend_code
from accounts.errors import OverBudget
from accounts.models import User
from accounts.passwords import MOST
from accounts.registration import Identifier, find_or_register, parse_identifier

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}


class IdentifierField(forms.CharField):
    """An e-mail or an Indian mobile number."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(
            label="Mobile number or e-mail",
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", **attrs}),
            error_messages={"required": "Enter your mobile number or e-mail."},
        )

    def clean(self, value: Any) -> Identifier:
        return parse_identifier(super().clean(value))


class SignInForm(forms.Form):
    """One field, e-mail or mobile; the same answer whether or not we know it.

    allauth's code view reads `cleaned_data["email"]`, `cleaned_data["phone"]` and `_user`.
    """

    identifier = IdentifierField(autofocus=True)
    over: OverBudget | None = None
    _user: User

    def clean_identifier(self) -> str:
        identifier: Identifier = self.cleaned_data["identifier"]
        if identifier.phone and not sms.can_send():
            raise ValidationError("We cannot send codes by SMS here. Use your e-mail address.")
        contact = identifier.email or identifier.phone
        try:
            spend_code(
                contact,
                ip=get_adapter().get_client_ip(context.request),
                by_sms=bool(identifier.phone),
            )
        except OverBudget as over:
            self.over = over
            raise ValidationError(str(over)) from None
        self._user = find_or_register(identifier)
        self.cleaned_data["email"] = identifier.email
        self.cleaned_data["phone"] = identifier.phone
        return contact


class CodeForm(ConfirmLoginCodeForm):
    """Six digits; spaces are forgiven."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(attrs={**DIGITS, "autofocus": True}),
        error_messages={"required": "Enter the 6 digits we sent."},
    )


class PasswordSignInForm(forms.Form):
    """E-mail or mobile, and the password; what is wrong of the two is not said."""

    identifier = IdentifierField(autofocus=True)
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        self.request = request
        self.login: Login | None = None
        super().__init__(*args, **kwargs)

    def credentials(self) -> dict[str, str]:
        identifier: Identifier = self.cleaned_data["identifier"]
        who = {"email": identifier.email} if identifier.email else {"phone": identifier.phone}
        return {**who, "password": self.cleaned_data["password"]}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        # allauth counts failures for each person and each network before it looks.
        user = get_adapter(self.request).authenticate(self.request, **self.credentials())
        if user is None:
            raise ValidationError("This password does not go with this e-mail or number.")
        self.login = Login(user=user, email=self.credentials().get("email"))
        return self.cleaned_data


class SecondFactorForm(AuthenticateForm):
    """Six digits of the authenticator app, or one recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "inputmode": "numeric",
                "maxlength": "12",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Enter the 6 digits your app shows."},
    )


class NewAuthenticatorForm(ActivateTOTPForm):
    """The first code of an app that was just set up."""

    code = forms.CharField(
        label="Code from the app",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Enter the 6 digits your app shows."},
    )


class NewPasswordForm(forms.Form):
    """One field: who forgets it signs in with a code."""

    password = forms.CharField(
        label="New password",
        strip=False,
        help_text="12 characters or more. A few words are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )


class PasswordAgainForm(forms.Form):
    """The password of who is signed in, to show that it is still them."""

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )

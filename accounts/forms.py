"""What people type about themselves: who they are, and where they live."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.core.exceptions import ValidationError

from accounts import sms
from accounts.models import Address, User
from accounts.registration import find_or_register, parse_identifier, parse_phone


class SignInForm(forms.Form):
    """One field, e-mail or mobile; the same answer whether or not we know it.

    allauth's code view reads `cleaned_data["email"]`, `cleaned_data["phone"]` and `_user`.
    """

    identifier = forms.CharField(
        label="Mobile number or e-mail",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"required": "Enter your mobile number or e-mail."},
    )
    _user: User

    def clean_identifier(self) -> str:
        identifier = parse_identifier(self.cleaned_data["identifier"])
        if identifier.phone and not sms.can_send():
            raise ValidationError("We cannot send codes by SMS here. Use your e-mail address.")
        key = identifier.email or identifier.phone
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = find_or_register(identifier)
        self.cleaned_data["email"] = identifier.email
        self.cleaned_data["phone"] = identifier.phone
        return key


class AddressForm(forms.ModelForm):
    """An Indian delivery address, PIN first."""

    # Declared here because people write them longer than they are kept: with spaces and +91.
    phone = forms.CharField(
        label="Mobile number",
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
    )
    pin_code = forms.CharField(
        label="PIN code",
        max_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )

    class Meta:
        model = Address
        fields: ClassVar = [
            "full_name",
            "phone",
            "pin_code",
            "house",
            "street",
            "landmark",
            "city",
            "state",
        ]
        labels: ClassVar = {
            "full_name": "Full name",
            "house": "Flat, house, building",
            "street": "Area, street, village",
            "landmark": "Landmark (optional)",
            "city": "City or town",
            "state": "State",
        }
        widgets: ClassVar = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "house": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "street": forms.TextInput(attrs={"autocomplete": "address-line2"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "state": forms.Select(attrs={"autocomplete": "address-level1"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            label = str(field.label).removesuffix(" (optional)").lower()
            label = label.replace("pin ", "PIN ")
            field.error_messages["required"] = f"Enter your {label}."
        self.fields["state"].error_messages["required"] = "Choose your state."

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])

    def clean_pin_code(self) -> str:
        pin_code = self.cleaned_data["pin_code"].replace(" ", "")
        if not (pin_code.isascii() and pin_code.isdigit() and len(pin_code) == 6):
            raise ValidationError("Enter a 6-digit PIN code.")
        if pin_code.startswith("0"):
            raise ValidationError("No PIN code in India starts with 0.")
        return str(pin_code)

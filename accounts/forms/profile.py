"""What people say of themselves, and the new e-mail or number they want to be reached by."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts import sms
from accounts.models import User
from accounts.registration import parse_identifier, parse_phone


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields: ClassVar = ["full_name"]
        labels: ClassVar = {"full_name": "Full name"}
        widgets: ClassVar = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


class NewEmailForm(forms.Form):
    contact = forms.CharField(
        label="New e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={"required": "Enter your new e-mail."},
    )

    def clean_contact(self) -> str:
        email = parse_identifier(self.cleaned_data["contact"]).email
        if not email:
            raise ValidationError("Enter an e-mail address like asha@example.in.")
        return email


class NewPhoneForm(forms.Form):
    contact = forms.CharField(
        label="New mobile number",
        max_length=24,
        widget=forms.TextInput(
            attrs={"autocomplete": "tel-national", "inputmode": "tel", "autofocus": True}
        ),
        error_messages={"required": "Enter your new mobile number."},
    )

    def clean_contact(self) -> str:
        if not sms.can_send():
            raise ValidationError("We cannot send codes by SMS here.")
        return parse_phone(self.cleaned_data["contact"])

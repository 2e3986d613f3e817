"""Where people have things sent, PIN first."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Address
from accounts.pin_lookup import place_of
from accounts.registration import parse_phone


class PlainSelect(forms.Select):
    """A select written in one go: a template for each of 37 states costs the page milliseconds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        given = flatatt(self.build_attrs({"name": name, **self.attrs}, attrs))
        return format_html("<select{}>{}</select>", given, options)


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
            "state": PlainSelect(attrs={"autocomplete": "address-level1"}),
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


class SavedAddressForm(AddressForm):
    """An address to keep: its PIN code brings city and state where they were left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].required = self.fields["state"].required = False
        self.fields["pin_code"].help_text = "It brings city and state."

    def clean(self) -> dict[str, Any]:
        super().clean()
        written = self.cleaned_data
        if "pin_code" not in written:
            return written
        place = place_of(written["pin_code"])
        if place is not None and not place.is_served:
            self.add_error(
                "pin_code", f"We do not deliver to {written['pin_code']} yet. Another PIN code?"
            )
        for name, words in (("city", "Enter your city or town."), ("state", "Choose your state.")):
            written[name] = written.get(name) or (getattr(place, name) if place else "")
            if not written[name] and name not in self.errors:
                self.add_error(name, words)
        return written

"""Where shall the money go? A UPI id, or a bank account written twice."""

import re
from typing import Any

from django import forms

from orders.models import PayoutKind
from orders.payouts import Account

UPI = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}@[a-zA-Z][a-zA-Z0-9]{1,63}")
NUMBER = re.compile(r"\d{9,18}")
IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
NEEDED = {
    PayoutKind.UPI: {"upi": "Enter your UPI id."},
    PayoutKind.BANK: {
        "holder": "Enter the name on the account.",
        "number": "Enter the account number.",
        "number_again": "Enter the account number once more.",
        "ifsc": "Enter the IFSC of the branch.",
    },
}


def _text(label: str, **more: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false", **more.pop("attrs", {})}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs), **more)


class PayoutForm(forms.Form):
    """Only what belongs to the chosen kind is asked for; the rest may stay empty."""

    kind = forms.ChoiceField(
        label="How do you want the money?",
        choices=PayoutKind.choices,
        initial=PayoutKind.UPI,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose a UPI id or a bank account."
        ),
    )
    upi = _text("UPI id", max_length=320, help_text="Like asha@okhdfc, from your payment app.")
    holder = _text("Name on the account", max_length=120)
    number = _text("Account number", max_length=32, attrs={"inputmode": "numeric"})
    number_again = _text("Account number again", max_length=32, attrs={"inputmode": "numeric"})
    ifsc = _text(
        "IFSC", max_length=16, help_text="Eleven letters and digits, like HDFC0001234.",
        attrs={"autocapitalize": "characters"},
    )  # fmt: skip

    def clean_upi(self) -> str:
        upi = str(self.cleaned_data["upi"]).strip()
        if upi and self._is(PayoutKind.UPI) and not UPI.fullmatch(upi):
            raise forms.ValidationError("That is no UPI id. It looks like asha@okhdfc.")
        return upi

    def clean_number(self) -> str:
        number = _plain(self.cleaned_data["number"])
        if number and self._is(PayoutKind.BANK) and not NUMBER.fullmatch(number):
            raise forms.ValidationError("An account number has 9 to 18 digits.")
        return number

    def clean_number_again(self) -> str:
        return _plain(self.cleaned_data["number_again"])

    def clean_ifsc(self) -> str:
        ifsc = _plain(self.cleaned_data["ifsc"]).upper()
        if ifsc and self._is(PayoutKind.BANK) and not IFSC.fullmatch(ifsc):
            raise forms.ValidationError(
                "An IFSC has four letters, a zero and six more letters or digits."
            )
        return ifsc

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        needed = NEEDED[PayoutKind(given["kind"])] if "kind" in given else {}
        for name, words in needed.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, words)
        is_bank = self._is(PayoutKind.BANK) and not self.errors
        if is_bank and given["number"] != given["number_again"]:
            self.add_error("number_again", "The two account numbers are not the same.")
        return given

    def account(self) -> Account:
        """Only what belongs to the chosen kind, whatever else was typed."""
        given = self.cleaned_data
        if given["kind"] == PayoutKind.UPI:
            return Account(PayoutKind.UPI, upi=given["upi"])
        return Account(
            PayoutKind.BANK, holder=given["holder"], number=given["number"], ifsc=given["ifsc"]
        )

    def _is(self, kind: PayoutKind) -> bool:
        return self.cleaned_data.get("kind") == kind


def _plain(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed)

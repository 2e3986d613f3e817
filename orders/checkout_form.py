"""What a shopper fills in to buy: whom to reach, where to, how it comes, how it is paid."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from accounts import sms
from accounts.forms import AddressForm
from accounts.models import Address, User
from accounts.places import INDIAN_STATES
from accounts.registration import parse_phone
from orders.changes import Shown
from orders.checkout import Destination, Terms
from orders.gstin import parse_gstin
from orders.states import PaymentMethod
from shop.delivery import Delivery, delivery_to
from shop.errors import NotServed
from shop.forms import PinForm
from shop.models import DeliveryMethod
from shop.money import Money
from shop.pricing import Quote

NEW_ADDRESS = "new"
CASH = "cash"
WAYS_TO_PAY = [
    ("upi", "UPI"),
    ("card", "Card"),
    ("netbanking", "Net banking"),
    ("wallet", "Wallet"),
    (CASH, "Cash on delivery"),
]
STATE_NAMES = dict(INDIAN_STATES)


class PlaceForm(AddressForm):
    """Where to. The PIN code knows city and state; the phone is asked once, above."""

    phone = None  # type: ignore[assignment]
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(AddressForm.Meta):
        fields: ClassVar = [name for name in AddressForm.Meta.fields if name != "phone"]

    def __init__(
        self,
        *args: Any,
        delivery: Delivery | None,
        unserved: str,
        is_new_pin: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.delivery, self.unserved, self.is_new_pin = delivery, unserved, is_new_pin
        if self.is_bound and delivery:
            self._fill(delivery)

    def _fill(self, delivery: Delivery) -> None:
        """City and state: what the PIN code says, where they were left out or tell of another."""
        said = {"city": delivery.city, "state": delivery.state_code}
        for name, word in said.items():
            if word and (self.is_new_pin or not self.data.get(name, "").strip()):
                self.data = {**dict(self.data.items()), name: word}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.unserved and "pin_code" in cleaned:
            self.add_error("pin_code", self.unserved)
        elif self.delivery and "state" in cleaned:
            self._doubt_state(cleaned["state"], self.delivery)
        return cleaned

    def _doubt_state(self, state: str, delivery: Delivery) -> None:
        """Say once that the PIN code is in another state; sent again as it is, it is believed."""
        meant = f"{delivery.pin}{state}"
        if not delivery.state_code or delivery.state_code == state:
            return
        if self.data.get("sure") != meant:
            self.data = {**dict(self.data.items()), "sure": meant}
            self.add_error(
                "state",
                f"{delivery.pin} is in {delivery.state}, not in {STATE_NAMES[state]}. Correct "
                "one of them; if both are right, send it again.",
            )


class CheckoutForm(forms.Form):
    """One purchase, with the two things that make one press one order at the sum that was shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    shown_total = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    phone = forms.CharField(
        label="Mobile number",
        max_length=24,
        required=False,
        help_text="For the courier, and for news of your order.",
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        help_text="For the invoice.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an e-mail address like asha@example.in."},
    )
    address = forms.CharField(required=False)
    delivery_method = forms.ChoiceField(choices=DeliveryMethod.choices, required=False)
    pay = forms.ChoiceField(choices=WAYS_TO_PAY, error_messages={"required": "Choose how you pay."})
    gstin = forms.CharField(
        label="GSTIN (optional)",
        max_length=24,
        required=False,
        help_text="15 characters. It is printed on the invoice.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(
        self,
        *args: Any,
        user: User | None,
        remembered_pin: str = "",
        is_new_pin: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.address_refusal = ""
        self.addresses = list(user.addresses.all()) if user else []
        self._prefill_contact()
        self.fields["phone"].widget.attrs["required"] = True
        if self.needs_email:
            self.fields["email"].widget.attrs["required"] = True
        else:
            self.fields["email"].label = "E-mail (optional)"
        is_new = not self.addresses or self.said("address") == NEW_ADDRESS
        self.needs_new_address = is_new
        pin = self._pin_said() or ("" if self.is_bound else remembered_pin)
        self.delivery, self.unserved = self._look_up(pin if is_new else self._chosen_pin())
        self.place = PlaceForm(
            self.data if self.is_bound and is_new else None,
            delivery=self.delivery if is_new else None,
            unserved=self.unserved if is_new else "",
            is_new_pin=is_new_pin,
            initial={**self._first_place(pin if is_new else ""), **self.initial},
        )
        if not is_new:
            self.address_refusal = self.unserved

    @staticmethod
    def fresh(
        user: User | None, *, remembered_pin: str, pay: str, draft: dict[str, str]
    ) -> "CheckoutForm":
        """The form as first shown, with a new key and what was typed when it was left."""
        first = {"pay": pay, "delivery_method": DeliveryMethod.STANDARD}
        typed = {name: words for name, words in draft.items() if words}
        initial = {**first, **typed, "key": uuid4()}
        return CheckoutForm(user=user, remembered_pin=remembered_pin, initial=initial)

    # --- As it stands, valid or not -------------------------------------------------------------

    def said(self, name: str) -> str:
        """What a field says just now, typed or proposed."""
        return str((self.data if self.is_bound else self.initial).get(name) or "")

    @property
    def phone_said(self) -> str:
        """The mobile number typed so far; empty while it is none."""
        try:
            return parse_phone(self.said("phone"))
        except forms.ValidationError:
            return ""

    @property
    def needs_email(self) -> bool:
        """A guest without SMS has no other way back to the order."""
        return self.user is None and not sms.can_send()

    @property
    def chosen_address(self) -> str:
        """Which radio is on: the posted one, else the customer's first address."""
        first = str(self.addresses[0].pk) if self.addresses else NEW_ADDRESS
        return self.said("address") or first

    @property
    def terms(self) -> Terms:
        """How it is to be sent and paid, as far as that is possible there."""
        method = self.said("delivery_method")
        is_express = method == DeliveryMethod.EXPRESS and self.delivery and self.delivery.express
        return Terms(
            delivery_method=DeliveryMethod.EXPRESS if is_express else DeliveryMethod.STANDARD,
            payment_method=(
                PaymentMethod.CASH if self.said("pay") == CASH else PaymentMethod.ONLINE
            ),
            gstin=getattr(self, "cleaned_data", {}).get("gstin", ""),
        )

    def show(self, quote: Quote, shown: Shown) -> None:
        """The form as it is, except that the sum it promises is this one."""
        promised = {"shown_total": str(quote.total.minor), "shown": str(shown)}
        if self.is_bound:
            self.data = {**dict(self.data.items()), **promised}
        else:
            self.initial.update(promised)

    def _prefill_contact(self) -> None:
        if self.user is None:
            return
        phone = self.user.phone or next((a.phone for a in self.addresses), "")
        self.initial.setdefault("phone", phone.removeprefix("+91"))
        self.initial.setdefault("email", self.user.email or "")

    def _first_place(self, remembered_pin: str) -> dict[str, str]:
        named = {"full_name": self.user.full_name if self.user else ""}
        if not (self.needs_new_address and remembered_pin):
            return named
        known = self.delivery
        city, state = (known.city, known.state_code) if known else ("", "")
        return {**named, "pin_code": remembered_pin, "city": city, "state": state}

    def _pin_said(self) -> str:
        typed = PinForm({"pin": self.said("pin_code")})
        return str(typed.cleaned_data["pin"]) if typed.is_valid() else ""

    def _chosen_pin(self) -> str:
        return next((a.pin_code for a in self.addresses if str(a.pk) == self.chosen_address), "")

    def _look_up(self, pin: str) -> tuple[Delivery | None, str]:
        """What we promise this PIN code; or why nothing, in words."""
        try:
            return (delivery_to(pin, now=timezone.now()) if pin else None), ""
        except NotServed as refusal:
            return None, str(refusal)

    # --- Valid ----------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        is_place_valid = not self.needs_new_address or self.place.is_valid()
        return super().is_valid() and is_place_valid

    @property
    def failed(self) -> list[forms.BaseForm]:
        return [part for part in (self, self.place) if part.errors]

    def clean_address(self) -> Address | None:
        if self.needs_new_address:
            return None
        chosen = self.cleaned_data["address"] or self.chosen_address
        for address in self.addresses:
            if str(address.pk) == chosen:
                if self.unserved:
                    raise forms.ValidationError(f"{self.unserved} Choose or add another address.")
                return address
        raise forms.ValidationError("Choose an address.")

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed and not self.needs_new_address:
            saved = (a.phone for a in self.addresses if str(a.pk) == self.chosen_address)
            return next(saved, "")
        if not typed:
            raise forms.ValidationError("Enter your mobile number.")
        return parse_phone(typed)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower() or (self.user and self.user.email) or ""
        if not email and self.needs_email:
            raise forms.ValidationError("Enter your e-mail address; the invoice goes there.")
        return email

    def clean_gstin(self) -> str:
        typed = self.cleaned_data["gstin"]
        try:
            return parse_gstin(typed) if typed else ""
        except ValueError as why:
            raise forms.ValidationError(str(why)) from None

    @property
    def destination(self) -> Destination:
        """The chosen address or the new one, copied."""
        chosen = self.cleaned_data["address"] or self.place.save(commit=False)
        return Destination(
            full_name=chosen.full_name,
            phone=self.cleaned_data["phone"],
            house=chosen.house,
            street=chosen.street,
            landmark=chosen.landmark,
            city=chosen.city,
            state=chosen.state,
            pin_code=chosen.pin_code,
            email=self.cleaned_data["email"],
        )

    @property
    def asked_terms(self) -> Terms:
        """How it is to be sent and paid, whether or not that is possible there."""
        method = self.cleaned_data["delivery_method"] or DeliveryMethod.STANDARD
        return replace(self.terms, delivery_method=method)

    @property
    def key_hex(self) -> str:
        key: UUID = self.cleaned_data["key"]
        return key.hex

    @property
    def promised(self) -> Money:
        return Money(self.cleaned_data["shown_total"])

    def keep_new_address(self) -> None:
        """Into the address book, once an order went there; not again if it is in it."""
        if self.user is None or not self.needs_new_address:
            return
        address: Address = self.place.save(commit=False)
        address.phone = self.cleaned_data["phone"]
        same = {name: getattr(address, name) for name in AddressForm.Meta.fields}
        if not self.user.addresses.filter(**same).exists():
            address.user = self.user
            address.save()

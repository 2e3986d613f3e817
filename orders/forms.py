"""What a shopper fills in to buy, and what a buyer fills in to review."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from accounts.forms import AddressForm
from accounts.models import Address, User
from orders.checkout import Destination
from shop.forms import PhotosField
from shop.models import Review
from shop.money import Money
from shop.reviews import Draft

NEW_ADDRESS = "new"
MOST_REVIEW_PHOTOS = 4


class CheckoutForm(forms.Form):
    """Where to, and the two things that make one click one order at the sum the shopper saw."""

    address = forms.CharField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    shown_total = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    email = forms.EmailField(
        label="E-mail for the invoice",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an e-mail address like asha@example.in."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.address_refusal = ""
        self.addresses = list(user.addresses.all())
        self.fields["email"].initial = user.email
        wants_new = self.is_bound and self.data.get("address") == NEW_ADDRESS
        self.needs_new_address = wants_new or not self.addresses
        self.new_address = AddressForm(
            self.data if self.is_bound and self.needs_new_address else None,
            initial={"full_name": user.full_name, "phone": user.phone},
        )

    @staticmethod
    def fresh(user: User) -> "CheckoutForm":
        """The form as first shown, with a new key."""
        return CheckoutForm(user=user, initial={"key": uuid4()})

    def show_total(self, total: Money) -> None:
        """The form as it is, except that the total it promises is this one."""
        if self.is_bound:
            self.data = {**self.data.dict(), "shown_total": str(total.minor)}  # type: ignore[attr-defined]
        else:
            self.initial["shown_total"] = total.minor

    @property
    def pin_code(self) -> str:
        """Where the parcel would go as the form stands; empty while nobody has said."""
        if self.needs_new_address:
            valid = self.new_address.cleaned_data if self.new_address.is_bound else {}
            return str(valid.get("pin_code", ""))
        return next((a.pin_code for a in self.addresses if str(a.pk) == self.chosen_address), "")

    def refuse_address(self, refusal: str) -> None:
        """Say beside the chosen address why nothing can be sent there."""
        if self.needs_new_address and self.new_address.is_bound:
            self.new_address.add_error("pin_code", refusal)
        else:
            self.address_refusal = refusal

    def is_valid(self) -> bool:
        is_address_valid = not self.needs_new_address or self.new_address.is_valid()
        return super().is_valid() and is_address_valid

    @property
    def chosen_address(self) -> str:
        """Which radio is on: the posted one, else the customer's first address."""
        posted = self.data.get("address") if self.is_bound else ""
        return posted or (str(self.addresses[0].pk) if self.addresses else NEW_ADDRESS)

    def clean_address(self) -> Address | None:
        if self.needs_new_address:
            return None
        chosen = self.cleaned_data["address"] or str(self.addresses[0].pk)
        for address in self.addresses:
            if str(address.pk) == chosen:
                return address
        raise forms.ValidationError("Choose an address.")

    def destination(self) -> Destination:
        """The chosen address or the new one, copied."""
        address = self.cleaned_data["address"] or self.new_address.save(commit=False)
        return Destination(
            full_name=address.full_name,
            phone=address.phone,
            house=address.house,
            street=address.street,
            landmark=address.landmark,
            city=address.city,
            state=address.state,
            pin_code=address.pin_code,
            email=self.cleaned_data["email"] or self.user.email or "",
        )

    def keep_new_address(self) -> None:
        """Into the address book, once an order went there; not again if it is in it."""
        if not self.needs_new_address:
            return
        address: Address = self.new_address.save(commit=False)
        same = {name: getattr(address, name) for name in AddressForm.Meta.fields}
        if not self.user.addresses.filter(**same).exists():
            address.user = self.user
            address.save()

    @property
    def key_hex(self) -> str:
        key: UUID = self.cleaned_data["key"]
        return key.hex


class ReviewForm(forms.Form):
    """What a buyer says: stars and a title, and whatever else helps the next one."""

    rating = forms.TypedChoiceField(
        choices=[(n, f"{n} star{'s' if n > 1 else ''}") for n in (1, 2, 3, 4, 5)],
        coerce=int,
        label="How many stars?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose from 1 to 5 stars."),
    )
    fit = forms.ChoiceField(
        choices=[("", "I can't say"), *Review.Fit.choices],
        required=False,
        label="How does it fit?",
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        max_length=80,
        label="In one line",
        error_messages={"required": "Say it in one line."},
    )
    body = forms.CharField(
        max_length=2000,
        required=False,
        label="Tell us more (optional)",
        help_text="The cloth, the make, the colour in daylight, how it washed.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    city = forms.CharField(
        max_length=60,
        required=False,
        label="Your city (optional)",
        help_text="Shown beside the review. Your name is not.",
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    photos = PhotosField(most=MOST_REVIEW_PHOTOS, required=False, label="Photos (optional)")
    drops_photos = forms.BooleanField(required=False, label="Take the photos I sent before away")

    @staticmethod
    def of(review: Review | None, city: str) -> "ReviewForm":
        """The form as first shown: what the customer said before, or empty with their city."""
        if review is None:
            return ReviewForm(initial={"city": city, "fit": ""})
        said = ("rating", "fit", "title", "body", "city")
        return ReviewForm(initial={name: getattr(review, name) for name in said})

    def draft(self) -> Draft:
        return Draft(**self.cleaned_data)

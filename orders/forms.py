"""What a shopper fills in to find an order, and what a buyer fills in to review."""

from django import forms

from accounts.registration import parse_phone
from shop.forms import PhotosField
from shop.models import Review
from shop.reviews import Draft

MOST_REVIEW_PHOTOS = 4


class FindOrderForm(forms.Form):
    """What somebody without an account remembers of their order."""

    number = forms.CharField(
        label="Order number",
        max_length=24,
        help_text="Like VA-7K3M9-Q9T2X.",
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": "Enter the number of your order."},
    )
    phone = forms.CharField(
        label="Mobile number",
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
        error_messages={"required": "Enter your mobile number."},
    )

    def clean_number(self) -> str:
        """As we write it, however it was copied: va 7k3m9 q9t2x is VA-7K3M9-Q9T2X."""
        typed = str(self.cleaned_data["number"]).upper()
        plain = "".join(letter for letter in typed if letter.isascii() and letter.isalnum())
        return f"{plain[:2]}-{plain[2:7]}-{plain[7:]}"

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])


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

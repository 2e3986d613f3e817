"""What shoppers ask for and send: a size, how many, where to, when it is back, photos."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from shop.cart import MOST_PER_LINE
from shop.errors import OtherStyle, QuantityRefused, UnknownCode
from shop.media import fresh_jpeg
from shop.wishlist import NAME_LENGTH

NO_PIN = "Enter a 6-digit PIN code."


def quantity_field(*, required: bool = True) -> forms.IntegerField:
    """A whole number a bag line may hold; anything else is refused in the same words."""
    return forms.IntegerField(
        required=required,
        min_value=1,
        max_value=MOST_PER_LINE,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), str(QuantityRefused(MOST_PER_LINE))
        ),
    )


class AddToBagForm(forms.Form):
    """A chosen size, one of it unless said otherwise."""

    variant = forms.UUIDField(
        error_messages={"required": "Choose a size.", "invalid": "Choose a size."}
    )
    quantity = quantity_field(required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class LineForm(forms.Form):
    """What a line should be: − and + send `step` beside the quantity, the select sends a size."""

    quantity = quantity_field()
    step = forms.TypedChoiceField(
        choices=[("-1", "One less"), ("0", "As it says"), ("1", "One more")],
        coerce=int,
        required=False,
        empty_value=0,  # type: ignore[arg-type]
    )
    variant = forms.UUIDField(required=False, error_messages={"invalid": str(OtherStyle())})

    @property
    def asked(self) -> int:
        """How many the line should hold; 0 takes it out."""
        return int(self.cleaned_data["quantity"] + self.cleaned_data["step"])


class PutBackForm(forms.Form):
    """A line that was taken out, where it stood, and whether it was saved for later."""

    variant = forms.UUIDField()
    quantity = quantity_field()
    place = forms.IntegerField(min_value=0, max_value=999)
    saved = forms.BooleanField(required=False)


class CodeForm(forms.Form):
    """A coupon code as somebody typed it; whatever cannot be one is simply not known."""

    code = forms.RegexField(
        r"^[A-Za-z0-9]+$",
        max_length=24,
        strip=True,
        error_messages={
            "required": "Type a code first.",
            **dict.fromkeys(
                ("invalid", "max_length", "null_characters_not_allowed"), str(UnknownCode())
            ),
        },
    )


class PinForm(forms.Form):
    """A PIN code as people write it: 560001, or 560 001."""

    pin = forms.CharField(
        max_length=20,
        error_messages=dict.fromkeys(
            ("required", "max_length", "null_characters_not_allowed"), NO_PIN
        ),
    )

    def clean_pin(self) -> str:
        pin = re.sub(r"[\s-]", "", self.cleaned_data["pin"])
        if not re.fullmatch(r"[1-9][0-9]{5}", pin):
            raise ValidationError(NO_PIN)
        return pin


class ShareForm(forms.Form):
    """Whether a wishlist is shown to others, and under whose name."""

    on = forms.TypedChoiceField(choices=[("1", "Yes"), ("0", "No")], coerce=lambda on: on == "1")
    shared_as = forms.CharField(max_length=NAME_LENGTH, required=False)


class AlertForm(forms.Form):
    """Where to write when a sold-out size is back."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"), "Enter an e-mail address, like asha@example.in."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
    )


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to `most` pictures; cleaned, each is a fresh JPEG without what came along with it."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png,image/webp", "multiple": True}
        super().__init__(widget=PhotosInput(attrs=attrs), **kwargs)
        self.most = most

    def clean(self, uploads: Any, initial: Any = None) -> "list[ContentFile[bytes]]":
        files: Sequence[UploadedFile] = uploads if isinstance(uploads, list) else []
        if len(files) > self.most:
            raise forms.ValidationError(f"Send up to {self.most} photos.")
        return [fresh_jpeg(upload) for upload in files]

"""What staff type into the back office: prices in rupees, colours, counts, pictures, tables."""

import re
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image
from unfold.widgets import (
    UnfoldAdminColorInputWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk import MoveForm
from shop.media import ASPECT, MOST_PHOTO_PIXELS, PHOTO_FORMATS
from shop.models import Colourway, HomeBlock, PinCode, Synonym, Variant
from shop.pin_codes import read_pin_codes, read_prefix
from shop.search import LONGEST_SYNONYM

MOST_HEADLINE_WORDS = 7
VIEWS = ("front", "back", "detail", "fabric")
MOST_MASTER_BYTES = 20 * 1024 * 1024
MOST_TABLE_BYTES = 2 * 1024 * 1024
NARROWEST_MASTER = 800  # the widest step of the ladder is cut from it


class RupeesField(forms.DecimalField):
    """Rupees to read and type, whole paise to keep."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UnfoldAdminDecimalFieldWidget({"class": "desk-short"}))
        super().__init__(min_value=0, max_digits=9, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        rupees = super().clean(value)
        return None if rupees is None else int(rupees * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class VariantForm(forms.ModelForm):
    """One size: its name, code and price. Its stock is changed by counting, not by typing here."""

    price_minor = RupeesField(label="Price (₹)")
    mrp_minor = RupeesField(label="MRP (₹)")

    class Meta:
        model = Variant
        fields: ClassVar = ["size", "sku", "price_minor", "mrp_minor", "is_active", "position"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        price, mrp = cleaned.get("price_minor"), cleaned.get("mrp_minor")
        if price is not None and mrp is not None and price > mrp:
            self.add_error("price_minor", "The price may not be above the MRP.")
        return cleaned


class ColourwayForm(forms.ModelForm):
    class Meta:
        model = Colourway
        fields: ClassVar = ["name", "slug", "dye", "family", "position"]
        widgets: ClassVar = {"dye": UnfoldAdminColorInputWidget}

    def clean_dye(self) -> str:
        dye = str(self.cleaned_data["dye"]).lower()
        if not re.fullmatch(r"#[0-9a-f]{6}", dye):
            raise ValidationError("Write the colour as #rrggbb.")
        return dye


class AdjustStockForm(MoveForm):
    """How many were counted, and why the count differs; the reference makes it one count."""

    on_hand = forms.IntegerField(
        label="Counted on the shelf",
        min_value=0,
        max_value=100_000,
        widget=UnfoldAdminIntegerFieldWidget({"autofocus": True}),
        error_messages={"required": "Enter how many you counted."},
    )
    note = forms.CharField(
        label="Why",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="Kept with the movement: recount, damaged in the store, new delivery …",
        error_messages={"required": "Say why the count changes."},
    )
    reference = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, row: Variant, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.fields["on_hand"].initial = row.on_hand
        if row.held:
            self.fields["on_hand"].help_text = f"{row.held} of them are promised to placed orders."

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"].hex)


class AddPictureForm(MoveForm):
    """One view of a colourway, as a master large enough for every width."""

    master = forms.FileField(
        label="Picture",
        widget=UnfoldAdminImageFieldWidget({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="Upright 4:5, like 1600 × 2000 pixels. JPEG, PNG or WebP.",
        error_messages={"required": "Choose a picture."},
    )
    view = forms.ChoiceField(
        choices=[(view, view.capitalize()) for view in VIEWS], widget=UnfoldAdminSelectWidget
    )
    alt = forms.CharField(
        label="Alternative text",
        max_length=160,
        widget=UnfoldAdminTextInputWidget,
        help_text="What a shopper who cannot see it should know.",
        error_messages={"required": "Describe the picture in a few words."},
    )

    def __init__(self, row: Colourway, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.fields["alt"].initial = f"{row.product.name}, {row.name}, front"

    def clean_master(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["master"]
        if (upload.size or 0) > MOST_MASTER_BYTES:
            raise ValidationError("This picture is larger than 20 MB.")
        try:
            with Image.open(upload, formats=PHOTO_FORMATS) as image:
                width, height = image.size
                image.verify()
        except Exception:  # noqa: BLE001  Pillow raises almost anything on a hostile file
            raise ValidationError("This is not a picture we can read.") from None
        self._check_size(width, height)
        upload.seek(0)
        return upload

    @staticmethod
    def _check_size(width: int, height: int) -> None:
        if width * height > MOST_PHOTO_PIXELS:
            raise ValidationError("This picture has more than 25 megapixels.")
        if width < NARROWEST_MASTER:
            raise ValidationError(
                f"This picture is {width} pixels wide; {NARROWEST_MASTER} are needed."
            )
        if abs(width / height - ASPECT[0] / ASPECT[1]) > 0.01:
            raise ValidationError(
                f"Pictures are upright, 4:5; this one is {width} × {height}. Crop it first."
            )


class SynonymForm(forms.ModelForm):
    """One other spelling or name. It is kept as the search looks it up."""

    class Meta:
        model = Synonym
        fields: ClassVar = ["phrase", "means"]

    def clean_phrase(self) -> str:
        phrase = Synonym.normal(self.cleaned_data["phrase"])
        if not phrase:
            raise ValidationError("Write it in letters or digits.")
        if len(phrase.split()) > LONGEST_SYNONYM:
            raise ValidationError(f"The search takes up to {LONGEST_SYNONYM} words together.")
        others = Synonym.objects.filter(phrase=phrase).exclude(pk=self.instance.pk)
        if other := others.first():
            raise ValidationError(f"“{phrase}” already means “{other.means}”. Change that one.")
        return phrase

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        phrase, means = cleaned.get("phrase"), cleaned.get("means")
        if phrase and means and phrase == Synonym.normal(means):
            self.add_error("means", "The search knows these are the same word.")
        return cleaned


class HomeBlockForm(forms.ModelForm):
    """A hero or a story: few words, one style, a beginning and perhaps an end."""

    class Meta:
        model = HomeBlock
        fields: ClassVar = [
            "kind", "headline", "text", "product", "category", "button", "is_active",
            "starts_at", "ends_at",
        ]  # fmt: skip

    def clean_headline(self) -> str:
        headline = " ".join(str(self.cleaned_data["headline"]).split())
        if len(headline.split()) > MOST_HEADLINE_WORDS:
            raise ValidationError(
                f"{MOST_HEADLINE_WORDS} words at most; this has {len(headline.split())}."
            )
        return headline

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "It ends before it begins.")
        if cleaned.get("kind") == HomeBlock.Kind.STORY and not cleaned.get("text"):
            self.add_error("text", "A story needs a few sentences.")
        return cleaned


class PinCodeForm(forms.ModelForm):
    """One PIN code, or the first digits many share."""

    fee_minor = RupeesField(
        label="Fee (₹)", required=False, help_text="Empty: the usual rule. 0: always free."
    )
    express_fee_minor = RupeesField(
        label="Express fee (₹)", required=False, help_text="Empty: the usual express fee."
    )

    class Meta:
        model = PinCode
        fields: ClassVar = [
            "prefix",
            "city",
            "state",
            "days",
            "fee_minor",
            "express_days",
            "express_fee_minor",
            "has_cod",
            "is_served",
        ]

    def clean_prefix(self) -> str:
        try:
            return read_prefix(str(self.cleaned_data["prefix"]).strip())
        except ValueError as why:
            raise ValidationError(f"The PIN code {why}.") from None


class PinTableForm(forms.Form):
    """A CSV file of PIN codes, or the text of one that was looked at already."""

    file = forms.FileField(required=False, error_messages={"empty": "This file is empty."})
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None and not cleaned.get("text"):
            if not self.errors:
                self.add_error("file", "Choose a file.")
            return cleaned
        text = self._text_of(upload) if upload else cleaned["text"]
        return {"text": text, "table": read_pin_codes(text), "was_shown": upload is None}

    @staticmethod
    def _text_of(upload: UploadedFile) -> str:
        if (upload.size or 0) > MOST_TABLE_BYTES:
            raise ValidationError("This file is larger than 2 MB. Import it in parts.")
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("This is no text in UTF-8. Save it as “CSV UTF-8”.") from None

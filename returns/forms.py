"""What a customer fills in to send something back: per line how many, why, and photos."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms

from orders.models import OrderLine
from returns.eligibility import Eligibility
from returns.filing import FiledItem
from returns.states import NEEDS_PHOTO, ReturnReason
from shop.forms import PhotosField

MOST_PHOTOS = 5


class ReturnLineForm(forms.Form):
    """One order line that may come back."""

    quantity = forms.TypedChoiceField(coerce=int, label="How many")
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *ReturnReason.choices],
        required=False,
        label="Why",
    )
    comment = forms.CharField(
        max_length=500,
        required=False,
        label="Anything we should know (optional)",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = PhotosField(most=MOST_PHOTOS, required=False, label="Photos")

    def __init__(self, *args: Any, line: OrderLine, verdict: Eligibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.verdict = line, verdict
        self.fields["quantity"].choices = [  # type: ignore[attr-defined]
            (n, "Keep it" if n == 0 else str(n)) for n in range(verdict.returnable + 1)
        ]
        self.fields["quantity"].error_messages["invalid_choice"] = (
            f"You can send back up to {verdict.returnable} of this."
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("quantity"):
            return cleaned
        has_photo = cleaned.get("photos") or "photos" in self.errors
        if not cleaned.get("reason"):
            self.add_error("reason", "Say why this comes back.")
        elif cleaned["reason"] in NEEDS_PHOTO and not has_photo:
            self.add_error("photos", "Add a photo, so that we can see what is wrong.")
        return cleaned

    def item(self) -> FiledItem:
        return FiledItem(
            line=self.line,
            quantity=self.cleaned_data["quantity"],
            reason=self.cleaned_data["reason"],
            comment=self.cleaned_data["comment"],
            photos=self.cleaned_data["photos"],
        )


class ReturnForm:
    """One ReturnLineForm per line that may come back, and the key that makes it one case."""

    def __init__(
        self,
        lines: Iterable[tuple[OrderLine, Eligibility]],
        data: Any = None,
        files: Any = None,
    ) -> None:
        self.key = _key(data.get("key") if data is not None else None)
        self.lines = [
            ReturnLineForm(
                data,
                files,
                prefix=line.pk.hex,
                line=line,
                verdict=verdict,
                initial={"quantity": 0},
            )
            for line, verdict in lines
        ]

    def is_valid(self) -> bool:
        verdicts = [form.is_valid() for form in self.lines]  # all of them, to show every error
        return all(verdicts)

    def items(self) -> list[FiledItem]:
        return [form.item() for form in self.lines if form.cleaned_data["quantity"]]


def _key(written: str | None) -> str:
    """The posted key if it is one of ours, else a new one."""
    try:
        return UUID(written or "").hex
    except ValueError:
        return uuid4().hex

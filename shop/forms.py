"""What shoppers ask for: a size, and how many."""

from django import forms

from shop.cart import MOST_PER_LINE
from shop.errors import QuantityRefused


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


class LineQuantityForm(forms.Form):
    """How many of a line; − and + send `step` beside what the field says, Enter sends 0."""

    quantity = quantity_field()
    step = forms.TypedChoiceField(
        choices=[("-1", "One less"), ("0", "As it says"), ("1", "One more")],
        coerce=int,
        required=False,
        empty_value=0,  # type: ignore[arg-type]
    )

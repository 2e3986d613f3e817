"""What shoppers ask for: a size, and how many."""

from django import forms

from shop.cart import MOST_PER_LINE

_QUANTITY_ERROR = f"Choose a quantity from 1 to {MOST_PER_LINE}."


class QuantityField(forms.IntegerField):
    """A whole number a bag line may hold; anything else is refused in the same words."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(  # type: ignore[misc]
            min_value=1,
            max_value=MOST_PER_LINE,
            error_messages={
                name: _QUANTITY_ERROR
                for name in ("required", "invalid", "min_value", "max_value")
            },
            **kwargs,
        )


class AddToBagForm(forms.Form):
    """A chosen size, one of it unless said otherwise."""

    variant = forms.UUIDField(
        error_messages={"required": "Choose a size.", "invalid": "Choose a size."}
    )
    quantity = QuantityField(required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class LineQuantityForm(forms.Form):
    """How many of a line; the − and + buttons send `step` beside what the field says, Enter sends 0."""

    quantity = QuantityField()
    step = forms.TypedChoiceField(
        choices=[("-1", "One less"), ("0", "As it says"), ("1", "One more")],
        coerce=int,
        required=False,
        empty_value=0,
    )

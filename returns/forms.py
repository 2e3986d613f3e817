"""What a customer fills in to send something back, step by step."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms import AddressForm
from orders.models import Order, OrderLine
from returns.eligibility import Eligibility
from returns.filing import MOST_PHOTOS, Journey
from returns.models import DraftLine, ReturnDraft
from returns.promises import pickup_days
from returns.states import ReturnWay
from shop.delivery import row_of
from shop.errors import NotServed
from shop.forms import PhotosField
from shop.models import Variant
from shop.return_terms import FIT, FitPart, ReturnReason

FOOTWEAR = "64"  # what its HSN codes begin with
SHOE_PARTS = (FitPart.LENGTH, FitPart.WIDTH, FitPart.ALL_OVER)


class ItemsForm(forms.Form):
    """How many of each line that may come back; none of most."""

    def __init__(
        self, lines: Iterable[tuple[OrderLine, Eligibility]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [(line, verdict) for line, verdict in lines if verdict]
        for line, verdict in self.lines:
            self.fields[line.pk.hex] = forms.TypedChoiceField(
                label="How many",
                coerce=int,
                required=False,
                empty_value=0,  # type: ignore[arg-type]
                choices=[(n, str(n) if n else "None") for n in range(verdict.returnable + 1)],
                error_messages={
                    "invalid_choice": f"You can send back up to {verdict.returnable} of this."
                },
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"line": line, "verdict": verdict, "field": self[line.pk.hex]}
            for line, verdict in self.lines
        ]

    @property
    def quantities(self) -> dict[Any, int]:
        return {line.pk: self.cleaned_data[line.pk.hex] for line, _ in self.lines}


class WhyForm(forms.Form):
    """Why one line comes back, and what follows from the reason."""

    reason = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose the reason that fits best."
        ),
    )
    fit_part = forms.ChoiceField(label="Where?", required=False, widget=forms.RadioSelect)
    wanted_size = forms.ChoiceField(
        label="Which size would fit?", required=False, widget=forms.RadioSelect
    )
    photos = PhotosField(most=MOST_PHOTOS, required=False, label="Photos")
    comment = forms.CharField(
        max_length=500,
        required=False,
        label="Anything we should know (optional)",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, line: DraftLine, sizes: Sequence[Variant], *args: Any, **kw: Any) -> None:
        answers = ("reason", "fit_part", "wanted_size", "comment")
        kw["initial"] = {name: getattr(line, name) for name in answers}
        kw["prefix"] = line.pk.hex
        super().__init__(*args, **kw)
        self.line, self.terms = line, line.order_line.return_terms
        self.sizes = [size for size in sizes if size.pk != line.order_line.variant_id]
        offered = [(r.value, r.label) for r in ReturnReason if r in self.terms.reasons]
        self.fields["reason"].choices = offered  # type: ignore[attr-defined]
        self.fields["fit_part"].choices = [(p.value, p.label) for p in self._parts]  # type: ignore[attr-defined]
        sizes_said = [(size.size, size.size) for size in self.sizes]
        self.fields["wanted_size"].choices = sizes_said  # type: ignore[attr-defined]

    @property
    def _parts(self) -> Sequence[FitPart]:
        if self.line.order_line.hsn_code.startswith(FOOTWEAR):
            return SHOE_PARTS
        return [part for part in FitPart if part != FitPart.WIDTH]

    @property
    def kept(self) -> list[Any]:
        """Photos that are in the draft already."""
        return list(self.line.photos.all())

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Each radio with what it asks for further."""
        return [
            {
                "radio": radio,
                "asks": " ".join(self._asks(str(radio.data["value"]))),
            }
            for radio in self["reason"]
        ]

    def _asks(self, reason: str) -> list[str]:
        fit = ["fit"] if reason in FIT else []
        return [*fit, "photo"] if reason in self.terms.photo_reasons else fit

    @property
    def dropped(self) -> list[str]:
        """Photos the customer took out again."""
        data: Any = self.data
        return data.getlist(f"{self.prefix}-drop") if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason = cleaned.get("reason")
        if reason in FIT:
            if not cleaned.get("fit_part"):
                self.add_error("fit_part", "Say where, so that we can advise the next one better.")
        else:
            cleaned["fit_part"] = cleaned["wanted_size"] = ""
        if reason in self.terms.photo_reasons and "photos" not in self.errors:
            kept = [photo for photo in self.kept if photo.pk.hex not in self.dropped]
            if not kept and not cleaned.get("photos"):
                self.add_error("photos", "Add a photo, so that we can see what is wrong.")
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """What is known so far, whether or not all of it is."""
        names = ("reason", "fit_part", "wanted_size", "comment")
        return {name: self.cleaned_data.get(name) or "" for name in names}


class WayForm(AddressForm):
    """Fetched on a day at a door we reach, or sent by the customer."""

    way = forms.ChoiceField(
        label="How does it reach us?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose how it reaches us."),
    )
    pickup_on = forms.TypedChoiceField(
        label="Which day?",
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "We cannot come on that day any more. Choose another."},
    )

    def __init__(self, draft: ReturnDraft, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways_of(draft)
        self.fields["way"].choices = [(way.value, way.label) for way in self.ways]  # type: ignore[attr-defined]
        days = [(day.isoformat(), f"{day:%a, %-d %b}") for day in pickup_days(now)]
        self.fields["pickup_on"].choices = days  # type: ignore[attr-defined]
        if self.data.get("way") != ReturnWay.PICKUP:
            for name in AddressForm.Meta.fields:
                self.fields[name].required = False

    @staticmethod
    def first(draft: ReturnDraft, order: Order, *, now: datetime) -> "WayForm":
        """As it was answered before, else the door the order was delivered to."""
        ways, days = ways_of(draft), pickup_days(now)
        place = draft if draft.house else order
        given = {name: getattr(place, name) for name in AddressForm.Meta.fields}
        kept = draft.pickup_on if draft.pickup_on in days else days[0]
        way = draft.way or (ways[0] if ways else "")
        initial = {**given, "way": way, "pickup_on": kept.isoformat()}
        return WayForm(draft, now=now, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") != ReturnWay.PICKUP:
            for name in ("pickup_on", *AddressForm.Meta.fields):
                self.errors.pop(name, None)  # nobody comes to this door
            return cleaned
        if not cleaned.get("pickup_on") and "pickup_on" not in self.errors:
            self.add_error("pickup_on", "Choose a day.")
        if pin := cleaned.get("pin_code"):
            try:
                row_of(pin)
            except NotServed:
                self.add_error("pin_code", f"We do not fetch from {pin} yet. Send it, or give "
                                           "another address.")  # fmt: skip
        return cleaned

    @property
    def journey(self) -> Journey:
        given = self.cleaned_data
        if given["way"] != ReturnWay.PICKUP:
            return Journey(way=given["way"])
        place = {name: given[name] for name in AddressForm.Meta.fields}
        return Journey(way=given["way"], pickup_on=given["pickup_on"], **place)


def ways_of(draft: ReturnDraft) -> list[ReturnWay]:
    """The ways that all pieces of it may come."""
    terms = [line.order_line.return_terms for line in draft.lines.all()]
    offered = {
        ReturnWay.PICKUP: all(one.has_pickup for one in terms),
        ReturnWay.DROP_OFF: all(one.has_drop_off for one in terms),
    }
    return [way for way, is_offered in offered.items() if is_offered] or [ReturnWay.DROP_OFF]


class PickupDayForm(forms.Form):
    """Another day for a pickup."""

    pickup_on = forms.TypedChoiceField(
        label="Another day",
        coerce=date.fromisoformat,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of these days."),
    )

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = pickup_days(now or timezone.now())
        choices = [(day.isoformat(), f"{day:%a, %-d %b}") for day in days]
        self.fields["pickup_on"].choices = choices  # type: ignore[attr-defined]

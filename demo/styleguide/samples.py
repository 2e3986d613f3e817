"""What the components are shown with: plain values and rows that are never saved."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.utils.timezone import get_default_timezone

from orders.models import Refund
from orders.states import RefundStatus
from shop.media import is_cut
from shop.models import Category, Product, Review
from shop.money import Money
from shop.pricing import Applied, Quote

AT = datetime(2026, 12, 1, 10, 12, tzinfo=get_default_timezone())
INDIGO, MADDER, HALDI, KORA, NEEM = "#2B3A67", "#A8322A", "#D9A22B", "#E8DFC9", "#4F7A5B"
SHELF = Category(slug="kurtas", name="Kurtas")


def key(number: int) -> UUID:
    """The same id on every visit: cards are kept by it."""
    return UUID(int=number)


def picture(look: str, dye: str = "", alt: str = "") -> dict[str, Any]:
    """A picture of the demo's; where it is not cut yet the tile stays empty."""
    copied = {"dye": dye, "alt": alt, "is_illustration": True}
    return {"key": look, **copied} if is_cut(look) else copied


def product(number: int, name: str, look: str, dye: str, **columns: Any) -> Product:
    given: dict[str, Any] = {
        "slug": name.lower().replace(" ", "-"), "price_minor": 149_900, "mrp_minor": 189_900,
        "is_in_stock": True, "sizes_in_stock": ["S", "M", "L", "XL"],
        "swatches": [{"name": "Indigo", "dye": dye}],
    }  # fmt: skip
    cover = picture(f"{look}-front", dye, name)
    columns = {**given, **columns}
    return Product(pk=key(number), category=SHELF, name=name, cover=cover, listed_at=AT, **columns)


def views() -> list[dict[str, Any]]:
    """Front and back, where they are cut."""
    named = (("front", "An indigo kurta"), ("back", "The same from behind"))
    both = [picture(f"kurta-indigo-bagru-{view}", INDIGO, alt) for view, alt in named]
    return [view for view in both if "key" in view]


FIVE_DYES = [{"name": "", "dye": dye} for dye in (INDIGO, MADDER, HALDI, KORA, NEEM)]


def bagru() -> Product:
    return product(
        1, "Bagru Buti Kurta", "kurta-indigo-bagru", INDIGO,
        rating_tenths=46, review_count=38, swatches=FIVE_DYES,
    )  # fmt: skip


def jeans() -> Product:
    return product(2, "Straight Selvedge Jeans", "jeans-indigo", INDIGO, mrp_minor=149_900)


def sold_out() -> Product:
    gone = {"is_in_stock": False, "sizes_in_stock": []}
    return product(3, "Kantha Jacket", "jacket-madder-kantha", MADDER, **gone)


def one_size() -> Product:
    return product(
        4, "Leheriya Saree", "saree-rani-leheriya", "#A3246A", sizes_in_stock=["One size"],
        price_minor=12_499_900, mrp_minor=14_999_900,
    )  # fmt: skip


def sizes(*available: int) -> list[SimpleNamespace]:
    names = ("S", "M", "L", "XL", "XXL")
    return [
        SimpleNamespace(
            pk=name, size=name, name=name, available=left, price=Money(149_900),
            stock="out" if left < 1 else "low" if left < 4 else "in", query=f"size={name}",
        )
        for name, left in zip(names, available, strict=False)
    ]  # fmt: skip


def of_colour() -> dict[str, Any]:
    return {"key": key(1), "dye": INDIGO}


def colours(*, out: str = "") -> list[SimpleNamespace]:
    named = (("Indigo", INDIGO), ("Madder", MADDER), ("Haldi", HALDI), ("Kora", KORA))
    return [
        SimpleNamespace(
            pk=key(ord(name[0])), slug=name.lower(), name=name, dye=dye, is_in_stock=name != out,
            product=bagru(), pictures=SimpleNamespace(all=[picture("kurta-indigo-bagru-front")]),
        )
        for name, dye in named
    ]  # fmt: skip


def variant(available: int = 9) -> SimpleNamespace:
    row = sizes(9, available)[1]
    return SimpleNamespace(**vars(row), sku="BAGRU-IND-M", colourway=colours()[0])


def bag_row(quantity: int = 1, available: int = 9, **words: Any) -> SimpleNamespace:
    line = SimpleNamespace(
        pk=key(5), quantity=quantity, variant=variant(available), total=Money(149_900 * quantity)
    )
    shown = {"problem": "", "most": 0, "news": "", "sizes": sizes(9, available, 2, 0), **words}
    return SimpleNamespace(line=line, **shown)


def taken_out() -> SimpleNamespace:
    return SimpleNamespace(removed=variant(), quantity=1, place=0)


def quote(**columns: Any) -> Quote:
    given = {
        "items": Money(299_800), "mrp": Money(379_800),
        "delivery": Money(0), "to_free_delivery": Money(0),
    }  # fmt: skip
    return Quote(**{**given, **columns})


FESTIVE = Applied("DIWALI15", "15% off kurtas", (Money(44_970),))


def delivery(**columns: Any) -> SimpleNamespace:
    given = {
        "pin": "560034", "city": "Bengaluru", "state": "Karnataka", "arrives_on": date(2026, 12, 2),
        "fee": Money(0), "has_cod": True,
    }  # fmt: skip
    return SimpleNamespace(**{**given, **columns})


def saved(*, dropped: Money | None = None, is_in_stock: bool = True) -> SimpleNamespace:
    style = bagru() if is_in_stock else sold_out()
    worn = SimpleNamespace(
        name="Indigo" if is_in_stock else "Madder", slug="indigo",
        dye=style.cover["dye"], pictures=SimpleNamespace(all=[style.cover]),
    )  # fmt: skip
    return SimpleNamespace(
        item=SimpleNamespace(pk=style.pk), is_sold=True, is_back=False,
        colourway=worn, product=style,
        sizes=sizes(9, 2, 0), price=Money(149_900), mrp=Money(189_900),
        dropped=dropped, is_in_stock=is_in_stock,
    )  # fmt: skip


def refund(status: RefundStatus) -> Refund:
    at = AT if status == RefundStatus.PROCESSED else None
    return Refund(
        status=status, amount_minor=149_900, processed_at=at, gateway_refund_id="rfnd_N9x2K"
    )


def order_line() -> SimpleNamespace:
    cover = picture("kurta-indigo-bagru-front", INDIGO)
    return SimpleNamespace(name="Bagru Buti Kurta", colour="Indigo", size="M", picture=cover)


def review(**columns: Any) -> Review:
    given: dict[str, Any] = {
        "rating": 5, "title": "Softens with every wash", "size": "M", "city": "Pune",
        "body": "Crisp out of the box. After three washes it hangs as it should.",
        "fit": Review.Fit.TRUE, "is_verified": True, "helpful_count": 12,
    }  # fmt: skip
    return Review(pk=key(8), product=bagru(), created_at=AT, **{**given, **columns})


def star_rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(stars=n, count=count, is_chosen=n == 3, query=f"stars={n}")
        for n, count in ((5, 27), (4, 8), (3, 2), (2, 0), (1, 1))
    ]


def fit_rows() -> list[SimpleNamespace]:
    told = (("Runs small", 4), ("True to size", 28), ("Runs large", 2))
    return [SimpleNamespace(label=label, count=count, total=34) for label, count in told]


def place() -> SimpleNamespace:
    return SimpleNamespace(
        full_name="Asha Rao", house="14, Lotus Apartments", street="4th Cross, Koramangala",
        landmark="Opposite the post office", city="Bengaluru", pin_code="560034",
        get_state_display="Karnataka", phone="+919876543210",
    )  # fmt: skip


def knots() -> list[SimpleNamespace]:
    told = [
        ("Ordered", "done", AT, ""),
        ("Delivery tried", "fault", AT, "Nobody was at home. We come again tomorrow."),
        ("On the way", "now", AT, "Last seen in Hosur"),
        ("Delivered", "next", None, "By Wed, 2 Dec"),
    ]
    return [SimpleNamespace(title=t, state=s, at=at, note=n) for t, s, at, n in told]


class AddressForm(forms.Form):
    """A field of each kind."""

    use_required_attribute = False
    full_name = forms.CharField(
        help_text="As on the bell.", error_messages={"required": "Enter your full name."}
    )
    phone = forms.CharField(label="Mobile number", required=False)
    pin_code = forms.RegexField(
        r"^[1-9]\d{5}$", label="PIN code", error_messages={"invalid": "Enter a 6-digit PIN code."}
    )
    state = forms.ChoiceField(choices=[("KA", "Karnataka"), ("MH", "Maharashtra")])
    note = forms.CharField(widget=forms.Textarea, required=False, disabled=True)
    is_default = forms.BooleanField(label="Deliver here next time too", required=False)


def filled_form() -> AddressForm:
    return AddressForm({"full_name": "", "pin_code": "5600", "state": "KA"}, auto_id="bad_%s")


def pages() -> dict[str, Any]:
    page = Paginator(range(160), 24).page(2)
    return {"page": page, "numbers": [1, 2, 3, "…", 7], "left": 112, "query": ""}

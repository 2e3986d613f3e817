"""What is for sale: categories, products, their colourways, pictures and variants."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from uuid_utils.compat import uuid7

from shop.money import Money, percent_off
from shop.querysets import ProductQuerySet, VariantQuerySet


class Category(models.Model):
    """A shelf of the shop, such as Kurtas; staff order them by position."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    size_chart = models.JSONField(
        default=dict, blank=True, help_text="Centimetres by measure and size."
    )
    hsn_code = models.CharField("HSN code", max_length=8, blank=True)
    cover = models.JSONField(default=dict, blank=True, help_text="Picture of its tile: key, alt.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shop:category", args=[self.slug])

    @cached_property
    def address(self) -> str:
        """The same, worked out once for the rows that every page's navigation shows."""
        return self.get_absolute_url()


class Product(models.Model):
    """A style, such as the Bagru Buti Kurta, in one or more colourways.

    The listing columns are what a card shows, kept by `catalogue.refresh_listing` so that a
    listing page reads one table; the rows below the product are the truth.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    fit = models.CharField(
        max_length=80, blank=True, help_text="In one line: straight, knee length."
    )
    description = models.TextField(blank=True)
    fabric = models.CharField(max_length=120, blank=True, help_text="Composition and weight.")
    material = models.CharField(
        max_length=30,
        blank=True,
        help_text="The one word shoppers filter by: Cotton, Linen, Silk …",
    )
    care = models.CharField(max_length=200, blank=True)
    origin = models.CharField("country of origin", max_length=60, default="India")
    maker = models.CharField(max_length=120, blank=True, help_text="Who made it, and where.")
    is_published = models.BooleanField(default=True, help_text="Off: gone from the shop at once.")
    published_at = models.DateTimeField(default=timezone.now)

    # Listing columns
    price_minor = models.PositiveIntegerField(default=0, editable=False)
    mrp_minor = models.PositiveIntegerField("MRP", default=0, editable=False)
    sizes_in_stock = models.JSONField(default=list, editable=False)
    is_in_stock = models.BooleanField(default=False, editable=False)
    cover = models.JSONField(default=dict, editable=False, help_text="First picture: key and alt.")
    swatches = models.JSONField(
        default=list,
        editable=False,
        help_text="By colourway: name, dye, family, first picture, sizes in stock.",
    )
    rating_tenths = models.PositiveSmallIntegerField(default=0, editable=False)
    review_count = models.PositiveIntegerField(default=0, editable=False)
    ratings = models.JSONField(
        default=list, editable=False, help_text="How many reviews gave 1, 2, 3, 4, 5 stars."
    )
    fits = models.JSONField(
        default=dict, editable=False, help_text="How many buyers said small, true, large."
    )
    size_advice = models.CharField(
        max_length=5,
        blank=True,
        editable=False,
        help_text="small or large: what its returns say, where enough of them do.",
    )
    sold_recently = models.PositiveIntegerField(
        default=0, editable=False, help_text="Units bought in the last 30 days."
    )
    listed_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        db_index=True,
        help_text="When a listing column last changed; processes catch up from here.",
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-published_at", "name"]
        indexes: ClassVar = [
            models.Index(
                fields=["category", "is_published", "-is_in_stock", "-published_at"],
                name="product_listing",
            ),
            models.Index(
                fields=["is_published", "-is_in_stock", "-published_at"],
                name="product_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shop:product", args=[self.slug])

    def swatch_in(self, families: Sequence[str], sizes: Sequence[str]) -> dict[str, Any] | None:
        """The first colour of one of these families, rather one that can be bought in one of
        these sizes, or at all; None if there is no such colour.
        """
        fitting = [swatch for swatch in self.swatches if swatch.get("family") in families]
        in_size = (s for s in fitting if not set(sizes).isdisjoint(s.get("sizes", ())))
        in_stock = (swatch for swatch in fitting if swatch.get("sizes"))
        return next(in_size, None) or next(in_stock, None) or next(iter(fitting), None)

    @property
    def price(self) -> Money:
        return Money(self.price_minor)

    @property
    def mrp(self) -> Money:
        return Money(self.mrp_minor)

    @property
    def percent_off(self) -> int:
        return percent_off(self.price, self.mrp)

    @property
    def rating(self) -> str:
        """Out of five with one decimal, as it is written; empty before the first review."""
        return f"{self.rating_tenths / 10:.1f}" if self.review_count else ""


class ColourFamily(models.TextChoices):
    """The colours shoppers filter by; each dye belongs to one."""

    WHITE = "white", "White"
    CREAM = "cream", "Cream"
    YELLOW = "yellow", "Yellow"
    ORANGE = "orange", "Orange"
    RED = "red", "Red"
    PINK = "pink", "Pink"
    PURPLE = "purple", "Purple"
    BLUE = "blue", "Blue"
    GREEN = "green", "Green"
    BROWN = "brown", "Brown"
    GREY = "grey", "Grey"
    BLACK = "black", "Black"


class Colourway(models.Model):
    """One colour of a product, with its own pictures and sizes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="colourways")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=40)
    dye = models.CharField(max_length=7, help_text="The colour as #rrggbb.")
    family = models.CharField(
        "colour family",
        max_length=8,
        choices=ColourFamily.choices,
        blank=True,
        help_text="What shoppers filter by; empty: worked out from the dye.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "slug"], name="colourway_once_per_product")
        ]

    def __str__(self) -> str:
        return f"{self.product.name}, {self.name}"


class Picture(models.Model):
    """One view of a colourway; its files are the ladder of widths `media.py` cut from a master."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    colourway = models.ForeignKey(Colourway, on_delete=models.CASCADE, related_name="pictures")
    key = models.CharField(
        max_length=120, help_text="Where its files are; pictures may share them."
    )
    view = models.CharField(max_length=20, default="front")
    alt = models.CharField("alternative text", max_length=160)
    is_illustration = models.BooleanField(default=False, help_text="Drawn, and labelled so.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.alt


class DiscardedPicture(models.Model):
    """Files no page of the catalogue shows any more; the row goes when they are removed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    discarded_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["next_attempt_at"]

    def __str__(self) -> str:
        return self.key


class Variant(models.Model):
    """What is bought: one size of one colourway, its price and its stock.

    Always 0 ≤ held ≤ on_hand. `held` is promised to placed orders, `on_hand` lies on the shelf.
    Both change only through `stock.py`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    colourway = models.ForeignKey(Colourway, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField("SKU", max_length=32, unique=True)
    size = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the sizes.")
    price_minor = models.PositiveIntegerField(help_text="Paise, taxes included.")
    mrp_minor = models.PositiveIntegerField("MRP", help_text="Paise, taxes included.")
    currency = models.CharField(max_length=3, default="INR", editable=False)
    on_hand = models.PositiveIntegerField(default=0, editable=False)
    held = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(default=True, help_text="Off: this size cannot be bought.")

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["colourway", "size"], name="size_once_per_colourway"),
            models.CheckConstraint(condition=Q(on_hand__gte=F("held")), name="held_is_on_hand"),
            models.CheckConstraint(condition=Q(held__gte=0), name="held_not_negative"),
            models.CheckConstraint(
                condition=Q(price_minor__lte=F("mrp_minor")), name="price_not_above_mrp"
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    def get_absolute_url(self) -> str:
        """Its product's page in this colour and size; needs colourway and product loaded."""
        choice = urlencode({"colour": self.colourway.slug, "size": self.size})
        return f"{self.colourway.product.get_absolute_url()}?{choice}"

    @property
    def available(self) -> int:
        return self.on_hand - self.held

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def mrp(self) -> Money:
        return Money(self.mrp_minor, self.currency)

    @property
    def percent_off(self) -> int:
        return percent_off(self.price, self.mrp)

    @property
    def is_for_sale(self) -> bool:
        """Needs colourway and product loaded; a product switched off takes its sizes along."""
        return self.is_active and self.colourway.product.is_published


class Pairing(models.Model):
    """One style staff would wear with another: “complete the look” on the first one's page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pairings")
    goes_with = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "goes_with"], name="paired_once")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} with {self.goes_with_id}"


class FormerSlug(models.Model):
    """An address a product or category had once; it leads to the one it has now, for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    path = models.CharField(max_length=120, unique=True, help_text="Like /p/old-name/.")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return self.path

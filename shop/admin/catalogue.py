"""Categories, products and their colourways with pictures, sizes and prices."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.desk import Move, StaffAdmin
from shop import caching
from shop.addresses import leave_address
from shop.admin.looks import YES_NO, pictured, thumbnail
from shop.admin.stock import ADJUST_STOCK
from shop.catalogue import publish_products, refresh_category, refresh_listing
from shop.models import Category, Colourway, Pairing, Picture, Product, Variant
from shop.pictures import add_picture, delete_picture
from shop.staff_forms import AddPictureForm, ColourwayForm, VariantForm


class AddressedAdmin(StaffAdmin):
    """Rows with an address of their own: the one they had leads to the one they have."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            leave_address(obj, form.initial["slug"])


@admin.register(Category)
class CategoryAdmin(AddressedAdmin):
    list_display = ("name", "slug", "position", "hsn_code")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        refresh_category(obj)


class ColourwayInline(TabularInline):
    """The colours of a product; pictures and sizes are on each one's own page."""

    model = Colourway
    form = ColourwayForm
    fields = ("pictures_column", "name", "slug", "dye", "family", "position", "open_link")
    readonly_fields = ("pictures_column", "open_link")
    extra = 0
    can_delete = False  # its sizes were ordered; a size is switched off instead
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Colourway]:
        return super().get_queryset(request).prefetch_related("pictures")

    @display(description="Pictures")
    def pictures_column(self, colourway: Colourway) -> str:
        if colourway._state.adding:
            return ""
        pictures = [(thumbnail(picture.key),) for picture in list(colourway.pictures.all())[:3]]
        return format_html(
            '<span class="desk-thumbs">{}</span>', format_html_join("", "{}", pictures)
        )

    @display(description="")
    def open_link(self, colourway: Colourway) -> str:
        if colourway._state.adding:
            return "Save first"
        url = reverse("admin:shop_colourway_change", args=[colourway.pk])
        return format_html('<a class="desk-link" href="{}">Pictures, sizes, prices</a>', url)


class PairingInline(TabularInline):
    """“Complete the look” on the product's page."""

    model = Pairing
    fk_name = "product"
    verbose_name_plural = "Complete the look"
    fields = ("goes_with", "position")
    autocomplete_fields = ("goes_with",)
    extra = 0
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pairing]:
        return super().get_queryset(request).select_related("goes_with")


@admin.register(Product)
class ProductAdmin(AddressedAdmin):
    """Styles; what a card shows is recomputed with every save."""

    list_display = ("product", "published", "price_column", "sizes", "rating_column", "category")
    list_filter = ("is_published", "is_in_stock", "category", "published_at")
    list_select_related = ("category",)
    search_fields = ("name", "slug", "fabric")
    autocomplete_fields = ("category",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    actions = ("publish", "unpublish")
    inlines = (ColourwayInline, PairingInline)
    fieldsets = (
        (None, {"fields": ("stock_table", "is_published", "published_at")}),
        ("Words", {"fields": (("name", "slug"), ("category", "fit"), "description")}),
        ("Facts", {"fields": (("fabric", "material"), "care", ("origin", "maker"))}),
    )
    readonly_fields = ("stock_table",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # orders name it for ever; unpublish it

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_listing(form.instance)
        if "category" in form.changed_data and form.initial.get("category"):
            caching.touch(caching.tag_shelf(form.initial["category"]))  # the one it left

    @display(description="Product", ordering="name")
    def product(self, product: Product) -> str:
        return pictured(product.cover, product.name, product.fit)

    @display(description="Shown", label=YES_NO, ordering="is_published")
    def published(self, product: Product) -> tuple[bool, str]:
        return product.is_published, "Published" if product.is_published else "Hidden"

    @display(description="Price", ordering="price_minor")
    def price_column(self, product: Product) -> str:
        return f"{product.price}"

    @display(description="Sizes in stock", ordering="is_in_stock")
    def sizes(self, product: Product) -> str:
        return " ".join(product.sizes_in_stock) or "Sold out"

    @display(description="Rating", ordering="rating_tenths")
    def rating_column(self, product: Product) -> str:
        return (
            f"{product.rating_tenths / 10} ★ ({product.review_count})"
            if product.review_count
            else "–"
        )

    @display(description="Stock")
    def stock_table(self, product: Product) -> str:
        colourways = Colourway.objects.filter(product_id=product.pk).prefetch_related("variants")
        return render_to_string("admin/shop/product/stock_table.html", {"colourways": colourways})

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        self._show(request, products, is_published=True)

    @admin.action(description="Hide from the shop", permissions=["change"])
    def unpublish(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        self._show(request, products, is_published=False)

    def _show(
        self, request: HttpRequest, products: QuerySet[Product], *, is_published: bool
    ) -> None:
        word = "Published" if is_published else "Hidden from the shop"
        changed = list(products.exclude(is_published=is_published))
        publish_products(changed, is_published=is_published)
        for product in changed:
            self.log_change(request, product, word)
        self.message_user(request, f"{word}: {len(changed)}.")


class PictureFormSet(BaseInlineFormSet):
    """Deleting goes through the operation, which knows of files; each picture keeps its words."""

    def delete_existing(self, obj: Picture, commit: bool = True) -> None:
        delete_picture(obj)


class PictureInline(TabularInline):
    model = Picture
    formset = PictureFormSet
    fields = ("thumb", "view", "alt", "is_illustration", "position")
    readonly_fields = ("thumb",)
    extra = 0
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a picture is uploaded, see AddPictureForm

    @display(description="")
    def thumb(self, picture: Picture) -> str:
        return thumbnail(picture.key)


class VariantInline(TabularInline):
    model = Variant
    form = VariantForm
    fields = (
        "size",
        "sku",
        "price_minor",
        "mrp_minor",
        "is_active",
        "position",
        "left",
        "adjust_link",
    )
    readonly_fields = ("left", "adjust_link")
    extra = 0
    can_delete = False  # sold and counted under its SKU for ever; switch it off
    hide_title = True

    @display(description="Free / on the shelf")
    def left(self, variant: Variant) -> str:
        return f"{variant.available} / {variant.on_hand}"

    @display(description="")
    def adjust_link(self, variant: Variant) -> str:
        if variant._state.adding:
            return "Save first"
        url = reverse("admin:shop_variant_move", args=[variant.pk, ADJUST_STOCK.name])
        return format_html('<a class="desk-link" href="{}">Adjust stock</a>', url)


def _add_picture(colourway: Colourway, *, by: str, **picture: Any) -> None:
    add_picture(colourway, picture["master"], view=picture["view"], alt=picture["alt"])


ADD_PICTURE = Move(
    "picture",
    "Add a picture",
    _add_picture,
    is_legal=lambda colourway: True,
    said=lambda colourway: f"The picture is on {colourway}, after those it had.",
    form=AddPictureForm,
)


@admin.register(Colourway)
class ColourwayAdmin(StaffAdmin):
    """One colour of a product: its pictures, sizes and prices."""

    moves = (ADD_PICTURE,)
    form = ColourwayForm
    list_display = ("product", "name", "dye")
    list_select_related = ("product",)
    search_fields = ("name", "product__name")
    fields = ("product_link", ("name", "slug"), ("dye", "family"), "position")
    readonly_fields = ("product_link",)
    inlines = (VariantInline, PictureInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # added on its product's page

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Colourway]:
        return super().get_queryset(request).select_related("product")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_listing(form.instance.product)

    @display(description="Product")
    def product_link(self, colourway: Colourway) -> str:
        url = reverse("admin:shop_product_change", args=[colourway.product_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', url, colourway.product.name)

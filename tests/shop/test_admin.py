"""Promises of shop/admin.py: prices in rupees, stock only by counting, cards true after a save."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.media import is_cut
from shop.models import Category, Colourway, Picture, Product, Review, StockMovement, Variant
from shop.pictures import add_picture
from tests.factories import (
    make_product,
    make_staff,
    make_variant,
    paid_order,
    picture_file,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def url(model, page, *args):
    return reverse(f"admin:shop_{model._meta.model_name}_{page}", args=args)


def move(client, row, name, data=None):
    return client.post(url(type(row), "move", row.pk, name), data or {}, follow=True)


def bulk(client, rows, action):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(url(type(rows[0]), "changelist"), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def typed(form_or_formset):
    """What a browser would post of a form it was shown."""
    values = {field.html_name: field.value() for field in form_or_formset}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def shown(client, page):
    """Everything an editing page would post back unchanged."""
    context = client.get(page).context
    posted = split_dates(typed(context["adminform"].form))
    for inline in context["inline_admin_formsets"]:
        posted |= typed(inline.formset.management_form)
        for form in inline.formset.forms:
            posted |= typed(form)
    return {name: str(value) for name, value in posted.items()}


def split_dates(posted):
    moment = posted.pop("published_at", None)
    if moment:
        posted |= {"published_at_0": moment.strftime("%Y-%m-%d"), "published_at_1": "12:00"}
    return posted


# --- Stock --------------------------------------------------------------------------------


def count(client, variant, on_hand, **changes):
    data = {"on_hand": on_hand, "note": "Recount", "reference": str(uuid4()), **changes}
    return move(client, variant, "stock", data)


def test_stock_is_changed_by_counting_with_a_reason(owner):
    variant = make_variant(stock=10)
    response = count(owner, variant, 7)
    movement = StockMovement.objects.get(variant=variant, note="Recount")
    assert (movement.on_hand_change, movement.by) == (-3, "Meera Owner")
    assert said(response) == [f"{variant.sku}: 7 on the shelf, 7 free."]


def test_a_count_without_a_reason_is_refused_beside_the_field(owner):
    variant = make_variant(stock=10)
    response = count(owner, variant, 7, note="")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["note"])
    variant.refresh_from_db()
    assert variant.on_hand == 10


def test_a_count_below_what_is_promised_is_refused_and_keeps_what_was_typed(owner):
    variant = make_variant(stock=10)
    paid_order(variant, quantity=4)
    response = count(owner, variant, 3)
    assert response.status_code == 422
    assert response.context["form"]["on_hand"].value() == "3"
    variant.refresh_from_db()
    assert variant.on_hand == 10


def test_the_same_count_sent_twice_is_one_count(owner):
    variant = make_variant(stock=10)
    reference = str(uuid4())
    count(owner, variant, 7, reference=reference)
    assert count(owner, variant, 7, reference=reference).status_code == 200
    assert StockMovement.objects.filter(variant=variant, note="Recount").count() == 1


def test_sold_out_sizes_are_found(owner):
    make_variant(stock=3)
    gone = make_variant(stock=0)
    found = owner.get(url(Variant, "changelist"), {"stock": "none"}).context["cl"].result_list
    assert list(found) == [gone]


def test_scarce_sizes_are_found_without_the_sold_out_ones(owner):
    scarce = make_variant(stock=3)
    make_variant(stock=0)
    make_variant(stock=4)
    found = owner.get(url(Variant, "changelist"), {"stock": "few"}).context["cl"].result_list
    assert list(found) == [scarce]


@pytest.mark.parametrize("model", [Variant, StockMovement, Review])
def test_what_the_shop_writes_is_not_added_by_hand(owner, model):
    assert owner.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("model", [Product, Colourway, Variant, StockMovement])
def test_what_orders_refer_to_is_never_deleted(owner, model):
    make_variant()
    row = model.objects.first()
    assert owner.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


# --- Editing ------------------------------------------------------------------------------


def test_a_price_is_typed_in_rupees_and_the_card_follows(owner):
    variant = make_variant(price_minor=500_00)
    page = url(Colourway, "change", variant.colourway_id)
    data = shown(owner, page)
    assert data["variants-0-price_minor"] == "500"
    data |= {"variants-0-price_minor": "449.50"}
    assert owner.post(page, data).status_code == 302
    assert Product.objects.get().price_minor == 449_50


def test_saving_a_page_as_it_was_shown_changes_no_price(owner):
    variant = make_variant(price_minor=1_299_50)
    page = url(Colourway, "change", variant.colourway_id)
    assert owner.post(page, shown(owner, page)).status_code == 302
    variant.refresh_from_db()
    assert (variant.price_minor, variant.on_hand) == (1_299_50, 10)


def test_a_price_above_the_mrp_is_refused_beside_the_price(owner):
    variant = make_variant(price_minor=500_00)
    page = url(Colourway, "change", variant.colourway_id)
    response = owner.post(page, {**shown(owner, page), "variants-0-price_minor": "501"})
    assert response.context["inline_admin_formsets"][0].formset.forms[0].errors == {
        "price_minor": ["The price may not be above the MRP."]
    }


def test_stock_sent_with_the_form_is_ignored(owner):
    variant = make_variant(stock=10)
    page = url(Colourway, "change", variant.colourway_id)
    owner.post(page, {**shown(owner, page), "variants-0-on_hand": "99", "variants-0-held": "5"})
    variant.refresh_from_db()
    assert (variant.on_hand, variant.held) == (10, 0)


def test_a_size_switched_off_leaves_the_card_at_once(owner):
    variant = make_variant(size="M")
    page = url(Colourway, "change", variant.colourway_id)
    data = shown(owner, page)
    del data["variants-0-is_active"]
    owner.post(page, data)
    assert Product.objects.get().sizes_in_stock == []


def test_a_colour_renamed_on_the_product_page_is_renamed_on_the_card(owner):
    variant = make_variant()
    page = url(Product, "change", variant.colourway.product_id)
    data = shown(owner, page) | {"colourways-0-name": "Neel"}
    assert owner.post(page, data).status_code == 302
    assert [swatch["name"] for swatch in Product.objects.get().swatches] == ["Neel"]


def test_a_colour_that_is_no_colour_is_refused(owner):
    variant = make_variant()
    page = url(Product, "change", variant.colourway.product_id)
    response = owner.post(page, {**shown(owner, page), "colourways-0-dye": "red;}"})
    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.forms[0].errors == {"dye": ["Write the colour as #rrggbb."]}


def test_products_are_published_and_hidden_from_the_list(owner):
    shown_one, hidden = make_product(), make_product(is_published=False)
    bulk(owner, [shown_one, hidden], "unpublish")
    assert not Product.objects.filter(is_published=True).exists()
    response = bulk(owner, [shown_one, hidden], "publish")
    assert said(response) == ["Published: 2."]
    assert Product.objects.filter(is_published=True).count() == 2


# --- Pictures -----------------------------------------------------------------------------


def add(client, colourway, content, **changes):
    data = {"master": upload(content), "view": "front", "alt": "Kurta, front", **changes}
    return move(client, colourway, "picture", data)


def test_an_uploaded_picture_becomes_the_cover(owner):
    colourway = make_variant().colourway
    response = add(owner, colourway, picture_file(size=(800, 1000)))
    assert response.status_code == 200
    assert Product.objects.get().cover["key"] == Picture.objects.get().key


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a picture", "This is not a picture we can read."),
        (picture_file(size=(400, 500)), "This picture is 400 pixels wide; 800 are needed."),
        (
            picture_file(size=(1000, 1000)),
            "Pictures are upright, 4:5; this one is 1000 × 1000. Crop it first.",
        ),
    ],
)
def test_a_picture_the_pages_cannot_use_is_refused_in_words(owner, content, reason):
    response = add(owner, make_variant().colourway, content)
    assert response.context["form"].errors["master"] == [reason]
    assert not Picture.objects.exists()


def test_a_picture_taken_off_leaves_the_card_too(owner):
    colourway = make_variant().colourway
    add_picture(colourway, upload(picture_file(size=(80, 100))), view="front", alt="Front")
    page = url(Colourway, "change", colourway.pk)
    owner.post(page, {**shown(owner, page), "pictures-0-DELETE": "on"})
    assert Product.objects.get().cover == {}


# --- Reviews ------------------------------------------------------------------------------


def test_reviews_are_published_from_list_and_page_and_the_stars_follow(owner):
    product = make_product()
    review = Review.objects.create(product=product, rating=4, title="Soft")
    bulk(owner, [review], "publish")
    product.refresh_from_db()
    assert (product.rating_tenths, product.review_count) == (40, 1)
    move(owner, review, "hide")
    product.refresh_from_db()
    assert (product.rating_tenths, product.review_count) == (0, 0)


def test_staff_who_may_only_look_at_reviews_publish_none(client):
    review = Review.objects.create(product=make_product(), rating=4, title="Soft")
    staff = make_staff()
    staff.user_permissions.set(Permission.objects.filter(codename="view_review"))
    client.force_login(staff)
    assert move(client, review, "publish").status_code == 403


# --- Lists --------------------------------------------------------------------------------


def fill(times):
    for _ in range(times):
        variant = make_variant()
        Review.objects.create(product=variant.colourway.product, rating=5, title="Soft")


def queries_of(client, model):
    client.get(url(model, "changelist"))  # what is cached once is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(model, "changelist")).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", [Category, Product, Colourway, Variant, StockMovement, Review])
def test_a_list_asks_the_same_few_questions_for_3_rows_and_for_12(owner, model):
    fill(3)
    few = queries_of(owner, model)
    fill(9)
    assert queries_of(owner, model) == few <= 12


# --- Deleting a picture -----------------------------------------------------------------------


def with_two_pictures():
    colourway = make_variant().colourway
    for view in ("front", "back"):
        add_picture(colourway, upload(picture_file(size=(80, 100))), view=view, alt=view)
    return colourway


def test_a_picture_is_deleted_on_the_page_of_its_colourway(
    owner, django_capture_on_commit_callbacks
):
    colourway = with_two_pictures()
    front, back = colourway.pictures.all()
    page = url(Colourway, "change", colourway.pk)
    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(page, {**shown(owner, page), "pictures-0-DELETE": "on"})
    assert response.status_code == 302
    assert list(colourway.pictures.all()) == [back]
    assert not is_cut(front.key)
    assert Product.objects.get().cover["key"] == back.key


def test_a_picture_without_words_for_those_who_cannot_see_it_is_refused(owner):
    colourway = with_two_pictures()
    page = url(Colourway, "change", colourway.pk)
    response = owner.post(page, {**shown(owner, page), "pictures-0-alt": "  "})
    formset = response.context["inline_admin_formsets"][1].formset
    assert formset.forms[0].errors == {"alt": ["This field is required."]}


def test_an_upload_that_fails_is_said_on_the_form_and_keeps_what_was_typed(owner, settings):
    settings.CLOUDINARY_URL = "cloudinary://k:s@c?upload_prefix=http://127.0.0.1:9"
    colourway = make_variant().colourway
    data = {"master": upload(picture_file(size=(800, 1000))), "view": "back", "alt": "From behind"}
    response = move(owner, colourway, "picture", data)
    assert response.status_code == 422
    assert "could not be stored just now" in response.content.decode()
    assert response.context["form"]["alt"].value() == "From behind"
    assert not Picture.objects.exists()

"""Promises of shop/addresses.py: an address that once led somewhere leads there for ever."""

import pytest
from django.urls import reverse

from shop.addresses import current_address, leave_address, removed_product
from shop.models import Category, FormerSlug, Product
from tests.factories import make_category, make_product, make_staff, make_variant

pytestmark = pytest.mark.django_db


def rename(row, slug):
    former, row.slug = row.slug, slug
    row.save()
    leave_address(row, former)


@pytest.mark.parametrize(("make", "kind"), [(make_product, "p"), (make_category, "c")])
def test_a_former_address_leads_to_the_present_one(make, kind):
    row = make(slug="first")
    rename(row, "second")
    assert current_address(f"/{kind}/first/") == f"/{kind}/second/"


def test_a_chain_of_names_is_one_step_long():
    product = make_product(slug="first")
    rename(product, "second")
    rename(product, "third")
    addresses = [current_address("/p/first/"), current_address("/p/second/")]
    assert addresses == ["/p/third/", "/p/third/"]


def test_a_name_that_came_back_is_nobodys_former_one():
    product = make_product(slug="first")
    rename(product, "second")
    rename(product, "first")
    assert list(FormerSlug.objects.values_list("path", flat=True)) == ["/p/second/"]


def test_a_name_another_style_took_and_left_leads_to_that_style():
    one, other = make_product(slug="first"), make_product(slug="other")
    rename(one, "second")
    rename(other, "first")
    rename(other, "third")
    assert current_address("/p/first/") == "/p/third/"


def test_leaving_an_address_twice_is_leaving_it_once():
    product = make_product(slug="second")
    leave_address(product, "first")
    leave_address(product, "first")
    assert FormerSlug.objects.count() == 1


def test_an_address_nothing_ever_had_leads_nowhere():
    assert current_address("/p/nothing/") is None
    assert current_address("/" + "x" * 10_000) is None


def test_a_style_taken_off_is_known_by_its_address():
    hidden = make_product(slug="gone", is_published=False)
    make_product(slug="here")
    assert removed_product("/p/gone/") == hidden
    assert removed_product("/p/here/") is None
    assert removed_product("/c/gone/") is None
    assert removed_product("/p/gone/more/") is None


# --- Through the back office, to the shopper --------------------------------------------------


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def save(client, row, **changes):
    page = reverse(f"admin:shop_{row._meta.model_name}_change", args=[row.pk])
    context = client.get(page).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    posted = {f.html_name: f.value() for form in forms for f in form if f.value() is not None}
    moment = posted.pop("published_at", None)
    if moment:
        posted |= {"published_at_0": moment.strftime("%Y-%m-%d"), "published_at_1": "12:00"}
    assert client.post(page, {**posted, **changes}).status_code == 302


def test_staff_rename_a_style_and_old_links_lead_on_for_good(owner, client):
    product = make_variant(product=make_product(slug="first")).colourway.product
    save(owner, product, slug="second")
    response = client.get("/p/first/?colour=indigo")
    assert (response.status_code, response.headers["Location"]) == (301, "/p/second/?colour=indigo")
    assert client.get("/p/second/").status_code == 200


def test_staff_rename_a_category_and_old_links_lead_on_for_good(owner, client):
    category = make_variant(product=make_product(category=make_category(slug="first"))).colourway
    save(owner, category.product.category, slug="second", size_chart="{}", cover="{}")
    response = client.get("/c/first/")
    assert (response.status_code, response.headers["Location"]) == (301, "/c/second/")
    assert client.get("/c/second/").status_code == 200


def test_a_name_taken_again_wins_over_the_redirect(owner, client):
    product = make_variant(product=make_product(slug="first")).colourway.product
    save(owner, product, slug="second")
    make_variant(product=make_product(slug="first", name="Another Kurta"))
    response = client.get("/p/first/")
    assert response.status_code == 200
    assert "Another Kurta" in response.content.decode()


def test_a_style_saved_under_its_own_name_leaves_no_address(owner):
    product = make_variant().colourway.product
    save(owner, product)
    assert not FormerSlug.objects.exists()
    assert (Product.objects.count(), Category.objects.count()) == (1, 1)


def test_nothing_is_posted_along_a_former_address(client):
    product = make_product(slug="first")
    rename(product, "second")
    assert client.post("/p/first/").status_code in {404, 405}

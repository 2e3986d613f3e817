"""Promises of shop/admin/words.py and home.py: staff's words reach the shop at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.models import HomeBlock, Pairing, Product, SearchTerm, Synonym
from tests.factories import make_product, make_staff, make_variant
from tests.shop.test_admin import said, shown, url

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def teach(client, phrase, means):
    data = {"phrase": phrase, "means": means}
    return client.post(url(Synonym, "add"), data, follow=True)


def errors(response):
    return response.context["adminform"].form.errors


# --- Words ----------------------------------------------------------------------------------


def test_a_synonym_is_kept_as_the_search_looks_it_up(owner):
    make_variant(product=make_product(name="Bagru Kurta"))
    teach(owner, "  Kurthis! ", "kurta")
    assert list(Synonym.objects.values_list("phrase", "means")) == [("kurthi", "kurta")]


def test_a_synonym_taken_away_is_gone_from_a_kept_search_page(
    owner, django_capture_on_commit_callbacks
):
    make_variant(product=make_product(name="Bagru Kurta"))
    teach(owner, "tunic", "kurta")
    synonym = Synonym.objects.get()
    page = f"{reverse('shop:search')}?q=tunic"
    assert "1 style<" in owner.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url(Synonym, "delete", synonym.pk), {"post": "yes"})
    assert "1 style<" not in owner.get(page).content.decode()


def test_a_phrase_that_means_something_already_is_refused_in_words(owner):
    Synonym.objects.create(phrase="sari", means="saree")
    response = teach(owner, "Saris", "shawl")
    assert errors(response) == {"phrase": ["“sari” already means “saree”. Change that one."]}


def test_a_plural_needs_no_synonym(owner):
    assert errors(teach(owner, "kurtas", "Kurta")) == {
        "means": ["The search knows these are the same word."]
    }


def test_a_synonym_that_finds_nothing_is_kept_and_said(owner):
    response = teach(owner, "kurtha", "kurtaa")
    assert Synonym.objects.count() == 1
    assert said(response)[0].startswith("Nothing in the shop is found by “kurtaa” now.")


def test_terms_that_found_nothing_are_listed_and_lead_to_a_synonym(owner):
    SearchTerm.objects.create(term="dupatta", searches=3, found=0)
    SearchTerm.objects.create(term="kurta", searches=9, found=20)
    response = owner.get(url(SearchTerm, "changelist"), {"found": "nothing"})
    assert [term.term for term in response.context["cl"].result_list] == ["dupatta"]
    add = f"{url(Synonym, 'add')}?phrase=dupatta"
    assert add in response.content.decode()
    assert owner.get(add).context["adminform"].form["phrase"].value() == "dupatta"


def test_the_list_counts_the_styles_in_words(owner):
    SearchTerm.objects.create(term="dhoti", searches=2, found=1)
    SearchTerm.objects.create(term="kurta", searches=9, found=20)
    page = owner.get(url(SearchTerm, "changelist")).content.decode()
    assert "1 style<" in page.replace("\n", "").replace(" <", "<")
    assert "20 styles" in page


def test_searches_are_written_by_the_shop_alone(owner):
    assert owner.get(url(SearchTerm, "add")).status_code == 403


# --- Home page ------------------------------------------------------------------------------


def make_block(**columns):
    product = columns.pop("product", None) or make_variant().colourway.product
    shown = {"kind": "hero", "headline": "Printed by hand", "starts_at": NOW - timedelta(days=1)}
    return HomeBlock.objects.create(product=product, **{**shown, **columns})


def block_data(product, **changes):
    return {
        "kind": "hero", "headline": "Printed by hand", "text": "", "product": product.pk,
        "category": "", "button": "", "is_active": "on", "starts_at_0": "2026-01-01",
        "starts_at_1": "10:00", "ends_at_0": "", "ends_at_1": "", **changes,
    }  # fmt: skip


def add_block(client, **changes):
    product = make_variant().colourway.product
    return client.post(url(HomeBlock, "add"), block_data(product, **changes), follow=True)


def test_a_hero_staff_save_is_on_the_kept_home_page_at_once(
    owner, django_capture_on_commit_callbacks
):
    assert "Dyed in indigo" not in owner.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        add_block(owner, headline="Dyed in indigo")
    assert "Dyed in indigo" in owner.get("/").content.decode()


def test_a_headline_of_eight_words_is_refused(owner):
    response = add_block(owner, headline="one two three four five six seven eight")
    assert errors(response) == {"headline": ["7 words at most; this has 8."]}


def test_a_block_ends_after_it_begins_and_a_story_has_text(owner):
    response = add_block(owner, kind="story", ends_at_0="2025-12-31", ends_at_1="10:00")
    assert errors(response) == {
        "ends_at": ["It ends before it begins."],
        "text": ["A story needs a few sentences."],
    }


def test_the_list_says_what_each_block_does_now(owner):
    make_block(headline="a", starts_at=NOW - timedelta(days=3))
    make_block(headline="b")
    make_block(headline="c", starts_at=NOW + timedelta(days=1))
    make_block(headline="d", ends_at=NOW - timedelta(hours=1))
    make_block(headline="e", is_active=False)
    make_block(headline="f", product=make_product(is_published=False))
    changelist = owner.get(url(HomeBlock, "changelist")).context["cl"]
    admin = changelist.model_admin
    assert {block.headline: admin.state(block) for block in changelist.result_list} == {
        "a": "Behind a newer one",
        "b": "Showing",
        "c": "Scheduled",
        "d": "Over",
        "e": "Off",
        "f": "Its style is hidden",
    }


# --- Product --------------------------------------------------------------------------------


def test_material_family_and_what_goes_with_it_are_set_on_the_product(owner):
    product = make_variant().colourway.product
    other = make_product(name="Straight Jean")
    page = url(Product, "change", product.pk)
    data = shown(owner, page) | {
        "material": "Khadi",
        "colourways-0-family": "green",
        "pairings-TOTAL_FORMS": "1",
        "pairings-0-goes_with": str(other.pk),
        "pairings-0-position": "0",
    }
    assert owner.post(page, data).status_code == 302
    product.refresh_from_db()
    assert (product.material, product.swatches[0]["family"]) == ("Khadi", "green")
    assert Pairing.objects.get().goes_with == other

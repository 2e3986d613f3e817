"""Promises of shop/views/wishlist.py: a heart anywhere, undo, one own page and one for others."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import login
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client
from django.urls import reverse

from shop import wishlist as saving
from shop.models import CartLine, Product, Variant, Wishlist, WishlistItem
from tests.architecture.test_pages import Outline, is_sound
from tests.factories import make_customer, make_variant

pytestmark = pytest.mark.django_db

PAGE, BAG = reverse("shop:wishlist"), reverse("shop:bag")
HTMX = {"HX-Request": "true"}


def text_of(response):
    return " ".join(response.content.decode().split())


def press(client, key, save="1", **how):
    return client.post(reverse("shop:wishlist_save", args=[key]), {"save": save}, **how)


def colours():
    return list(WishlistItem.objects.values_list("colourway_id", flat=True))


@pytest.fixture
def customer(client):
    user = make_customer(full_name="Asha Rao")
    client.force_login(user)
    return user


@pytest.fixture
def item(client, customer):
    press(client, make_variant(stock=5).colourway_id)
    return WishlistItem.objects.select_related("colourway").get()


def item_url(item):
    return reverse("shop:wishlist_item", args=[item.pk])


# --- Hearts ---------------------------------------------------------------------------------


def test_a_guest_saves_a_style_and_finds_it(client):
    variant = make_variant()
    response = press(client, variant.colourway_id)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert "Bagru Kurta" in text_of(client.get(PAGE))
    assert Client().get(PAGE).context["count"] == 0


@pytest.mark.parametrize("path", [PAGE, "/personal/"])
def test_looking_makes_no_wishlist(client, customer, path):
    """SEC-20."""
    client.get(path)
    assert Wishlist.objects.count() == 0


def test_a_heart_pressed_twice_saves_once_and_pressed_again_lets_go(client):
    key = make_variant().colourway_id
    press(client, key)
    press(client, key)
    assert colours() == [key]
    press(client, key, save="0")
    press(client, key, save="0")
    assert colours() == []


def test_letting_go_without_a_wishlist_makes_none(client):
    press(client, make_variant().colourway_id, save="0")
    assert Wishlist.objects.count() == 0


def test_htmx_gets_the_hearts_anew_and_a_word(client):
    variant = make_variant()
    response = press(client, variant.colourway.product_id, headers=HTMX)
    page = text_of(response)
    assert response.status_code == 200
    assert 'id="wishes"' in page
    assert 'hx-swap-oob="true"' in page
    assert variant.colourway_id.hex in page
    assert variant.colourway.product_id.hex in page
    assert "Saved to your wishlist." in response["HX-Trigger"]


def test_the_personal_part_tells_what_is_saved(client):
    variant = make_variant()
    press(client, variant.colourway_id)
    assert variant.colourway_id.hex in text_of(client.get("/personal/"))
    assert variant.colourway_id.hex not in text_of(Client().get("/personal/"))


def test_without_a_token_the_shop_asks_once_more_and_saves_nothing():
    """SEC-20: a cached page holds no token; a forger gets no further than a question."""
    client = Client(enforce_csrf_checks=True)
    key = make_variant().colourway_id
    response = press(client, key)
    assert response.status_code == 200
    assert "Save it to your wishlist?" in text_of(response)
    assert Wishlist.objects.count() == 0
    token = client.cookies["csrftoken"].value
    client.post(
        reverse("shop:wishlist_save", args=[key]), {"save": "1", "csrfmiddlewaretoken": token}
    )
    assert colours() == [key]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_longer_sold_is_refused_in_words(client, headers):
    response = press(client, uuid4(), headers=headers)
    assert response.status_code == 422
    words = text_of(response) + response.headers.get("HX-Trigger", "")
    assert "This style is no longer sold." in words


@pytest.mark.parametrize("name", ["wishlist_undo", "wishlist_share"])
def test_the_wishlist_is_changed_by_post_only(client, name):
    """SEC-20."""
    assert client.get(reverse(f"shop:{name}")).status_code == 405


def test_cards_and_products_carry_a_heart(client):
    variant = make_variant()
    product = variant.colourway.product
    assert f'data-heart="{product.pk.hex}"' in text_of(
        client.get(product.category.get_absolute_url())
    )
    shown = text_of(client.get(product.get_absolute_url()))
    assert f'data-heart="{variant.colourway_id.hex}"' in shown


# --- The page -------------------------------------------------------------------------------


def test_an_empty_wishlist_explains_the_heart_and_shows_what_sells(client):
    for sold in (3, 9, 1, 7, 5):
        product = make_variant(stock=1).colourway.product
        Product.objects.filter(pk=product.pk).update(name=f"Sold {sold}", sold_recently=sold)
    response = client.get(PAGE)
    assert "Press the heart" in text_of(response)
    assert [p.name for p in response.context["best"]] == ["Sold 9", "Sold 7", "Sold 5", "Sold 3"]


def test_a_price_that_fell_and_a_piece_that_is_back_are_said(client, item):
    Variant.objects.update(price_minor=200_00)
    WishlistItem.objects.update(was_in_stock=False)
    page = text_of(client.get(PAGE))
    assert "₹300 less than when you saved it" in page
    assert "Back in stock" in page


@pytest.mark.parametrize(
    ("model", "columns", "said"),
    [
        (Variant, {"on_hand": 0}, "Sold out"),
        (Product, {"is_published": False}, "No longer sold"),
    ],
)
def test_what_cannot_be_bought_stays_with_a_way_to_similar_ones(client, item, model, columns, said):
    model.objects.update(**columns)
    page = text_of(client.get(PAGE))
    assert said in page
    assert f'href="{item.colourway.product.category.get_absolute_url()}">See similar' in page
    assert "Move to bag" not in page


def test_what_is_no_longer_sold_leads_to_no_page_that_is_not_there(client, item):
    Product.objects.update(is_published=False)
    assert item.colourway.product.get_absolute_url() not in text_of(client.get(PAGE))


def test_every_state_of_the_page_is_sound(client, customer):
    for _ in range(3):
        press(client, make_variant().colourway_id)
    first, second, _third = WishlistItem.objects.all()
    Variant.objects.filter(colourway_id=second.colourway_id).update(on_hand=0)
    client.post(reverse("shop:wishlist_share"), {"on": "1", "shared_as": "Asha"})
    removed = client.post(item_url(first), {"remove": "1"}, follow=True)
    is_sound(Outline(removed.content.decode()))
    key = Wishlist.objects.get().share_key
    is_sound(Outline(client.get(reverse("shop:wishlist_shared", args=[key])).content.decode()))
    WishlistItem.objects.all().delete()
    is_sound(Outline(client.get(PAGE).content.decode()))


def test_a_hundred_saved_styles_take_as_many_queries_as_two(client, django_assert_max_num_queries):
    for _ in range(100):
        press(client, make_variant(stock=1).colourway_id)
    client.get(PAGE)
    with django_assert_max_num_queries(6):
        response = client.get(PAGE)
    assert len(response.context["rows"]) == 100


# --- To the bag -----------------------------------------------------------------------------


def test_a_chosen_size_moves_to_the_bag(client, item):
    variant = Variant.objects.get()
    response = client.post(item_url(item), {"variant": variant.pk})
    assert (response.status_code, response["Location"]) == (302, BAG)
    assert (CartLine.objects.get().variant, colours()) == (variant, [])


@pytest.mark.parametrize("variant", ["", "abc", "00000000-0000-0000-0000-000000000000"])
def test_without_a_size_nothing_moves_and_the_page_says_why(client, item, variant):
    response = client.post(item_url(item), {"variant": variant})
    assert response.status_code == 422
    assert "Choose a size." in text_of(response)
    assert (CartLine.objects.count(), colours()) == (0, [item.colourway_id])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_size_that_sold_out_meanwhile_stays_and_says_so(client, item, headers):
    variant = Variant.objects.get()
    Variant.objects.update(on_hand=0)
    response = client.post(item_url(item), {"variant": variant.pk}, headers=headers)
    assert response.status_code == 422
    assert "The last M was just bought" in text_of(response)
    assert (CartLine.objects.count(), colours()) == (0, [item.colourway_id])


def test_somebody_elses_item_is_not_found(item):
    """SEC-5."""
    stranger = Client()
    stranger.force_login(make_customer())
    assert stranger.post(item_url(item), {"remove": "1"}).status_code == 404
    assert Client().post(item_url(item), {"remove": "1"}).status_code == 404
    assert colours() == [item.colourway_id]


# --- Removing and undoing -------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_removed_can_be_put_back_with_the_price_it_had(client, item, headers):
    response = client.post(item_url(item), {"remove": "1"}, headers=headers, follow=True)
    assert (colours(), "Removed from your wishlist." in text_of(response)) == ([], True)
    Variant.objects.update(price_minor=100_00)
    undo = re.search(r'name="removed" value="([^"]+)"', text_of(response))[1]
    client.post(reverse("shop:wishlist_undo"), {"removed": undo}, headers=headers)
    assert WishlistItem.objects.values_list("colourway_id", "price_minor").get() == (
        item.colourway_id,
        500_00,
    )


def test_the_undo_stands_where_the_removed_one_was(client, customer):
    for _ in range(3):
        press(client, make_variant().colourway_id)
    middle = WishlistItem.objects.all()[1]
    response = client.post(item_url(middle), {"remove": "1"}, follow=True)
    assert ["undo" in row for row in response.context["rows"]] == [False, True, False]


@pytest.mark.parametrize("undo", ["", "abc", "a:b:c", "\x00", "x" * 5000])
def test_an_undo_nobody_gave_puts_nothing_back(client, undo):
    assert client.get(PAGE, {"removed": undo}).status_code == 200
    client.post(reverse("shop:wishlist_undo"), {"removed": undo})
    assert WishlistItem.objects.count() == 0


# --- Shown to others ------------------------------------------------------------------------


def shared_page(client, **fields):
    client.post(reverse("shop:wishlist_share"), {"on": "1", **fields})
    return reverse("shop:wishlist_shared", args=[Wishlist.objects.get().share_key])


def test_anybody_with_the_address_may_look_and_nobody_may_index(client, item):
    response = Client().get(shared_page(client))
    page = text_of(response)
    assert "Bagru Kurta" in page
    assert '<meta name="robots" content="noindex' in page
    assert "Move to bag" not in page


def test_the_owners_name_is_shown_only_as_they_wrote_it(client, item):
    assert "Asha" not in text_of(Client().get(shared_page(client)))
    page = text_of(Client().get(shared_page(client, shared_as="<b>Asha</b>")))
    assert "&lt;b&gt;Asha&lt;/b&gt;: a wishlist" in page


def test_the_owner_sees_the_whole_address(client, item):
    path = shared_page(client)
    assert f'value="http://testserver{path}"' in text_of(client.get(PAGE))


def test_an_address_that_was_switched_off_is_not_found(client, item):
    path = shared_page(client)
    client.post(reverse("shop:wishlist_share"), {"on": "0"})
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"on": "2"}, {"on": "1", "shared_as": "x" * 41}])
def test_a_form_that_says_neither_yes_nor_no_shares_nothing(client, item, fields):
    client.post(reverse("shop:wishlist_share"), fields)
    assert Wishlist.objects.get().share_key is None


def test_others_do_not_see_what_is_no_longer_sold(client, item):
    path = shared_page(client)
    Product.objects.update(is_published=False)
    assert "Bagru Kurta" not in text_of(Client().get(path))


# --- Signing in -----------------------------------------------------------------------------


def sign_in(client, user, rf):
    """Signs in by the browser's own session; returns what the next page will say."""
    request = rf.get("/")
    request.session = client.session
    request._messages = FallbackStorage(request)
    login(request, user, backend="accounts.backends.RightsBackend")
    return [str(message) for message in request._messages]


def test_what_a_guest_had_joins_at_sign_in_and_is_said_in_one_sentence(client, rf):
    variant, user = make_variant(), make_customer()
    client.post(reverse("shop:bag_add"), {"variant": variant.pk})
    press(client, variant.colourway_id)
    press(client, make_variant().colourway_id)
    assert sign_in(client, user, rf) == ["1 item joined your bag and 2 items joined your wishlist."]
    assert (Wishlist.objects.get().user, len(colours())) == (user, 2)


def test_signing_in_with_empty_hands_says_nothing(client, rf):
    user = make_customer()
    saving.save_style(Wishlist.objects.create(user=user), make_variant().colourway_id)
    assert sign_in(client, user, rf) == []

"""Promises of how the shop is found: robots, sitemaps, one address per page, previews, JSON-LD."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.media import cut_ladder
from shop.models import Product
from shop.pictures import add_picture
from shop.views import found
from tests.factories import make_category, make_product, make_variant, picture_file, upload

pytestmark = pytest.mark.django_db

HOME = "https://shop.example.in"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = HOME


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def parsed(client, path):
    return ElementTree.fromstring(body(client.get(path)))  # noqa: S314  our own


def texts(tree, path):
    return [element.text for element in tree.findall(path, NAMES)]


def parts(client):
    """The sitemaps of products, as paths on this server."""
    locs = texts(parsed(client, "/sitemap.xml"), "s:sitemap/s:loc")
    return [loc.removeprefix(HOME) for loc in locs if "products" in loc]


# --- Sitemaps ---------------------------------------------------------------------------------


def test_the_index_names_pages_categories_and_products_by_their_full_address(client):
    product = make_variant().colourway.product
    assert texts(parsed(client, "/sitemap.xml"), "s:sitemap/s:loc") == [
        f"{HOME}/sitemap-pages.xml",
        f"{HOME}/sitemap-categories.xml",
        f"{HOME}/sitemap-products-{product.pk}.xml",
    ]


def test_an_empty_shop_has_a_sound_index(client):
    assert len(texts(parsed(client, "/sitemap.xml"), "s:sitemap/s:loc")) == 2


def test_every_published_style_is_in_exactly_one_part(client, monkeypatch):
    monkeypatch.setattr(found, "PER_PART", 3)
    monkeypatch.setattr(found, "CHUNK", 2)
    category = make_category()
    shown = [make_product(category=category) for _ in range(7)]
    make_product(category=category, is_published=False)
    listed = [texts(parsed(client, part), "s:url/s:loc") for part in parts(client)]
    assert [len(part) for part in listed] == [3, 3, 1]
    assert [loc for part in listed for loc in part] == [
        f"{HOME}{product.get_absolute_url()}" for product in shown
    ]


def test_a_style_says_when_its_listing_last_changed(client):
    product = make_product()
    changed_at = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    Product.objects.filter(pk=product.pk).update(listed_at=changed_at)
    assert texts(parsed(client, parts(client)[0]), "s:url/s:lastmod") == [
        "2026-03-01T12:30:00+00:00"
    ]


def test_a_part_says_when_any_of_it_last_changed(client):
    old, new = make_product(), make_product()
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    Product.objects.filter(pk=new.pk).update(listed_at=moment)
    Product.objects.filter(pk=old.pk).update(listed_at=moment + timedelta(hours=1))
    lastmod = texts(parsed(client, "/sitemap.xml"), "s:sitemap/s:lastmod")
    assert lastmod == ["2026-03-01T01:00:00+00:00"]


def test_a_style_brings_its_picture(client):
    colourway = make_variant().colourway
    picture = add_picture(colourway, upload(picture_file(size=(80, 100))), view="f", alt="F")
    assert texts(parsed(client, parts(client)[0]), "s:url/image:image/image:loc") == [
        f"{HOME}/media/pictures/{picture.key}/800.avif"
    ]


def test_categories_with_something_to_show_are_listed_with_their_last_change(client):
    product = make_product(category=make_category(slug="sarees"))
    make_category(slug="empty")
    Product.objects.update(listed_at=datetime(2026, 3, 1, tzinfo=UTC))
    tree = parsed(client, "/sitemap-categories.xml")
    assert texts(tree, "s:url/s:loc") == [f"{HOME}{product.category.get_absolute_url()}"]
    assert texts(tree, "s:url/s:lastmod") == ["2026-03-01T00:00:00+00:00"]


def test_help_pages_are_listed(client):
    locs = texts(parsed(client, "/sitemap-pages.xml"), "s:url/s:loc")
    assert locs[0] == f"{HOME}/"
    assert f"{HOME}/help/returns/" in locs


def test_every_listed_page_is_there(client):
    make_variant()
    sitemaps = ["/sitemap-pages.xml", "/sitemap-categories.xml", *parts(client)]
    locs = [loc for path in sitemaps for loc in texts(parsed(client, path), "s:url/s:loc")]
    answers = {loc: client.get(loc.removeprefix(HOME)).status_code for loc in locs}
    assert answers == dict.fromkeys(locs, 200)


def test_a_part_that_begins_after_the_last_style_is_not_found(client):
    make_product()
    last = UUID(int=2**128 - 1)
    assert client.get(f"/sitemap-products-{last}.xml").status_code == 404


def test_a_part_is_read_along_the_key_whatever_its_size(client):
    product = make_product()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        body(client.get(f"/sitemap-products-{product.pk}.xml"))
    assert len(queries) == 2
    assert not any("OFFSET" in str(query["sql"]) for query in queries)


def test_a_forged_host_appears_nowhere(client, settings):
    """SEC-4."""
    settings.ALLOWED_HOSTS = ["*"]
    product = make_variant().colourway.product
    forged = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    paths = ["/", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", *parts(client)]
    paths += [product.get_absolute_url(), product.category.get_absolute_url(), "/help/returns/"]
    pages = [body(client.get(path, **forged)) for path in paths]
    assert [path for path, page in zip(paths, pages, strict=True) if b"evil" in page] == []


# --- Robots -----------------------------------------------------------------------------------


def rules(client):
    text = body(client.get("/robots.txt")).decode()
    return re.findall(r"^(Allow|Disallow): (\S+)$", text, re.M), text


def may_crawl(client, path):
    """As Google reads the file: of the rules that fit, the longest; Allow among equals."""
    fitting = [
        (len(rule), verdict == "Allow")
        for verdict, rule in rules(client)[0]
        if re.match(re.escape(rule).replace(r"\*", ".*"), path)
    ]
    return max(fitting, default=(0, True))[1]


@pytest.mark.parametrize(
    "path",
    ["/", "/c/kurtas/", "/c/kurtas/?page=3", "/p/bagru/", "/p/bagru/?colour=indigo&size=M",
     "/help/returns/", "/sitemap.xml", "/media/pictures/x/800.avif", "/static/css/vastra.css"],
)  # fmt: skip
def test_what_may_be_crawled(client, path):
    assert may_crawl(client, path)


@pytest.mark.parametrize(
    "path",
    ["/c/kurtas/?colour=red", "/c/kurtas/?colour=red&page=2", "/c/kurtas/?sort=price",
     "/search/?q=kurta", "/search/suggest/?q=k", "/bag/", "/bag/add/", "/checkout/", "/account/",
     "/sign-in/", "/staff/", "/orders/", "/returns/", "/personal/"],
)  # fmt: skip
def test_what_is_private_or_endless_is_not_to_be_crawled(client, path):
    assert not may_crawl(client, path)


def test_robots_points_at_the_sitemap(client):
    assert f"\nSitemap: {HOME}/sitemap.xml\n" in rules(client)[1]


# --- One address per page ---------------------------------------------------------------------


def canonical(client, path):
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', body(client.get(path)).decode())
    assert len(found) < 2
    return found[0] if found else None


def test_a_product_has_one_address_whatever_colour_and_size_are_chosen(client):
    product = make_variant().colourway.product
    address = f"{HOME}{product.get_absolute_url()}"
    assert canonical(client, f"{product.get_absolute_url()}?colour=indigo&size=M") == address
    assert canonical(client, f"{product.get_absolute_url()}?utm_source=x") == address


def test_pages_of_a_category_are_pages_of_their_own(client):
    category = make_category()
    for _ in range(25):
        make_variant(product=make_product(category=category))
    path = category.get_absolute_url()
    assert canonical(client, path) == f"{HOME}{path}"
    assert canonical(client, f"{path}?page=1") == f"{HOME}{path}"
    assert canonical(client, f"{path}?page=2") == f"{HOME}{path}?page=2"


def test_a_filtered_category_is_no_page_to_keep(client):
    product = make_variant(size="M").colourway.product
    path = f"{product.category.get_absolute_url()}?size=M"
    assert canonical(client, path) is None
    assert b'<meta name="robots" content="noindex, follow">' in body(client.get(path))


def test_what_was_searched_is_no_page_to_keep(client):
    make_variant()
    assert canonical(client, "/search/?q=kurta") is None
    assert b'name="robots" content="noindex' in body(client.get("/search/?q=kurta"))


def test_home_and_help_name_their_address(client):
    assert canonical(client, "/?utm_campaign=diwali") == f"{HOME}/"
    assert canonical(client, "/help/returns/?x=1") == f"{HOME}/help/returns/"


# --- Previews ---------------------------------------------------------------------------------


def og(client, path):
    html = body(client.get(path)).decode()
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))


def test_a_shared_product_shows_its_name_and_a_jpeg_anyone_can_read(client):
    variant = make_variant(product=make_product(description="Printed in Bagru."))
    picture = add_picture(
        variant.colourway, upload(picture_file(size=(80, 100))), view="front", alt="Front"
    )
    path = variant.colourway.product.get_absolute_url()
    shown = og(client, path)
    assert shown["title"] == "Bagru Kurta"
    assert shown["description"] == "Printed in Bagru."
    assert shown["url"] == f"{HOME}{path}"
    assert shown["type"] == "product"
    assert shown["image"] == f"{HOME}/media/pictures/{picture.key}/1200.jpg"
    assert (shown["image:width"], shown["image:height"]) == ("1200", "630")
    jpeg = client.get(shown["image"].removeprefix(HOME))
    assert (body(jpeg)[:3], jpeg.headers["Content-Type"]) == (b"\xff\xd8\xff", "image/jpeg")


def test_a_shared_category_shows_its_tile(client):
    cut_ladder(ContentFile(picture_file(size=(80, 100))), "tile")
    category = make_category(name="Sarees", cover={"key": "tile", "alt": "Sarees"})
    make_variant(product=make_product(category=category))
    shown = og(client, category.get_absolute_url())
    assert (shown["title"], shown["image"]) == ("Sarees", f"{HOME}/media/pictures/tile/1200.jpg")


def test_a_shared_page_without_a_picture_shows_the_shops(client):
    assert og(client, "/")["image"] == f"{HOME}/static/img/preview.jpg"
    assert og(client, "/")["title"] == "Vastra"


def test_a_name_with_markup_stays_text_in_a_preview(client):
    product = make_variant(product=make_product(name='"><script>')).colourway.product
    assert og(client, product.get_absolute_url())["title"] == "&quot;&gt;&lt;script&gt;"


# --- Said to machines -------------------------------------------------------------------------


def said(client, path="/"):
    html = body(client.get(path)).decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_home_says_who_sells_and_how_to_search(client, settings):
    settings.SHOP_LEGAL_NAME = "Vastra </script> Pvt"
    shop, site = said(client)["@graph"]
    assert (shop["@type"], shop["url"]) == ("OnlineStore", f"{HOME}/")
    assert shop["legalName"] == "Vastra </script> Pvt"
    assert shop["logo"] == f"{HOME}/static/img/icon-512.png"
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        f"{HOME}/search/?q={{search_term_string}}"
    )


def test_home_says_the_return_policy_as_it_is(client, settings):
    settings.RETURN_WINDOW_DAYS = 11
    policy = said(client)["@graph"][0]["hasMerchantReturnPolicy"]
    assert policy["merchantReturnDays"] == 11
    assert policy["merchantReturnLink"] == f"{HOME}/help/returns/"


def test_home_says_the_fee_of_delivery_as_it_is(client, settings):
    settings.FREE_DELIVERY_FROM_MINOR, settings.DELIVERY_FEE_MINOR = 1_499_00, 79_50
    below, above = said(client)["@graph"][0]["hasShippingService"]["shippingConditions"]
    assert (below["shippingRate"]["value"], below["orderValue"]["maxValue"]) == ("79.50", "1498.99")
    assert (above["shippingRate"]["value"], above["orderValue"]["minValue"]) == ("0.00", "1499.00")


# --- Icons ------------------------------------------------------------------------------------


def test_browsers_find_icons_where_they_look_unasked(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/favicon.ico"
    assert client.get("/apple-touch-icon.png").headers["Location"].endswith("touch-icon.png")


def test_the_manifest_names_icons_that_exist(client):
    manifest = client.get("/site.webmanifest")
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in manifest.json()["icons"]} == {"192x192", "512x512"}


# --- Help -------------------------------------------------------------------------------------


def test_the_size_guide_shows_the_chart_of_every_category_that_has_one(client):
    chart = {"sizes": ["S", "M"], "measures": [{"name": "Chest", "values": [92, 97]}]}
    make_variant(product=make_product(category=make_category(name="Tees", size_chart=chart)))
    make_category(name="Dupattas")
    html = body(client.get("/help/sizes/")).decode()
    article = html[html.index("<article") : html.index("</article>")]
    assert re.findall(r"<h2>(.*?)</h2>", article) == ["Tees"]
    assert "Chest" in article
    assert 'aria-label="Tees: size chart in centimetres"' in article  # each a landmark of its own


def test_contact_names_who_answers_complaints(client, settings):
    settings.GRIEVANCE_OFFICER, settings.GRIEVANCE_EMAIL = "A. Person", "officer@shop.example.in"
    html = body(client.get("/help/contact/")).decode()
    assert "A. Person" in html
    assert 'href="mailto:officer@shop.example.in"' in html


def test_made_up_names_are_said_to_be_made_up(client, settings):
    assert b"names, numbers and addresses are made up" in body(client.get("/help/contact/"))
    settings.DEMO = False
    assert b"made up" not in body(client.get("/help/terms/"))


def test_a_help_page_there_is_none_of_is_not_found(client):
    assert client.get("/help/everything/").status_code == 404


def test_every_page_leads_to_help(client):
    html = body(client.get("/")).decode()
    links = [reverse("shop:help", args=[page]) for page in found.PAGES]
    assert [link for link in links if f'href="{link}"' not in html] == []

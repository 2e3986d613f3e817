"""How the shop is found: what crawlers may read, every address with its last change, the icons."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape  # nosec B406  writes XML, reads none

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.media import PictureFiles
from shop.models import Category, Product
from shop.structured import absolute
from shop.views.guide import PAGES

PER_PART = 10_000
CHUNK = 2_000
for_an_hour = cache_control(public=True, max_age=3600)

Entry = tuple[str, datetime | None, str]  # path, last change, picture's address

OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"


@require_safe
@for_an_hour
def robots(request: HttpRequest) -> HttpResponse:
    """What is private, and endless combinations of filters, are not worth a crawler's time."""
    context = {"sitemap": absolute(reverse("shop:sitemap"))}
    return render(request, "shop/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@for_an_hour
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """The index: pages, categories, and products in parts of at most PER_PART."""
    return _xml("sitemapindex", _parts())


def _parts() -> Iterator[str]:
    for name in ("sitemap_pages", "sitemap_categories"):
        yield f"<sitemap><loc>{_loc(reverse(f'shop:{name}'))}</loc></sitemap>\n"
    for first, changed_at in _product_parts():
        loc = _loc(reverse("shop:sitemap_products", args=[first]))
        yield f"<sitemap><loc>{loc}</loc><lastmod>{_moment(changed_at)}</lastmod></sitemap>\n"


def _product_parts() -> Iterator[tuple[UUID, datetime]]:
    """The first key of each part and its last change; one walk along the keys, no OFFSET."""
    rows = Product.objects.published().order_by("pk").values_list("pk", "listed_at")
    first, changed_at, count = None, None, 0
    for pk, listed_at in rows.iterator(CHUNK):
        if count == PER_PART and first and changed_at:
            yield first, changed_at
            first, changed_at, count = None, None, 0
        first, count = first or pk, count + 1
        changed_at = max(changed_at or listed_at, listed_at)
    if first and changed_at:
        yield first, changed_at


@require_safe
@for_an_hour
def sitemap_products(request: HttpRequest, first: UUID) -> StreamingHttpResponse:
    """Styles from this key on, as they are stored: read along the key, sent as they are read."""
    rows = Product.objects.published().filter(pk__gte=first).order_by("pk")[:PER_PART]
    columns = rows.values_list("slug", "listed_at", "cover")
    if not rows.exists():
        raise Http404
    return _xml("urlset", map(_url, _product_entries(columns.iterator(CHUNK))))


def _product_entries(rows: Iterable[tuple[str, datetime, dict[str, str]]]) -> Iterator[Entry]:
    for slug, listed_at, cover in rows:
        picture = PictureFiles(cover["key"]).largest if cover.get("key") else ""
        yield reverse("shop:product", args=[slug]), listed_at, picture


@require_safe
@for_an_hour
def sitemap_categories(request: HttpRequest) -> StreamingHttpResponse:
    return _xml("urlset", map(_url, _category_entries()))


def _category_entries() -> Iterator[Entry]:
    for category in Category.objects.all():
        newest = Product.objects.published().filter(category=category).order_by("-listed_at")
        changed_at = newest.values_list("listed_at", flat=True).first()
        if changed_at:
            yield category.get_absolute_url(), changed_at, ""


@require_safe
@for_an_hour
def sitemap_pages(request: HttpRequest) -> StreamingHttpResponse:
    """What is neither a category nor a style; nobody notes when these change."""
    paths = [reverse("shop:home"), *(reverse("shop:help", args=[page]) for page in PAGES)]
    return _xml("urlset", map(_url, ((path, None, "") for path in paths)))


def _url(entry: Entry) -> str:
    path, changed_at, picture = entry
    moment = f"<lastmod>{_moment(changed_at)}</lastmod>" if changed_at else ""
    image = f"<image:image><image:loc>{_loc(picture)}</image:loc></image:image>" if picture else ""
    return f"<url><loc>{_loc(path)}</loc>{moment}{image}</url>\n"


def _xml(root: str, entries: Iterable[str]) -> StreamingHttpResponse:
    def document() -> Iterator[str]:
        yield f'{OPEN}<{root} xmlns="{SCHEMA}" xmlns:image="{IMAGES}">\n'
        yield from entries
        yield f"</{root}>\n"

    return StreamingHttpResponse(document(), content_type="application/xml; charset=utf-8")


def _loc(address: str) -> str:
    return escape(absolute(address))


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


# --- Icons ------------------------------------------------------------------------------------


@require_safe
@for_an_hour
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the shop on its home screen."""
    icons = [
        {"src": static(f"img/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
        for side in (192, 512)
    ]
    maskable = {**icons[1], "purpose": "maskable"}
    return JsonResponse(
        {
            "name": "Vastra",
            "short_name": "Vastra",
            "lang": "en-IN",
            "start_url": reverse("shop:home"),
            "display": "browser",
            "background_color": "#FBFBF9",
            "theme_color": "#1E2F7A",
            "icons": [*icons, maskable],
        },
        content_type="application/manifest+json",
    )


@require_safe
@for_an_hour
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Where browsers look for an icon without being told: the file's present name."""
    return redirect(static(f"img/{name}"))

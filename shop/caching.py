"""Whole pages kept in the cache, and forgotten the moment something they show changes.

Cache-aside with exact invalidation. A page is kept under its key together with its tags (what it
shows) and the epoch its rendering began in. `touch` moves the epoch on and writes it beside every
tag it is given. A kept page holds while none of its tags was touched in a later epoch than its
own, so a page rendered from rows that changed meanwhile is never served, in whatever order things
were written. The generation changes when the cache was flushed, since touches were lost then.

One visitor renders a missing page, the others wait for it. Without a cache every page is
rendered for everybody: slower, never broken.

Pages are kept compressed: a seventh of the bytes between Redis, us and the browser, and the work
is done once. They hold nothing secret that their length could give away.
"""

import gzip
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

SECONDS = 600
JITTER_SECONDS = 120  # pages kept together do not all end together
RENDERING_SECONDS = 10  # a renderer that died is replaced after this
PATIENCE_SECONDS = 5
PAUSE_SECONDS = 0.01
TRIES = 10  # to write an epoch that nobody overtook; then it is owed
EPOCH, GENERATION = "pages:epoch", "pages:generation"
MISSED = "vastra.missed"  # of a request: the page that was looked for in vain already
MOST_REMEMBERED = 10_000
LONGEST_ADDRESS = 300
TOO_SLOW_SECONDS = 0.2  # a cache that hangs costs this once, then it is left alone for a while
REST_SECONDS = 5
ZIP_LEVEL = 4  # a fifth of the time of 6, for a twentieth more bytes

T = TypeVar("T")
Beginning = tuple[int, str]  # epoch and generation
Build = Callable[[], tuple[HttpResponse, Iterable[str] | None]]


@dataclass(frozen=True)
class KeptPage:
    """The bytes of a page, what they show, and when they were true."""

    zipped: bytes
    content_type: str
    etag: str
    tags: tuple[str, ...]
    epoch: int
    generation: str


_tags_of: dict[str, tuple[str, ...]] = {}  # by key, so that one trip fetches a page and its tags
_names: dict[str, str] = {}  # by address, for `answer_kept`
_owed: set[str] = set()  # touched while the cache did not answer
_paying = threading.Lock()
_rest_until = 0.0  # by the monotonic clock


def tag_product(pk: object) -> str:
    """What shows this product."""
    return f"product:{pk}"


def tag_shelf(category_pk: object) -> str:
    """What lists the products of this category: any change of a listing column there."""
    return f"shelf:{category_pk}"


CATALOGUE = "catalogue"  # what lists products of any category
HOME = "home"  # what staff say on the home page
STOREFRONT = "storefront"  # navigation, synonyms: what every page may show


def touch(*tags: str) -> None:
    """Forget, once the transaction is committed, every page that shows one of these.

    A cache that does not answer then is told as soon as it does, by this process.
    """

    def after_commit() -> None:
        _pay(tags)

    transaction.on_commit(after_commit, robust=True)


def _pay(tags: Iterable[str] = ()) -> None:
    """Write a new epoch beside these tags and those that are owed; owe them if that fails."""
    with _paying:
        _owed.update(tags)
        if _owed and time.monotonic() >= _rest_until and _write_epoch(_owed):
            _owed.clear()


def _write_epoch(tags: Iterable[str]) -> bool:
    """Whether it was written. Another process may have moved on meanwhile, and we may have written
    our epoch over its later one: then the latest stands beside the tags, which is never too early.
    """
    try:
        epoch: int | None = cache.incr(EPOCH)
    except ValueError:
        return True  # flushed this very moment; every page went with it
    for _ in range(TRIES):
        if epoch is None:
            _rest()
            return False
        cache.set_many({f"tag:{tag}": epoch for tag in tags}, timeout=None)
        latest = cache.get(EPOCH)
        if latest == epoch:
            return True
        epoch = latest
    return False


def serve(request: HttpRequest, key: str, build: Build, *, is_page: bool = True) -> HttpResponse:
    """The page kept under `key`, or the one `build` makes, which is then kept.

    `build` returns the response and the tags of what it shows, or None for an answer not worth
    keeping; only a 200 is kept. The page must be the same for everyone. What is no page (an answer
    of the API) never comes out of `answer_kept`: each call for it is counted first.
    """
    if time.monotonic() < _rest_until:
        return build()[0]
    if _owed:
        _pay()
    # A page of the release before names stylesheets that are gone.
    name = f"page:{sha256(f'{settings.RELEASE}{key}'.encode()).hexdigest()[:40]}"
    was_missed = request.META.get(MISSED) == name
    kept = (None if was_missed else _look(name)[0]) or _build_once(name, build)
    if not isinstance(kept, KeptPage):
        return kept
    if is_page and _is_plain(request) and len(request.get_full_path()) <= LONGEST_ADDRESS:
        _remember(_names, request.get_full_path(), name)
    return _answer(request, kept)


def answer_kept(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before sessions: an address whose page is kept needs nothing that comes later.

    Only addresses this process has served before, and only while the page holds.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        name = _names.get(request.get_full_path()) if _is_plain(request) else None
        if name is None or _owed or time.monotonic() < _rest_until:
            return get_response(request)
        request.get_host()  # a host that is not ours is refused here too
        kept, _ = _look(name)
        if kept is None:
            request.META[MISSED] = name  # `serve` need not look again
        return _answer(request, kept) if kept else get_response(request)

    return middleware


def _is_plain(request: HttpRequest) -> bool:
    """A whole page is asked for, not a part of one."""
    asks_for_a_part = any(name.startswith("Hx-") for name in request.headers)
    return request.method == "GET" and not asks_for_a_part


def _look(name: str) -> tuple[KeptPage | None, Beginning | None]:
    """The page while it holds; else when one rendered from now on begins. One trip."""
    known = _tags_of.get(name, ())
    found = _found([name, EPOCH, GENERATION, *(f"tag:{tag}" for tag in known)])
    page: KeptPage | None = found.get(name)
    if page is None or page.generation != found.get(GENERATION):
        return None, _beginning(found)
    if page.tags != known:
        _remember(_tags_of, name, page.tags)
        found = _found([EPOCH, GENERATION, *(f"tag:{tag}" for tag in page.tags)])
        if page.generation != found.get(GENERATION):  # nothing was said about its tags
            return None, _beginning(found)
    touched = max((found.get(f"tag:{tag}", 0) for tag in page.tags), default=0)
    return (page, None) if touched <= page.epoch else (None, _beginning(found))


def _found(keys: list[str]) -> dict[str, Any]:
    """What the cache has of these; one that is slow to say so is left alone for a while."""
    asked = time.monotonic()
    found: dict[str, Any] = cache.get_many(keys)
    if time.monotonic() - asked > TOO_SLOW_SECONDS:
        _rest()
        return {}
    return found


def _rest() -> None:
    global _rest_until  # noqa: PLW0603  one clock for the process
    _rest_until = time.monotonic() + REST_SECONDS


def _beginning(found: dict[str, Any]) -> Beginning | None:
    """The epoch and generation that pages rendered from now on belong to; None without a cache."""
    if time.monotonic() < _rest_until:
        return None
    if not {EPOCH, GENERATION} <= found.keys():
        cache.add(GENERATION, uuid4().hex, timeout=None)
        cache.add(EPOCH, 0, timeout=None)
        found = _found([EPOCH, GENERATION])
    return (found[EPOCH], found[GENERATION]) if {EPOCH, GENERATION} <= found.keys() else None


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = value


def _build_once(name: str, build: Build) -> KeptPage | HttpResponse:
    """Render and keep it, or wait for whoever is doing that."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _rest_until < time.monotonic() < deadline:
        asked = time.monotonic()
        is_ours = cache.add(f"{name}:rendering", 1, RENDERING_SECONDS)
        try:
            kept, beginning = _look(name)  # whoever rendered before may have finished since
            if kept is not None:
                return kept
            if beginning is None:
                break
            if is_ours:
                return _build(name, build, *beginning)
        finally:
            if is_ours and time.monotonic() - asked < RENDERING_SECONDS:  # else it is another's
                cache.delete(f"{name}:rendering")
        time.sleep(PAUSE_SECONDS)
    return build()[0]


def _build(name: str, build: Build, epoch: int, generation: str) -> KeptPage | HttpResponse:
    response, tags = build()
    if response.status_code != 200 or tags is None:
        return response
    body = response.content
    page = KeptPage(
        zipped=gzip.compress(body, ZIP_LEVEL),
        content_type=response.headers["Content-Type"],
        etag=f'W/"{sha256(body).hexdigest()[:24]}"',
        tags=tuple(sorted(set(tags))),
        epoch=epoch,
        generation=generation,
    )
    cache.set(name, page, SECONDS + random.uniform(-JITTER_SECONDS, JITTER_SECONDS))
    _remember(_tags_of, name, page.tags)
    return page


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.zipped, content_type=page.content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(page.zipped), content_type=page.content_type)
    response.headers["ETag"] = page.etag
    response.headers["Content-Length"] = str(len(response.content))
    # The browser asks again each time (a 304 when nothing changed), yet may keep the page for Back.
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "HX-Request"])
    return response

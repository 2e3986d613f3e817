"""Promises of shop/caching.py: a kept page is never old, a missing one is rendered once."""

import gzip
import threading
import time

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from shop import caching
from shop.caching import serve, touch
from shop.catalogue import publish_products
from shop.models import Product
from tests.factories import make_variant

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """A page that counts how often it was rendered."""

    def __init__(self, *tags, status=200):
        self.tags, self.status, self.renders = tags, status, 0
        self.text = "first"

    def build(self):
        self.renders += 1
        return HttpResponse(self.text, status=self.status), self.tags


def get(page, key="key", **headers):
    return serve(RequestFactory().get("/", headers=headers), key, page.build)


def text(page, key="key"):
    return get(page, key).content.decode()


def test_a_page_is_rendered_once():
    page = Page("a")
    assert [text(page), text(page)] == ["first", "first"]
    assert page.renders == 1


def test_a_touched_page_is_rendered_anew_at_once_and_others_stay():
    page, other = Page("a", "b"), Page("c")
    text(page), text(other, "other")
    page.text = "second"
    touch("b")
    assert (text(page), text(other, "other")) == ("second", "first")
    assert (page.renders, other.renders) == (2, 1)


def test_a_touch_counts_from_the_commit_not_before():
    page = Page("a")
    text(page)
    with transaction.atomic():
        touch("a")
        assert (text(page), page.renders) == ("first", 1)
    text(page)
    assert page.renders == 2


def test_a_touch_rolled_back_is_none():
    page = Page("a")
    text(page)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        touch("a")
        _ = 1 / 0
    text(page)
    assert page.renders == 1


def test_a_page_rendered_from_rows_that_changed_meanwhile_is_not_kept_as_true():
    page = Page("a")

    def build_while_somebody_changes_it():
        response = HttpResponse("old")
        touch("a")
        return response, ["a"]

    serve(RequestFactory().get("/"), "key", build_while_somebody_changes_it)
    page.text = "new"
    assert text(page) == "new"


def test_a_flushed_cache_keeps_nothing_that_was_rendered_before():
    page = Page("a")

    def build_while_it_is_flushed():
        response = HttpResponse("old")
        touch("a")
        cache.clear()
        return response, ["a"]

    serve(RequestFactory().get("/"), "key", build_while_it_is_flushed)
    page.text = "new"
    assert text(page) == "new"


@pytest.mark.parametrize("page", [Page("a", status=404), Page("a", status=302)])
def test_only_a_page_that_was_found_is_kept(page):
    text(page), text(page)
    assert page.renders == 2


def test_what_is_not_worth_keeping_is_rendered_each_time():
    page = Page()
    page.tags = None
    text(page), text(page)
    assert page.renders == 2


def test_a_browser_that_has_the_page_is_told_so():
    page = Page("a")
    etag = get(page).headers["ETag"]
    again = get(page, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    page.text = "second"
    touch("a")
    assert get(page, **{"If-None-Match": etag}).status_code == 200


def test_a_browser_that_unzips_gets_the_page_compressed_the_first_time_too():
    page = Page("a")
    page.text = "words " * 1000
    first, kept = (get(page, **{"Accept-Encoding": "gzip, br"}) for _ in range(2))
    assert gzip.decompress(kept.content).decode() == page.text
    assert (first.content, kept.headers["Content-Encoding"]) == (kept.content, "gzip")
    assert len(kept.content) < 100
    assert "Accept-Encoding" in kept.headers["Vary"]


def test_who_cannot_unzip_gets_the_page_as_it_is():
    page = Page("a")
    get(page, **{"Accept-Encoding": "gzip"})
    response = get(page, **{"Accept-Encoding": "identity"})
    assert (response.content, "Content-Encoding" in response.headers) == (b"first", False)


def test_fifty_who_want_a_missing_page_at_once_cost_one_render():
    page = Page("a")
    slow, answers, start = page.build, [], threading.Barrier(50)

    def build():
        time.sleep(0.1)
        return slow()

    def ask():
        start.wait()
        answers.append(serve(RequestFactory().get("/"), "key", build).content)

    crowd = [threading.Thread(target=ask) for _ in range(50)]
    [thread.start() for thread in crowd]
    [thread.join() for thread in crowd]
    assert (page.renders, set(answers), len(answers)) == (1, {b"first"}, 50)


def test_who_looked_too_early_and_found_the_door_open_does_not_render_again(monkeypatch):
    page, other = Page("a"), Page("a")
    add = LocMemCache.add

    def add_late(*args, **kwargs):
        monkeypatch.setattr(LocMemCache, "add", add)
        text(other)
        return add(*args, **kwargs)

    text(Page("b"), "warm up")  # the epoch is there
    monkeypatch.setattr(LocMemCache, "add", add_late)
    text(page)
    assert (page.renders, other.renders) == (0, 1)


def test_control_without_the_lock_they_all_render(monkeypatch):
    monkeypatch.setattr(LocMemCache, "add", lambda *args, **kwargs: True)
    cache.set_many({caching.EPOCH: 0, caching.GENERATION: "g"}, timeout=None)
    page, start = Page("a"), threading.Barrier(5)

    def ask():
        start.wait()
        serve(RequestFactory().get("/"), "key", lambda: (time.sleep(0.1), page.build())[1])

    crowd = [threading.Thread(target=ask) for _ in range(5)]
    [thread.start() for thread in crowd]
    [thread.join() for thread in crowd]
    assert page.renders == 5


def test_a_renderer_that_failed_does_not_keep_the_others_waiting():
    page = Page("a")

    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        serve(RequestFactory().get("/"), "key", fail)
    began = time.monotonic()
    assert text(page) == "first"
    assert time.monotonic() - began < 1


def test_an_epoch_overtaken_by_another_process_is_written_anew(monkeypatch):
    """Else an older epoch could be left beside a tag, and hide the later change."""
    page, waiting = Page("a"), ["another process"]
    text(page)
    real = LocMemCache.set_many

    def overtaken(self, data, *args, **kwargs):
        if waiting and "tag:a" in data:
            waiting.clear()
            later = self.incr(caching.EPOCH)
            real(self, {"tag:a": later}, timeout=None)
        return real(self, data, *args, **kwargs)

    monkeypatch.setattr(LocMemCache, "set_many", overtaken)
    touch("a")
    assert cache.get("tag:a") == cache.get(caching.EPOCH)


def test_an_epoch_that_never_stands_still_is_owed_and_written_later(monkeypatch):
    """A touch must not keep a shopper waiting because everybody else touches something too."""
    page = Page("a")
    text(page)
    real = LocMemCache.set_many

    def always_overtaken(self, data, *args, **kwargs):
        failed = real(self, data, *args, **kwargs)
        self.incr(caching.EPOCH)
        return failed

    with monkeypatch.context() as busy:
        busy.setattr(LocMemCache, "set_many", always_overtaken)
        page.text = "second"
        touch("a")
        assert caching._owed == {"a"}
    assert text(page) == "second"
    assert caching._owed == set()


# --- The way past everything that comes later -----------------------------------------------------


@pytest.fixture
def shelf_page(client):
    make_variant()
    return make_variant().colourway.product.category.get_absolute_url()


def test_an_address_served_before_needs_no_session_and_no_view(client, shelf_page, monkeypatch):
    first = client.get(shelf_page)
    monkeypatch.setattr("shop.views.listing.read_selection", None)
    again = client.get(shelf_page)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["X-Frame-Options"] == "DENY"
    assert again.headers["Content-Length"] == str(len(first.content))


def test_a_touched_page_goes_the_long_way_again(client, shelf_page):
    client.get(shelf_page)
    product = Product.objects.filter(category__slug=shelf_page.split("/")[2]).get()
    publish_products([product], is_published=False)
    assert product.name not in client.get(shelf_page).content.decode()


def test_a_part_is_not_answered_with_the_page(client, shelf_page):
    client.get(shelf_page)
    part = client.get(shelf_page, headers={"HX-Request": "true", "HX-Target": "results"})
    assert b"<html" not in part.content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_a_get_is_answered_early(client, shelf_page, method):
    client.get(shelf_page)
    assert getattr(client, method)(shelf_page).status_code == 405


def test_a_host_that_is_not_ours_is_refused_early_too(client, shelf_page):
    """SEC-4."""
    client.get(shelf_page)
    assert client.get(shelf_page, headers={"Host": "evil.example"}).status_code == 400


class Silent:
    """A cache that answers nothing, as Redis when it is down and its errors are ignored."""

    def get_many(self, keys):
        return {}

    def get(self, *args):
        return None

    def add(self, *args, **kwargs):
        return False

    set = set_many = delete = incr = get


def test_without_a_cache_pages_still_come(monkeypatch):
    page = Page("a")
    monkeypatch.setattr(caching, "cache", Silent())
    began = time.monotonic()
    assert [text(page), text(page)] == ["first", "first"]
    assert (page.renders, time.monotonic() - began < 1) == (2, True)


def test_what_was_touched_while_the_cache_was_away_is_forgotten_when_it_returns(monkeypatch):
    page = Page("a")
    text(page)
    with monkeypatch.context() as away:
        away.setattr(caching, "cache", Silent())
        page.text = "second"
        touch("a")
    assert text(page) == "second"


def test_a_page_whose_tags_cannot_be_asked_about_is_not_believed(monkeypatch):
    """Another process kept it, so its tags are a question of their own, and that one hangs."""
    page = Page("a")
    text(page)
    with transaction.atomic():
        touch("a")
    page.text = "second"
    monkeypatch.setattr(caching, "_tags_of", {})
    ask = cache.get_many

    def hang_at_tags(keys):
        time.sleep(0.25 if any(key.startswith("tag:") for key in keys) else 0)
        return ask(keys)

    monkeypatch.setattr(cache, "get_many", hang_at_tags)
    assert text(page) == "second"


def test_a_cache_that_hangs_is_asked_once_and_then_left_alone(monkeypatch):
    """BRK-5."""

    class Frozen(Silent):
        asked = 0

        def get_many(self, keys):
            type(self).asked += 1
            time.sleep(0.25)
            return {}

    monkeypatch.setattr(caching, "cache", Frozen())
    monkeypatch.setattr(caching, "_rest_until", 0.0)
    page = Page("a")
    [text(page) for _ in range(10)]
    assert (page.renders, Frozen.asked) == (10, 1)

"""A running shop, and windows to visit it with; every window must stay free of faults."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.running import RunningShop, running_shop
from tests.browser.watch import Watch

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PATIENCE_MS = 10_000

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def shop(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """Asks for `chromium` first: without a browser no shop is started."""
    folder: Path = tmp_path_factory.mktemp("shop")
    with running_shop(folder) as shop:
        yield shop


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Not for the session: while Playwright runs, its event loop keeps Django from its database."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def expected_faults() -> set[str]:
    """Words of console messages a test causes on purpose, such as the note about a 404."""
    return set()


@pytest.fixture
def open_window(
    browser: Browser, shop: RunningShop, expected_faults: set[str]
) -> Iterator[OpenWindow]:
    """Opens windows that share nothing; in the end none may have faults or left this machine."""
    watches = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(base_url=shop.url, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(context))
        return context.new_page()

    yield open_window
    for context in browser.contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert [f for f in faults if not any(words in f for words in expected_faults)] == []
    assert [url for watch in watches for url in watch.strangers] == []


@pytest.fixture
def phone(open_window: OpenWindow) -> Page:
    return open_window(**PHONE)


@pytest.fixture
def desktop(open_window: OpenWindow) -> Page:
    return open_window(**DESKTOP)


@pytest.fixture
def new_email() -> str:
    """Of a shopper nobody has seen, so that the inbox holds no older code for them."""
    return f"{uuid4().hex[:12]}@example.in"


@pytest.fixture
def inbox(open_window: OpenWindow) -> Page:
    """The demo inbox in a window of its own; it looks for new letters by itself."""
    page = open_window(**DESKTOP)
    page.goto("/demo/inbox/")
    return page

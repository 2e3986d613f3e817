"""Every page and state: no accessibility violation in either theme, never wider than a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from demo.seed.book import number_of
from demo.styleguide.refusals import REFUSALS
from tests.browser.conftest import PHONE, OpenWindow
from tests.browser.pages import STOREFRONT, filter_sheet, search_results
from tests.browser.shopping import add_to_bag, ask_for_code, open_product, sign_in_as_asha

pytestmark = pytest.mark.browser

NARROWEST = {"width": 320, "height": 640}


def home(page: Page) -> None:
    page.goto("/")


def category(page: Page) -> None:
    page.goto("/c/jeans/")


def product(page: Page) -> None:
    open_product(page, "jeans")


def drawer(page: Page) -> None:
    add_to_bag(page, "jeans")


def bag(page: Page) -> None:
    drawer(page)
    page.goto("/bag/")


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")


def code(page: Page) -> None:
    sign_in(page)
    ask_for_code(page, "reader@example.in")


def checkout(page: Page) -> None:
    drawer(page)
    sign_in_as_asha(page)
    page.goto("/checkout/")


def order(page: Page) -> None:
    """One that was delivered and may still come back."""
    sign_in_as_asha(page)
    page.goto(f"/orders/{number_of('VA', 'asha 2')}/")
    expect(page.locator("#returns .button")).to_be_visible()


def return_form(page: Page) -> None:
    order(page)
    if page.locator("#discard-return").is_visible():  # left by another test
        page.locator("#discard-return").click()
    page.locator("#returns a.button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Step 1 of 5")


def return_why(page: Page) -> None:
    return_form(page)
    boxes = page.locator("form .choice").get_by_role("checkbox")
    boxes.first.check() if boxes.count() else page.get_by_label("How many").first.select_option("1")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Too small").first.check()
    expect(page.get_by_role("group", name="Where?").first).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Step 2 of 5")


def returns(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/returns/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your returns")


def case(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto(f"/returns/{number_of('RT', 'asha 3')}/")
    expect(page.locator("#status h1")).to_contain_text("went back to you")


PAGES = [
    home, category, product, drawer, bag, sign_in, code, checkout, order, return_form, return_why,
    returns, case,
    *STOREFRONT,
]  # fmt: skip
ON_THE_WAY_TO_BUY = [home, category, product, bag, search_results, filter_sheet]

# A link in running text may be as low as its line (a card's stretches over the card), and what only
# screen readers see has no size.
SMALL_TARGETS = """() => {
  const targets = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  const isInText = (e) => e.matches("a") && getComputedStyle(e).display === "inline";
  const boxes = (e) => [e, ...(e.labels ?? [])].map((box) => box.getBoundingClientRect());
  return [...targets]
    .filter((e) => e.checkVisibility({visibilityProperty: true}))
    .filter((e) => !e.closest(".vh") && !isInText(e) && boxes(e)[0].width > 1)
    .filter((e) => !boxes(e).some((box) => box.width > 43.5 && box.height > 43.5))
    .map((e) => e.outerHTML);
}"""


@pytest.fixture
def window(open_window: OpenWindow) -> Page:
    """As wide as a phone, but a page that is too wide is not shrunk to fit."""
    return open_window(viewport=PHONE["viewport"])


@pytest.mark.parametrize("open_page", PAGES, ids=lambda open_page: open_page.__name__)
def test_everyone_can_use(
    window: Page, expected_faults: set[str], open_page: Callable[[Page], None]
):
    of_refusals = {"404 (Not Found)", "422 (Unprocessable", "Code 422"}
    expected_faults.update(of_refusals)
    open_page(window)
    assert violations(window, "light") == []
    assert violations(window, "dark") == []
    window.set_viewport_size(NARROWEST)
    assert window.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]


@pytest.mark.parametrize("name", REFUSALS)
def test_everyone_can_use_a_refusal(window: Page, expected_faults: set[str], name: str):
    expected_faults.update({"the server responded with a status of"})
    window.goto(f"/styleguide/refusals/{name}/")
    expect(window.locator("h1")).to_be_visible()
    assert violations(window, "light") == []
    assert violations(window, "dark") == []
    window.set_viewport_size(NARROWEST)
    assert window.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]


@pytest.mark.parametrize("open_page", ON_THE_WAY_TO_BUY, ids=lambda page: page.__name__)
def test_every_target_is_as_large_as_a_thumb(window: Page, open_page: Callable[[Page], None]):
    open_page(window)
    assert window.evaluate(SMALL_TARGETS) == []


def violations(page: Page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme)
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['target']} {node['html']}" for v in found for node in v["nodes"]]

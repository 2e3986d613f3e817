"""Shopping without a mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

MOST_STOPS = 60
HAS_FOCUS = "element => element === document.activeElement"


def go_to(page: Page, goal: Locator, key: str = "Tab") -> None:
    """Press the key until the goal has the focus, as somebody who sees the focus ring would."""
    for _ in range(MOST_STOPS):
        if goal.evaluate(HAS_FOCUS):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{goal} is not reached in {MOST_STOPS} stops")


def test_from_home_to_the_bag_with_the_keyboard_alone(desktop: Page):
    desktop.goto("/")
    go_to(desktop, desktop.locator(".categories").get_by_role("link", name="Jeans"))
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/c/jeans/")
    go_to(desktop, desktop.locator(".card h3 a").first)
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/p/*/")
    name = desktop.get_by_role("heading", level=1).inner_text()
    go_to(desktop, desktop.locator(".size-picker input").first)
    desktop.keyboard.press("Space")
    in_stock = desktop.locator(".size-picker label[data-stock=in] input").first
    go_to(desktop, in_stock, key="ArrowRight")
    go_to(desktop, desktop.locator("#buy-form").get_by_role("button", name="Add to bag"))
    desktop.keyboard.press("Enter")
    drawer = desktop.locator("#bag")
    expect(drawer.get_by_role("heading", name="Added")).to_be_focused()
    go_to(desktop, drawer.get_by_role("link", name="View the bag"))
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/bag/")
    expect(desktop.locator(".bag-line")).to_contain_text(name)

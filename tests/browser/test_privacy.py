"""What belongs to somebody else is not found, neither as a page nor as a socket."""

import pytest
from playwright.sync_api import Page, expect

from demo.people import SHOPPER
from tests.browser.conftest import DESKTOP, OpenWindow
from tests.browser.shopping import sign_in, sign_in_as_asha

pytestmark = pytest.mark.browser

CLOSE_CODE = """
address => new Promise(tell => { new WebSocket(address).onclose = ({ code }) => tell(code) })
"""


@pytest.fixture
def somebodys_order(open_window: OpenWindow) -> Page:
    """The page of one of Asha's orders."""
    page = open_window(**DESKTOP)
    sign_in_as_asha(page)
    page.goto("/orders/")
    page.locator(".order h2 a").first.click()
    expect(page.locator("#status")).to_be_visible()
    return page


@pytest.fixture
def stranger(desktop: Page, inbox: Page, new_email: str) -> Page:
    desktop.goto("/sign-in/")
    sign_in(desktop, inbox, new_email)
    expect(desktop.get_by_role("heading", name="Hello")).to_be_visible()
    return desktop


def test_somebody_elses_order_is_not_found_neither_as_page_nor_as_socket(
    somebodys_order: Page, stranger: Page, expected_faults: set[str]
):
    expected_faults.add("status of 404")
    answer = stranger.goto(somebodys_order.url)
    assert answer.status == 404
    expect(stranger).to_have_title("Not found · Vastra")
    expect(stranger.get_by_role("main")).not_to_contain_text(SHOPPER.full_name)
    address = somebodys_order.locator("#status").get_attribute("data-live")
    assert stranger.evaluate(CLOSE_CODE, address) == 4404

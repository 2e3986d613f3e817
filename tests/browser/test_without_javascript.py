"""Buying with JavaScript off: every step is a page and a form."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenWindow
from tests.browser.shopping import (
    ask_for_code,
    choose_size,
    code_for,
    expect_headline,
    give_address,
    pay,
    place_order,
    press_add,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_window: OpenWindow) -> Page:
    return open_window(java_script_enabled=False, **PHONE)


def test_a_purchase_needs_no_javascript(plain: Page, inbox: Page, new_email: str):
    plain.goto("/")
    plain.locator(".categories").get_by_role("link", name="Shirts").click()
    plain.locator(".card h3 a").first.click()
    choose_size(plain)
    press_add(plain)
    plain.get_by_role("button", name="Yes, add it").click()
    expect(plain.get_by_role("heading", name="Your bag")).to_contain_text("1 piece")
    plain.get_by_role("link", name="Check out").click()
    ask_for_code(plain, new_email)
    plain.get_by_label("code").fill(code_for(inbox, new_email))
    plain.get_by_role("button", name="Sign in").click()
    give_address(plain)
    place_order(plain)
    pay(plain)
    plain.get_by_role("button", name="Continue to Vastra").click()
    expect_headline(plain, "Confirmed")

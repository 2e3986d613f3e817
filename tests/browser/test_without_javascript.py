"""Buying with JavaScript off: every step is a page and a form."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenWindow
from tests.browser.shopping import (
    choose_size,
    give_address,
    pay,
    press_add,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_window: OpenWindow) -> Page:
    return open_window(java_script_enabled=False, **PHONE)


def fill_bag(plain: Page) -> None:
    """As far as the checkout."""
    plain.goto("/")
    plain.locator(".categories").get_by_role("link", name="Shirts").click()
    plain.locator(".card h3 a").first.click()
    choose_size(plain)
    press_add(plain)
    plain.get_by_role("button", name="Yes, add it").click()
    expect(plain.get_by_role("heading", name="Your bag")).to_contain_text("1 piece")
    plain.get_by_role("link", name="Check out").click()


def test_a_purchase_needs_neither_javascript_nor_an_account(
    plain: Page, inbox: Page, new_email: str
):
    fill_bag(plain)
    plain.get_by_label("E-mail").fill(new_email)
    give_address(plain)
    plain.get_by_role("radio", name="UPI").check()
    expect(plain.get_by_role("button", name="Continue")).to_have_count(0)  # it folds, by script
    plain.locator("#place").click()
    expect(plain.get_by_text("You left the payment")).to_be_hidden()
    plain.get_by_role("button", name="with Razorpay").click()
    pay(plain)
    plain.get_by_role("button", name="Continue to Vastra").click()
    expect(plain.get_by_role("heading", name="Thank you, Priya")).to_be_visible()
    letter = inbox.locator("article").filter(has_text=f"to {new_email}").first
    expect(letter).to_contain_text("confirmed")


def test_cash_is_agreed_to_with_its_fee_before_anything_is_ordered(
    plain: Page, expected_faults: set[str]
):
    expected_faults.add("422 (Unprocessable")
    fill_bag(plain)
    give_address(plain)
    plain.get_by_role("radio", name="Cash on delivery").check()
    plain.locator("#place").click()
    expect(plain.locator("#changed")).to_contain_text("Paying in cash at the door adds ₹49.")
    expect(plain.get_by_label("Flat, house, building")).to_have_value("7, Rose Villa")
    plain.locator("#place").click()
    expect(plain.get_by_role("heading", name="Thank you, Priya")).to_be_visible()
    expect(plain.locator("#state")).to_contain_text("To pay in cash at the door")

"""Payments that are called off or fail at the gateway's page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shopping import (
    add_to_bag,
    check_out,
    expect_headline,
    give_address,
    go_to_gateway,
    pay,
    place_order,
    sign_in,
)

pytestmark = pytest.mark.browser


def test_a_payment_that_was_cancelled_or_failed_can_be_made_again(
    phone: Page, inbox: Page, new_email: str
):
    add_to_bag(phone, "shirts")
    check_out(phone)
    sign_in(phone, inbox, new_email)
    give_address(phone)
    place_order(phone)
    phone.get_by_role("button", name="Cancel and go back").click()
    expect_headline(phone, "Waiting for your payment")

    pay_from_order(phone, "failure@razorpay")
    expect_headline(phone, "Waiting for your payment")
    expect(phone.locator("#status .alert")).to_contain_text("Payment was unsuccessful")

    pay_from_order(phone, "success@razorpay")
    expect_headline(phone, "Confirmed")


def pay_from_order(page: Page, upi_id: str) -> None:
    page.locator("#status").get_by_role("link", name="Pay ₹").click()
    go_to_gateway(page)
    pay(page, upi_id)

"""Buying as a guest; payments that are left or fail in the gateway's frame; paying at the door."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shopping import (
    add_to_bag,
    check_out,
    expect_headline,
    gateway_of,
    give_address_by_pin,
    pay,
    place_order,
)

pytestmark = pytest.mark.browser


def test_a_guests_payment_that_was_left_and_failed_is_made_again(phone: Page, new_email: str):
    add_to_bag(phone, "shirts")
    check_out(phone)
    give_contact(phone, new_email)
    give_address_by_pin(phone)
    place_order(phone)
    gateway_of(phone).get_by_role("button", name="Cancel and go back").click()
    expect(phone.get_by_text("No money was taken")).to_be_visible()
    expect(phone.get_by_role("radio", name="UPI")).to_be_checked()

    phone.get_by_role("button", name="with Razorpay").click()
    pay(gateway_of(phone), "failure@razorpay")
    gateway_of(phone).get_by_role("button", name="Cancel and go back").click()
    expect(phone.get_by_role("heading", name="The payment did not go through")).to_be_visible()

    phone.get_by_role("button", name="Try again by UPI").click()
    pay(gateway_of(phone))
    expect(phone.get_by_role("heading", name="Thank you, Priya")).to_be_visible()
    phone.get_by_role("link", name="Follow the order").click()
    expect_headline(phone, "Confirmed")


def test_the_checkout_follows_what_is_chosen_and_folds_what_is_done(desktop: Page, new_email: str):
    add_to_bag(desktop, "jeans")
    check_out(desktop)
    give_contact(desktop, new_email)
    desktop.get_by_role("button", name="Continue").first.click()
    contact = desktop.locator(".fold").first
    expect(contact).not_to_have_attribute("open", "")
    expect(contact).to_contain_text(new_email)
    give_address_by_pin(desktop)
    total = desktop.locator("#side-rows [data-kind=total] dd")
    before = total.inner_text()
    desktop.get_by_role("radio", name=re.compile("Express")).check()
    expect(total).not_to_have_text(before)
    express = total.inner_text()
    desktop.get_by_role("radio", name=re.compile("Standard")).check()
    expect(total).to_have_text(before)
    assert express != before
    place_order(desktop, by="Cash on delivery")
    expect(desktop.get_by_role("heading", name="Thank you, Priya")).to_be_visible()
    expect(desktop.locator("#state")).to_contain_text("To pay in cash at the door")


def give_contact(page: Page, email: str) -> None:
    page.get_by_label("Mobile number").fill("98450 12345")
    page.get_by_label("E-mail").fill(email)

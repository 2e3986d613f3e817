"""Signing in with a code, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shopping import ask_for_code, code_for, type_code

pytestmark = pytest.mark.browser


def test_a_code_by_sms_signs_in(phone: Page, inbox: Page):
    phone.goto("/sign-in/")
    ask_for_code(phone, "98450 54321")
    type_code(phone, code_for(inbox, "+919845054321"))
    expect(phone.get_by_role("heading", name="Hello")).to_be_visible()
    expect(phone.get_by_text("+91 98450 54321")).to_be_visible()


def test_a_wrong_code_is_said_and_the_right_one_still_signs_in(
    phone: Page, inbox: Page, new_email: str, expected_faults: set[str]
):
    expected_faults.add("422 (Unprocessable")
    phone.goto("/sign-in/")
    ask_for_code(phone, new_email)
    code = code_for(inbox, new_email)
    type_code(phone, "111111" if code != "111111" else "222222")
    expect(phone.get_by_role("alert")).to_contain_text("Incorrect code")
    type_code(phone, code)
    expect(phone.get_by_role("heading", name="Hello")).to_be_visible()

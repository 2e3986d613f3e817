"""The content security policy in a real browser: our pages keep to it, and others are stopped.

Every other test of this folder fails on a violation too: the browser notes it in its console.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import OWNER
from tests.browser.running import RunningShop

pytestmark = pytest.mark.browser

SMUGGLED = """() => {
  const script = document.createElement("script");
  script.textContent = "window.smuggled = true";
  document.body.append(script);
  const link = document.createElement("div");
  link.innerHTML = '<img src="/none.png" onerror="window.smuggled = true">';
  document.body.append(link);
}"""


def test_a_script_smuggled_into_a_page_does_not_run(desktop: Page, expected_faults: set[str]):
    """SEC-2, the control: without it the crawl below would prove nothing."""
    expected_faults.update({"Content Security Policy", "404 (Not Found)"})
    violations: list[str] = []
    desktop.on("console", lambda message: violations.append(message.text))
    desktop.goto("/")
    desktop.evaluate(SMUGGLED)
    desktop.wait_for_timeout(500)
    assert desktop.evaluate("window.smuggled") is None
    assert len([text for text in violations if "Content Security Policy" in text]) == 2


def test_no_page_of_the_back_office_breaks_its_policy(desktop: Page):
    """Each list, its form for a new row, and its first row; faults are looked for at the end."""
    sign_in_as_owner(desktop)
    desktop.goto("/staff/")
    lists = {
        match[1]
        for link in desktop.locator("a[href^='/staff/']").all()
        if (match := re.match(r"(/staff/\w+/\w+/)", link.get_attribute("href") or ""))
    }
    assert len(lists) > 12
    for address in sorted(lists):
        desktop.goto(address)
        rows = desktop.locator("#result_list tbody th a")
        if rows.count():
            desktop.goto(rows.first.get_attribute("href") or "")
            expect(desktop.locator("body")).to_be_visible()


def test_files_and_errors_carry_the_policy_too(shop: RunningShop, desktop: Page):
    said = desktop.request.get(f"{shop.url}/no-such-page/").headers
    assert "script-src 'self' 'sha256-" in said["content-security-policy"]


def sign_in_as_owner(page: Page) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Sign in as {OWNER.full_name}").click()
    expect(page.get_by_text("Needs you now").first).to_be_visible()

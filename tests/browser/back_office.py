"""What the warehouse does in the browser: pack, ship, deliver, receive, inspect."""

from playwright.sync_api import Locator, Page, expect

from demo.people import WAREHOUSE


def sign_in_as_staff(page: Page) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Sign in as {WAREHOUSE.full_name}").click()
    expect(page.get_by_text("Needs you now").first).to_be_visible()


def open_order(page: Page, number: str) -> None:
    _find(page, "/staff/orders/order/", number)


def open_case(page: Page, number: str) -> None:
    _find(page, "/staff/returns/returncase/", number)


def _find(page: Page, address: str, number: str) -> None:
    page.goto(f"{address}?q={number}")
    page.locator("#result_list").get_by_role("link", name=number).click()
    expect(page.locator(".desk-head")).to_contain_text(number)


def pieces_left(page: Page, product: str, size: str) -> int:
    """How many of this size of the product's first colour may still be sold."""
    page.goto(f"/staff/shop/product/?q={product}")
    page.locator("#result_list").get_by_role("link", name=product).first.click()
    sizes = page.locator(".desk-table tr").first.locator("td")
    only = sizes.filter(has=page.locator("small").get_by_text(size, exact=True))
    return int(only.locator("b").inner_text())


def press(page: Page | Locator, move: str) -> None:
    page.locator(".desk-moves").get_by_text(move, exact=True).first.click()


def pack(page: Page) -> None:
    press(page, "Pack")
    expect(page.get_by_text("Ship it next")).to_be_visible()


def ship(page: Page, carrier: str, number: str) -> None:
    press(page, "Ship")
    page.get_by_label("Carrier").fill(carrier)
    page.get_by_label("Tracking number").fill(number)
    press(page, "Ship")
    expect(page.get_by_text("handed over; the customer was told")).to_be_visible()


def deliver(page: Page) -> None:
    press(page, "Mark delivered")
    expect(page.get_by_text("Returns close").first).to_be_visible()


def receive(page: Page, missing: int = 0) -> None:
    """All of the parcel but its last units; the sheet of the check is open then."""
    press(page, "Receive")
    units = page.locator(".desk-unit")
    for n in range(units.count() - missing, units.count()):
        units.nth(n).get_by_role("radio", name="Missing").check()
    press(page, "Receive")
    expect(page.get_by_text("Inspect it next")).to_be_visible()


def grade(page: Page, unit: int, grade: str, verdict: str, why: str = "", words: str = "") -> None:
    """What the sheet of the check says of one unit; the first is 0."""
    sheet = page.locator(".desk-unit").nth(unit)
    sheet.get_by_role("radio", name=grade).check()
    sheet.get_by_role("radio", name=verdict).check()
    if why:
        sheet.get_by_role("radio", name=why).check()
        sheet.get_by_label("Better words").fill(words)


def scan(page: Page, code: str) -> None:
    """As a scanner does: its characters, then Enter, with the focus nowhere."""
    page.goto("/staff/returns/returncase/scan/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".desk-head")).to_contain_text("RT-")


def expect_to_follow(page: Page, words: str) -> None:
    """What the sheet says would follow, before it is finished."""
    expect(page.locator(".desk-follows")).to_contain_text(words)


def send_back(page: Page, carrier: str, number: str) -> None:
    """What was refused, from the desk of its return, once the customer chose so."""
    press(page.locator("section:has(#refused-items)"), "Sent back")
    page.get_by_label("Carrier").fill(carrier)
    page.get_by_label("Tracking number").fill(number)
    press(page, "Sent back")
    expect(page.get_by_text("the customer was told")).to_be_visible()


def finish_check(page: Page) -> None:
    press(page, "Inspect")
    expect(
        page.get_by_text("Inspected.").or_(page.get_by_text("Not accepted")).first
    ).to_be_visible()


def inspect(page: Page, verdict: str, why: str = "", words: str = "") -> None:
    """The check of a parcel with one unit in it."""
    good = "Resellable" if verdict == "Passed" else "Scrap"
    grade(page, 0, good, verdict, why, words)
    finish_check(page)

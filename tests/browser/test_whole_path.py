"""From the home page to the refund, by hand of a shopper and of the warehouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.back_office import (
    deliver,
    expect_to_follow,
    finish_check,
    inspect,
    open_case,
    open_order,
    pack,
    pieces_left,
    receive,
    scan,
    ship,
    sign_in_as_staff,
)
from tests.browser.shopping import (
    OpenPage,
    add_to_bag,
    check_out,
    choose_size,
    file_return,
    give_address,
    number_in_address,
    pay_and_follow,
    place_order,
    press_add,
    price_of,
    sign_in,
)

pytestmark = pytest.mark.browser


def test_bought_delivered_sent_back_and_refunded(
    phone: Page, desktop: Page, inbox: Page, new_email: str
):
    phone.goto("/")
    phone.locator(".categories").get_by_role("link", name="Kurtas").click()
    phone.locator(".card h3 a").first.click()
    phone.wait_for_url("**/p/*/")
    kurta, price = phone.get_by_role("heading", level=1).inner_text(), price_of(phone)
    size = choose_size(phone)
    sign_in_as_staff(desktop)
    left = pieces_left(desktop, kurta, size)
    press_add(phone)
    expect(phone.locator("#bag")).to_contain_text(kurta)
    add_to_bag(phone, "shirts")
    check_out(phone)
    phone.locator("#checkout").get_by_role("link", name="Sign in").click()
    sign_in(phone, inbox, new_email)
    give_address(phone)
    place_order(phone)
    pay_and_follow(phone)
    order = number_in_address(phone)

    order_page = OpenPage(phone)
    phone.locator("#history").click()
    open_order(desktop, order)
    pack(desktop)
    order_page.moves_to("Packed")
    expect(phone.locator("details:has(#history)")).to_have_attribute("open", "")
    expect(phone.locator("details:has(#history)")).to_contain_text("Packed")
    expect(phone.get_by_role("button", name="Cancel the order")).to_have_count(0)
    ship(desktop, "Delhivery", "DL123456789")
    order_page.moves_to("On the way")
    expect(phone.locator("#status")).to_contain_text("DL123456789")
    deliver(desktop)
    order_page.moves_to("Delivered")
    assert pieces_left(desktop, kurta, size) == left - 1

    case = file_return(phone, kurta)
    case_page = OpenPage(phone)
    open_case(desktop, case)
    receive(desktop)
    case_page.reaches("Arrived")
    inspect(desktop, "Passed")
    case_page.reaches("Refunded")
    expect(phone.locator("#status")).to_contain_text(f"{price} refunded")
    letters = inbox.locator("article").filter(has_text=f"to {new_email}")
    expect(letters.filter(has_text="refund").first).to_be_visible()
    assert pieces_left(desktop, kurta, size) == left


def test_of_two_pieces_one_passes_by_keyboard_and_both_windows_say_so(
    phone: Page, desktop: Page, inbox: Page, new_email: str
):
    tee = add_to_bag(phone, "tees")
    phone.locator("#bag").get_by_role("button", name="One more").first.click()
    expect(phone.locator("#bag h2")).to_contain_text("2 pieces")
    check_out(phone)
    phone.locator("#checkout").get_by_role("link", name="Sign in").click()
    sign_in(phone, inbox, new_email)
    give_address(phone)
    place_order(phone)
    pay_and_follow(phone)
    sign_in_as_staff(desktop)
    open_order(desktop, number_in_address(phone))
    pack(desktop)
    ship(desktop, "India Post", "EP123456789IN")
    deliver(desktop)
    phone.reload()
    case = file_return(phone, tee, pieces=2)
    case_page = OpenPage(phone)
    scan(desktop, case)
    receive(desktop)
    case_page.reaches("Arrived")
    desktop.keyboard.type("1")  # resellable, so it passes
    desktop.keyboard.type("6")
    expect_to_follow(desktop, "1 without a verdict yet")
    desktop.keyboard.type("38q")  # scrap, refused, worn or washed
    expect_to_follow(desktop, "1 back on sale, 1 refused.")
    finish_check(desktop)
    case_page.reaches("Refunded")
    expect(phone.locator("#status")).to_contain_text("It shows that it was worn or washed")
    letters = inbox.locator("article").filter(has_text=f"to {new_email}")
    expect(letters.filter(has_text="1 of 2 accepted").first).to_be_visible()
    expect(desktop.locator("section:has(#refused-items)")).to_contain_text(
        "The customer may choose"
    )


def test_a_worn_return_is_not_refunded_and_the_shopper_reads_why(
    phone: Page, desktop: Page, inbox: Page, new_email: str
):
    jean = add_to_bag(phone, "jeans")
    check_out(phone)
    phone.locator("#checkout").get_by_role("link", name="Sign in").click()
    sign_in(phone, inbox, new_email)
    give_address(phone)
    place_order(phone)
    pay_and_follow(phone)

    sign_in_as_staff(desktop)
    open_order(desktop, number_in_address(phone))
    pack(desktop)
    ship(desktop, "India Post", "EP987654321IN")
    deliver(desktop)
    phone.reload()
    case = file_return(phone, jean)
    case_page = OpenPage(phone)
    open_case(desktop, case)
    receive(desktop)
    case_page.reaches("Arrived")
    inspect(desktop, "Refused", "Worn or washed", "The knees show that they were worn.")
    case_page.reaches("Not accepted")
    expect(phone.locator("#status")).to_contain_text("The knees show that they were worn.")
    expect(phone.locator("#status h1")).to_have_text("Not accepted: no money goes back")
    expect(desktop.locator(".desk")).to_contain_text("Nothing is paid back")

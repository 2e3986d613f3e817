"""Pages and states of the storefront, each opened as a shopper gets there."""

from collections.abc import Callable
from random import randrange

from playwright.sync_api import Page, expect

from tests.browser.shopping import (
    add_to_bag,
    gateway_of,
    give_address_by_pin,
    open_product,
    pay,
    place_order,
    sign_in_as_asha,
)

OpenPage = Callable[[Page], None]


def search_results(page: Page) -> None:
    page.goto("/search/?q=jeans")


def corrected_search(page: Page) -> None:
    page.goto("/search/?q=jaens")
    expect(page.get_by_text("Showing results for")).to_be_visible()


def search_in_vain(page: Page) -> None:
    page.goto("/search/?q=umbrella")
    expect(page.get_by_role("heading", name="Nothing found for")).to_be_visible()


def search_dialog(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).first.click()
    page.locator("#search-q").press_sequentially("je")
    expect(page.get_by_role("option").first).to_be_visible()


def filtered_listing(page: Page) -> None:
    """Narrowed by hand, so that chips stand above the grid."""
    page.goto("/c/jeans/")
    filters(page)
    page.locator("#facets label:has(input:enabled:not(:checked))").first.click()
    expect(page.locator(".chip[aria-current=true]").first).to_be_visible()
    page.locator("#facets").get_by_role("button", name="Close").click()


def filter_sheet(page: Page) -> None:
    page.goto("/c/jeans/")
    filters(page)


def filters(page: Page) -> None:
    page.get_by_role("link", name="Filter").click()
    expect(page.locator("#facets")).to_be_visible()


def listing_of_nothing(page: Page) -> None:
    page.goto("/c/jeans/?min=90000")
    expect(page.get_by_role("heading", name="No style has all of that")).to_be_visible()


def empty_bag(page: Page) -> None:
    page.goto("/bag/")


def bag_with_undo(page: Page) -> None:
    add_to_bag(page, "jeans")
    page.goto("/bag/")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def bag_with_a_refused_code(page: Page) -> None:
    add_to_bag(page, "jeans")
    page.goto("/bag/")
    page.get_by_text("Have a code?").click()
    page.get_by_label("Code").fill("NOSUCH")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#code-error")).to_be_visible()


def empty_wishlist(page: Page) -> None:
    page.goto("/wishlist/")


def wishlist(page: Page) -> None:
    page.goto("/c/jeans/")
    page.locator(".heart button").first.click()
    expect(page.locator(".heart [aria-pressed=true]").first).to_be_visible()
    page.goto("/wishlist/")
    expect(page.get_by_role("button", name="Move to bag")).to_be_visible()


def shared_wishlist(page: Page) -> None:
    wishlist(page)
    page.get_by_role("button", name="Make a link").click()
    page.goto(page.locator("#shared-at").input_value())


def size_chart(page: Page) -> None:
    open_product(page, "jeans")
    page.get_by_role("button", name="Size chart").click()
    expect(page.locator("#size-chart")).to_be_visible()


def zoomed(page: Page) -> None:
    open_product(page, "jeans")
    page.locator(".gallery ol a.media").first.click()
    expect(page.locator("#zoom")).to_be_visible()


def size_not_chosen(page: Page) -> None:
    open_product(page, "jeans")
    page.locator("#buy-form").get_by_role("button", name="Add to bag").click()
    expect(page.locator("#size-error")).to_be_visible()


def help_page(page: Page) -> None:
    page.goto("/help/returns/")


def size_guide(page: Page) -> None:
    page.goto("/help/sizes/")


def delivery_known(page: Page) -> None:
    page.goto("/pincode/")
    page.get_by_label("PIN code").fill("560034")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#pin-answer b")).to_be_visible()


def reviews(page: Page) -> None:
    open_product(page, "jeans")
    page.goto(page.url.split("?")[0] + "reviews/")
    expect(page.get_by_role("heading", name="What buyers say")).to_be_visible()


def review_form(page: Page) -> None:
    """For somebody who bought nothing of it: the page says who may write."""
    sign_in_as_asha(page)
    reviews(page)
    page.get_by_role("link", name="Write a review").click()


def guest_checkout(page: Page) -> None:
    add_to_bag(page, "jeans")
    page.goto("/checkout/")
    page.get_by_label("Mobile number").fill(f"98{randrange(10**8):08}")
    page.get_by_label("E-mail").fill("guest@example.in")
    give_address_by_pin(page)


def folded_checkout(page: Page) -> None:
    guest_checkout(page)
    page.get_by_role("button", name="Continue").first.click()
    expect(page.locator(".fold:not([open])")).to_have_count(1)


def refused_checkout(page: Page) -> None:
    add_to_bag(page, "jeans")
    page.goto("/checkout/")
    page.locator("#place").click()
    expect(page.locator(".error-summary")).to_be_focused()


def left_payment(page: Page) -> None:
    guest_checkout(page)
    place_order(page)
    gateway_of(page).get_by_role("button", name="Cancel and go back").click()
    expect(page.locator("#left")).to_be_visible()


def failed_payment(page: Page) -> None:
    guest_checkout(page)
    place_order(page)
    pay(gateway_of(page), "failure@razorpay")
    gateway_of(page).get_by_role("button", name="Cancel and go back").click()
    expect(page.get_by_role("heading", name="The payment did not go through")).to_be_visible()


def waiting_payment(page: Page) -> None:
    left_payment(page)
    page.goto(page.url.replace("/pay/", "/pay/outcome/?unconfirmed=1"))
    expect(page.get_by_role("heading", name="Waiting for your bank")).to_be_visible()


def thanks(page: Page) -> None:
    guest_checkout(page)
    place_order(page, by="Cash on delivery")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def guests_order(page: Page) -> None:
    thanks(page)
    page.get_by_role("link", name="Follow the order").click()
    expect(page.locator("#status h1")).to_contain_text("Confirmed")


def orders_of_a_guest(page: Page) -> None:
    page.goto("/orders/")


def own_orders(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/orders/?kind=delivered")
    expect(page.get_by_role("button", name="Buy again").first).to_be_visible()


def account(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/")


def profile(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/profile/")


def saved_addresses(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/addresses/")


def refused_address(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/addresses/new/")
    page.get_by_label("PIN code").fill("12")
    page.get_by_role("button", name="Keep this address").click()
    expect(page.locator(".error-summary")).to_be_focused()


def security(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/security/")


def privacy(page: Page) -> None:
    sign_in_as_asha(page)
    page.goto("/account/privacy/")


def sign_in_with_a_password(page: Page) -> None:
    page.goto("/sign-in/password/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_be_focused()


def find_order(page: Page) -> None:
    page.goto("/orders/find/")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.locator(".error-summary")).to_be_visible()


def not_found(page: Page) -> None:
    page.goto("/p/no-such-style/")


def styleguide(page: Page) -> None:
    page.goto("/styleguide/")


STOREFRONT: list[OpenPage] = [
    search_results, corrected_search, search_in_vain, search_dialog,
    filtered_listing, filter_sheet, listing_of_nothing,
    empty_bag, bag_with_undo, bag_with_a_refused_code,
    empty_wishlist, wishlist, shared_wishlist,
    size_chart, zoomed, size_not_chosen, delivery_known, reviews, review_form,
    guest_checkout, folded_checkout, refused_checkout, left_payment, failed_payment,
    waiting_payment,
    thanks, guests_order, orders_of_a_guest, own_orders, find_order,
    account, profile, saved_addresses, refused_address, security, privacy, sign_in_with_a_password,
    help_page, size_guide, not_found, styleguide,
]  # fmt: skip

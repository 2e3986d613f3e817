"""What a shopper does in the browser, one function per step of the path."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import FrameLocator, Page, expect

ADDRESS = {
    "Full name": "Priya Nair",
    "Mobile number": "98450 12345",
    "PIN code": "560 001",
    "Flat, house, building": "7, Rose Villa",
    "Area, street, village": "Church Street",
    "City or town": "Bengaluru",
}


def open_product(page: Page, category: str) -> str:
    """The newest product of a category, through the category's page; its name."""
    page.goto(f"/c/{category}/")
    page.locator(".card h3 a").first.click()
    expect(page.locator("#buy-form")).to_be_visible()
    return page.get_by_role("heading", level=1).inner_text()


def price_of(page: Page) -> str:
    return page.locator(".product-words .price b").inner_text()


def choose_size(page: Page) -> str:
    """The first size of which there is enough; its name."""
    label = page.locator(".size-picker label[data-stock=in]").first
    label.click()
    return label.inner_text().strip()


def add_to_bag(page: Page, category: str) -> str:
    """From the category until the drawer shows what was added; the product's name."""
    product = open_product(page, category)
    choose_size(page)
    press_add(page)
    expect(page.locator("#bag").get_by_role("heading", name="Added")).to_be_visible()
    return product


def press_add(page: Page) -> None:
    page.locator("#buy-form").get_by_role("button", name="Add to bag").click()


def check_out(page: Page) -> None:
    page.locator("#bag").get_by_role("link", name="Check out").click()


def ask_for_code(page: Page, identifier: str) -> None:
    page.get_by_label("Mobile number or e-mail").fill(identifier)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()


def code_for(inbox: Page, recipient: str) -> str:
    """The newest code for this recipient, as soon as its letter is there."""
    letter = inbox.locator("article").filter(has_text=f"to {recipient}").first
    return letter.get_by_label("Sign-in code").input_value()


def type_code(page: Page, code: str) -> None:
    """The sixth digit sends the form."""
    page.locator("input[autocomplete=one-time-code]").press_sequentially(code)


def sign_in(page: Page, inbox: Page, identifier: str) -> None:
    ask_for_code(page, identifier)
    type_code(page, code_for(inbox, identifier))


def sign_in_as_asha(page: Page) -> None:
    """With one click, as the demo offers it; Asha has orders and returns in every state."""
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Asha").click()
    page.wait_for_url("/")


def give_address(page: Page) -> None:
    """All of it, city and state included."""
    for label, words in ADDRESS.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("State").select_option(label="Karnataka")


def give_address_by_pin(page: Page) -> None:
    """All but city and state, which the PIN code brings, and the phone, which may be another."""
    for label, words in ADDRESS.items():
        if label not in {"City or town", "Mobile number"}:
            page.get_by_label(label).fill(words)
    expect(page.get_by_label("City or town")).to_have_value("Bengaluru")
    expect(page.get_by_label("State")).to_have_value("KA")


def place_order(page: Page, by: str = "UPI") -> None:
    """What is complete already is folded away; only the way to pay is left to choose."""
    page.get_by_role("radio", name=by).check()
    press = page.locator("#place")
    expect(press).to_contain_text("at the door" if by == "Cash on delivery" else f"by {by}")
    press.click()


def gateway_of(page: Page) -> FrameLocator:
    """Razorpay's checkout, opened over the page."""
    return page.frame_locator("iframe[title=Payment]")


def pay(page: Page | FrameLocator, upi_id: str = "success@razorpay") -> None:
    """In the gateway's own page or frame."""
    page.get_by_label("UPI ID").fill(upi_id)
    page.get_by_role("button", name=re.compile("^Pay ₹")).click()


def pay_and_follow(page: Page) -> None:
    """Over the page, until the order's own page is open."""
    pay(gateway_of(page))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Follow the order").click()
    expect_headline(page, "Confirmed")


def number_in_address(page: Page) -> str:
    """The number of the order or case whose page is open."""
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def expect_headline(page: Page, words: str) -> None:
    """Where the order or case stands; the day it arrives may follow."""
    expect(page.locator("#status h1")).to_have_text(re.compile(f"^\\s*{words}"))


def file_return(page: Page, product: str, pieces: int = 1) -> str:
    """So many pieces, arrived damaged, with a photo, fetched at the door; the case's number."""
    page.locator("#returns").get_by_role("link", name="Return something").click()
    piece = page.locator("label", has_text=product).get_by_role("checkbox")
    if piece.count():
        piece.first.check()
    else:
        page.get_by_label("How many").first.select_option(str(pieces))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Arrived damaged").check()
    photo = {"name": "thread.png", "mimeType": "image/png", "buffer": _photo()}
    page.get_by_label("Or choose some").set_input_files(photo)
    page.get_by_text("Add a note").click()
    page.get_by_label("Anything we should know").fill("A pulled thread below the collar.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Step 3 of 5")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="File the return").click()
    page.get_by_role("link", name="Follow the return").click()
    expect(page.locator("#status h1")).to_contain_text("back to you by")
    return number_in_address(page)


def _photo() -> bytes:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "#7a4b2a").save(picture, "PNG")
    return picture.getvalue()


class OpenPage:
    """A page left open: it has to move by itself, told by its socket, and not by a new visit."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages: list[str | bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))
        page.reload()
        expect(page.locator("#status[data-connected]")).to_be_visible()
        page.evaluate("window.opened_once = true")

    def _hear(self, message: str | bytes) -> None:
        self.messages.append(message)

    def reaches(self, step: str) -> None:
        """The thread of a return comes to this step, by itself."""
        expect(self.page.locator('.thread li:not([data-state="next"])').last).to_contain_text(step)

    def moves_to(self, headline: str) -> None:
        """Within 5 seconds; a page without a socket looks only every 15."""
        where = re.compile(f"^\\s*{headline}")
        expect(self.page.locator("#status h1")).to_have_text(where, timeout=5000)
        assert self.messages, "nothing came over the socket"
        assert self.page.evaluate("window.opened_once"), "the page was loaded again"
        self.messages.clear()

"""Promises of orders/wording.py: settled words, every kind can be read in a mail and in an SMS."""

import re
from html.parser import HTMLParser

import pytest

from accounts.kinds import KINDS
from accounts.models import Message, MessageChannel
from accounts.sms import GSM7, GSM7_ESCAPED, ONE_SMS, places_in
from accounts.wording import written
from config import admin as back_office  # noqa: F401  (every app has registered its kinds)
from orders import messages, wording
from orders.kinds import sample_order
from shop.models import Product
from tests.factories import make_picture, make_variant, place_order

pytestmark = pytest.mark.django_db

OURS = [name for name in KINDS if name.startswith("orders/")]
MOST_BYTES = 60_000  # Gmail clips a mail at 102 kB


class Tags(HTMLParser):
    """What the tests ask of a mail: its tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.seen = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def named(self, tag):
        return [attrs for name, attrs in self.seen if name == tag]


def mail_of(template):
    return written(KINDS[template].example())


def sms_of(template, **said):
    message = KINDS[template].example(MessageChannel.SMS)
    message.context |= said
    return written(message).text


# --- Settled ------------------------------------------------------------------------------


def test_what_a_message_says_is_settled_when_it_is_written():
    order = place_order(make_variant(price_minor=1_24_999_50))
    messages.write_packed(order)
    Product.objects.update(name="Renamed")
    said = Message.objects.filter(template=messages.PACKED).first().context
    assert (said["number"], said["name"], said["first_name"], said["total"]) == (
        order.number,
        "Asha Rao",
        "Asha",
        "₹1,24,999.50",
    )
    assert said["rows"] == [
        {"label": "Items", "amount": "₹1,24,999.50"},
        {"label": "Delivery", "amount": "Free"},
    ]
    assert said["address"] == [
        "Asha Rao",
        "12, Lake View, Church Street",
        "Bengaluru 560001, Karnataka",
        "+919876543210",
    ]
    assert said["lines"] == [
        {
            "name": "Bagru Kurta",
            "colour": "Indigo",
            "size": "M",
            "quantity": 1,
            "total": "₹1,24,999.50",
            "is_final_sale": False,
            "picture": "",
            "alt": "",
        }
    ]


def test_links_and_pictures_in_messages_start_with_the_shops_own_address(settings):
    """SEC-4."""
    settings.SITE_URL = "https://shop.example.in"
    variant = make_variant()
    picture = make_picture(variant.colourway)
    order = place_order(variant)
    assert wording.context_of(order)["url"] == f"https://shop.example.in/orders/{order.number}/"
    (line,) = wording.of_confirmed(order)["lines"]
    assert line["picture"].startswith(f"https://shop.example.in/media/pictures/{picture.key}/")


# --- As e-mail ----------------------------------------------------------------------------


@pytest.mark.parametrize("template", KINDS)
def test_a_mail_is_one_page_of_tables_with_nothing_to_fetch_but_pictures(template):
    """Gmail and Outlook drop style sheets, scripts, forms and most of CSS."""
    html = mail_of(template).html
    tags = Tags(html)
    assert {"link", "form", "svg", "video", "iframe", "input"} & {
        tag for tag, _ in tags.seen
    } == set()
    assert [a for a in tags.named("script") if a.get("type") != "application/ld+json"] == []
    assert {a.get("role") for a in tags.named("table")} == {"presentation"}
    assert [a for a in tags.named("img") if "alt" not in a or "width" not in a] == []
    assert len(tags.named("h1")) == 1
    assert re.search(r"url\(|var\(--|@import", html) is None
    assert len(html.encode()) <= MOST_BYTES


@pytest.mark.parametrize("template", KINDS)
def test_a_mail_leads_to_one_place_by_one_button(template):
    buttons = [a for a in Tags(mail_of(template).html).named("a") if a.get("class") == "press"]
    says_what_was_done = template.startswith("accounts/") and "export" not in template
    assert len(buttons) == (not says_what_was_done)


@pytest.mark.parametrize("template", KINDS)
def test_subject_and_plain_text_are_complete_and_hold_no_markup(template):
    mail = mail_of(template)
    assert mail.subject.strip() == mail.subject != ""
    assert len(mail.subject) <= 78
    assert re.search(r"<\w|&\w+;|{[{%]|None", mail.subject + mail.text) is None
    assert mail.subject.strip().rstrip(".") in mail.subject


@pytest.mark.parametrize("template", OURS)
def test_the_text_part_names_the_order_and_leads_to_it(template):
    text = mail_of(template).text
    assert sample_order().number in text
    assert sample_order().get_absolute_url() in text


def test_the_text_part_holds_everything_the_picture_of_it_does():
    text = mail_of(messages.CONFIRMED).text
    assert "1 x Khadi Long Kurta, Kora, M: ₹2,249" in text
    assert "FESTIVE10: −₹300" in text
    assert "Total, all taxes included: ₹2,848" in text
    assert "Asha Rao, 12, Lake View, Church Street, Opposite the library" in text
    assert "[x] Placed  [x] Confirmed  [ ] Packed" in text


def test_what_a_customer_calls_themselves_stays_text_in_a_mail():
    message = KINDS[messages.CONFIRMED].example()
    message.context |= {"first_name": "<script>alert(1)</script>", "address": ["<b>x</b>"]}
    html = written(message).html
    assert "<script>alert" not in html
    assert "<b>x" not in html


# --- As SMS -------------------------------------------------------------------------------

LONGEST = {
    "total": "₹9,99,999.50",
    "amount": "₹9,99,999.50",
    "owed": "₹9,99,999.50",
    "pay_on_delivery": "",
    "kept_until": "23:59",
    "arrives": "Wed, 30 Sep",
    "return_until": "Wed, 30 Sep",
    "carrier": "Delhivery Surface Express Logistics Limited",
    "tracking_number": "123456789012345678901234567890",
    "reference": "rfnd_QVq2Yx6bW9LkTd",
    "url": "https://shop.example.in/orders/VA-7K3M9-Q9T2X/",
}


@pytest.mark.parametrize("template", OURS)
def test_every_sms_fits_into_one_whatever_it_says(template):
    """160 places of GSM-7; one letter outside that alphabet would leave 70."""
    text = sms_of(template, **LONGEST)
    assert set(text) <= GSM7 | GSM7_ESCAPED
    assert places_in(text) <= ONE_SMS, text


@pytest.mark.parametrize("template", OURS)
def test_every_sms_to_a_guest_fits_into_one_as_well(template):
    """Their link is shorter than a customer's address."""
    link = "https://www.shop.example.in/o/3f9XkQw7LpZa/"
    assert places_in(sms_of(template, **LONGEST | {"url": link})) <= ONE_SMS


@pytest.mark.parametrize("template", OURS)
def test_every_sms_names_who_writes_the_order_and_where_to_look(template):
    text = sms_of(template)
    assert text.startswith("Vastra: ")
    assert sample_order().number in text
    assert text.endswith(sample_order().get_absolute_url())


def test_amounts_in_an_sms_are_written_with_rs():
    assert "Rs 2,848 paid" in sms_of(messages.CONFIRMED)

"""The demo's own pages: the inbox shows what was sent, and one click makes one somebody."""

import os
import re

import pytest
from django.contrib.auth import get_user
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sms import FileSender
from demo import inbox
from demo.people import ACCOUNTS, OWNER, SHOPPER, WAREHOUSE

pytestmark = pytest.mark.django_db
INBOX = reverse("demo:inbox")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DEMO_INBOX = settings.SMS_FILE_PATH = settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def people():
    return [
        User.objects.create_user(account.email, is_staff=account is not SHOPPER)
        for account in ACCOUNTS.values()
    ]


def send_mail(subject="Your order is on its way", text="Plain words", html="<p>Rich words</p>"):
    email = EmailMultiAlternatives(
        subject,
        text,
        to=["asha@demo.vastra.example"],
        connection=get_connection("django.core.mail.backends.filebased.EmailBackend"),
    )
    email.attach_alternative(html, "text/html")
    email.send()


def send_sms(text, *, seconds_ago=0):
    FileSender().send("+919876543210", text)
    newest = max(inbox.Path(inbox.settings.DEMO_INBOX).glob("*.sms"), key=lambda f: f.name)
    when = newest.stat().st_mtime - seconds_ago
    os.utime(newest, (when, when))


# Reading letters


def test_a_mail_has_its_subject_both_bodies_and_reader():
    send_mail()
    (letter,) = inbox.latest()
    assert letter.subject == "Your order is on its way"
    assert letter.to == "asha@demo.vastra.example"
    assert (letter.text, letter.html) == ("Plain words", "<p>Rich words</p>")


def test_rupees_and_dashes_survive_the_wire():
    send_mail(subject="₹1,499 refunded – RT-1", text="₹1,499")
    (letter,) = inbox.latest()
    assert (letter.subject, letter.text) == ("₹1,499 refunded – RT-1", "₹1,499")


def test_letters_come_newest_first():
    send_sms("the older one", seconds_ago=60)
    send_sms("the newer one")
    assert [letter.text for letter in inbox.latest()] == ["the newer one", "the older one"]


def test_a_mail_still_being_written_waits(folder):
    send_mail()
    (file,) = folder.glob("*.log")
    file.write_bytes(file.read_bytes()[:-200])
    assert inbox.latest() == []


@pytest.mark.parametrize(
    "text",
    [
        "Your sign-in code is 042137. It is good for 5 minutes.",
        "042137 is your Vastra code.",
        "Your code:\n\n042137",
    ],
)
def test_the_sign_in_code_is_found(text):
    send_sms(text)
    assert inbox.latest()[0].code == "042137"


@pytest.mark.parametrize("text", ["It goes to Bengaluru, PIN code 560003.", "Order 123456 packed"])
def test_other_six_digits_are_no_code(text):
    send_sms(text)
    assert inbox.latest()[0].code == ""


# Its page


def test_html_mail_is_shown_in_a_sandbox_and_cannot_leave_it(client: Client):
    send_mail(html='<p>hi</p></iframe><script>alert("x")</script>')
    page = client.get(INBOX).content.decode()
    assert re.search(r'<iframe[^>]* sandbox="[^"]*" srcdoc="[^"]*&lt;p&gt;hi', page)
    assert "allow-scripts" not in page
    assert "allow-same-origin" not in page
    assert "<script>alert" not in page


def test_the_list_asks_again_and_hears_nothing_while_nothing_is_new(client: Client):
    send_sms("042137 is your Vastra code.")
    page = client.get(INBOX).content.decode()
    again = re.search(r'hx-get="([^"]+)"', page[page.index('id="letters"') :])[1]
    assert client.get(again, headers={"HX-Request": "true"}).status_code == 204


def test_a_new_letter_is_sent_as_the_part_only(client: Client):
    send_sms("042137 is your Vastra code.")
    part = client.get(f"{INBOX}?newest=", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="letters"')
    assert 'value="042137"' in part


def test_an_empty_inbox_says_so(client: Client):
    assert "Nothing yet" in client.get(INBOX).content.decode()


# Being somebody


@pytest.mark.parametrize("account", [SHOPPER, WAREHOUSE, OWNER], ids=lambda a: a.role)
def test_one_click_signs_in(client: Client, people, account):
    response = client.post(reverse("demo:sign_in", args=[account.role]))
    assert response.url == reverse(account.first_page)
    assert get_user(client).email == account.email


def test_looking_at_the_address_signs_nobody_in(client: Client, people):
    assert client.get(reverse("demo:sign_in", args=["owner"])).status_code == 405
    assert get_user(client).is_anonymous


def test_nobody_else_can_be_become(client: Client, people):
    assert client.post(reverse("demo:sign_in", args=["somebody"])).status_code == 404


def test_signing_in_needs_the_page_that_offers_it(people):
    forger = Client(enforce_csrf_checks=True)
    assert forger.post(reverse("demo:sign_in", args=["owner"])).status_code == 403


def test_the_demo_page_names_all_three(client: Client, people):
    page = client.get(reverse("demo:home")).content.decode()
    assert [email for email in (a.email for a in ACCOUNTS.values()) if email not in page] == []

"""Promises to those without an account: a link that opens their order, and only theirs."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message, User
from orders import messages
from orders.joining import join_orders
from orders.links import address_of, number_in, numbers_in, token_for
from orders.models import Order, OrderLink
from tests.factories import cash_order, make_customer, paid_order, place_order
from tests.factories.catalogue import bag_with, make_variant
from tests.factories.orders import order_bag

pytestmark = pytest.mark.django_db

FIND = reverse("orders:find")


def text_of(response):
    return response.content.decode()


@pytest.fixture
def order():
    """A guest's, not paid yet."""
    return order_bag(bag_with(make_variant()))


# --- The link ---------------------------------------------------------------------------------


def test_a_guests_link_opens_the_order_in_any_browser(client, order):
    response = client.get(address_of(order), follow=True)
    assert response.status_code == 200
    assert order.number in text_of(response)


@pytest.mark.parametrize("page", ["detail", "part", "pay"])
def test_everything_of_the_order_is_open_after_the_link(client, order, page):
    client.get(address_of(order))
    assert client.get(reverse(f"orders:{page}", args=[order.number])).status_code == 200


def test_a_guest_cancels(client, order):
    client.get(address_of(order))
    client.post(reverse("orders:cancel", args=[order.number]))
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_link_opens_no_other_order(client, order):
    """SEC-5."""
    other = order_bag(bag_with(make_variant()))
    client.get(address_of(order))
    url = other.get_absolute_url()
    assert client.get(url)["Location"] == f"/sign-in/?next={url}"


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" + t])
def test_a_link_that_was_changed_opens_nothing(client, order, change):
    """SEC-5."""
    response = client.get(reverse("orders:open", args=[change(token_for(order))]))
    assert response.status_code == 404
    assert client.get(order.get_absolute_url()).status_code == 302


def test_a_link_ends(client, order, settings):
    token = token_for(order)
    with time_machine.travel(timezone.now() + timedelta(days=settings.ORDER_LINK_DAYS, minutes=1)):
        assert number_in(token) is None


def test_an_opened_order_closes_when_its_link_ends(client, order, settings):
    client.get(address_of(order))
    settings.SESSION_COOKIE_AGE = 10**8
    with time_machine.travel(timezone.now() + timedelta(days=settings.ORDER_LINK_DAYS, minutes=1)):
        assert client.get(order.get_absolute_url()).status_code == 302


def test_a_new_secret_key_takes_every_link_back(order, settings):
    token = token_for(order)
    settings.SECRET_KEY = "another" * 8
    settings.SECRET_KEY_FALLBACKS = []
    assert number_in(token) is None


def test_a_link_is_short_enough_for_an_sms_and_too_long_to_be_found_by_trying(order):
    path = address_of(order)
    assert re.fullmatch(r"/o/[0-9A-Za-z]{12}/", path)
    assert 62**12 > 2**71


def test_the_database_alone_opens_nothing(order):
    token = token_for(order)
    link = OrderLink.objects.get()
    assert token not in {link.seed, link.digest}
    assert number_in(link.seed) is number_in(link.digest) is None


def test_every_message_of_the_first_weeks_has_the_same_link_and_a_later_one_a_new_one(
    order, settings
):
    first = token_for(order)
    assert token_for(order) == first
    later = timezone.now() + timedelta(days=settings.ORDER_LINK_DAYS / 2, minutes=1)
    with time_machine.travel(later):
        second = token_for(order)
        assert numbers_in([first, second]) == [order.number] * 2
    assert first != second


def test_after_a_new_secret_key_messages_carry_a_link_that_works(order, settings):
    old = token_for(order)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, []
    assert number_in(token_for(order)) == order.number
    assert number_in(old) is None


def test_a_key_that_is_being_replaced_still_opens(order, settings):
    old = token_for(order)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert number_in(old) == order.number


def test_many_links_are_one_query(client, django_assert_num_queries):
    tokens = [token_for(order_bag(bag_with(make_variant()))) for _ in range(4)]
    with django_assert_num_queries(1):
        assert len(numbers_in(tokens)) == 4


def test_a_customers_order_has_no_link_and_its_address_asks_who_one_is(client):
    order = place_order()
    assert address_of(order) == order.get_absolute_url()
    client.get(reverse("orders:open", args=[token_for(order)]))
    assert client.get(order.get_absolute_url()).status_code == 302


def test_messages_to_a_guest_carry_the_link(client):
    order = cash_order()
    url = Message.objects.filter(channel="email").get().context["url"]
    path = url.removeprefix("http://127.0.0.1:8000")
    assert order.number in text_of(client.get(path, follow=True))


# --- Find my order ----------------------------------------------------------------------------


def ask(client, number, phone="98765 43210"):
    return client.post(FIND, {"number": number, "phone": phone})


def links_sent():
    return Message.objects.filter(template=messages.LINK).count()


def test_the_link_goes_to_the_phone_and_the_e_mail_of_the_order(client, order):
    ask(client, order.number.lower().replace("-", " "))  # as it is read out loud
    sent = Message.objects.filter(template=messages.LINK).order_by("channel")
    assert [message.recipient for message in sent] == ["asha@example.in", "+919876543210"]
    assert client.get(order.get_absolute_url()).status_code == 302  # who asked got nothing


def test_a_wrong_phone_or_number_is_answered_in_the_same_words(client, order):
    right = ask(Client(), order.number)
    wrong_phone = ask(Client(), order.number, phone="98765 43211")
    wrong_number = ask(Client(), "VA-22222-22222")
    words = re.compile(r'value="[^"]*"')
    pages = {words.sub("", text_of(page)) for page in (right, wrong_phone, wrong_number)}
    assert len(pages) == 1
    assert links_sent() == 2  # to one order's e-mail and phone


def test_a_link_is_sent_four_times_a_day_at_most(client, order):
    for _ in range(6):
        ask(client, order.number)
    assert links_sent() == 8


@pytest.mark.parametrize("form", [{}, {"number": "VA-1", "phone": "12"}, {"phone": "\0"}])
def test_a_slip_in_the_form_is_said(client, form):
    response = client.post(FIND, form)
    assert response.status_code == 422
    assert "There is a problem" in text_of(response)


# --- Keeping it in an account -----------------------------------------------------------------


def sign_in(client, identifier):
    client.post(reverse("account_login"), {"identifier": identifier})
    code = Message.objects.get(template="accounts/emails/code.html").context["code"]
    client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify"})


def test_signing_in_with_the_orders_e_mail_brings_it_into_the_account(client, order):
    sign_in(client, "asha@example.in")
    order.refresh_from_db()
    assert order.user == User.objects.get(email="asha@example.in")
    page = client.get(order.get_absolute_url())
    assert page.status_code == 200
    assert "1 order joined your account." in text_of(page)


def test_signing_in_with_another_e_mail_brings_nothing(client, order):
    """SEC-5."""
    sign_in(client, "stranger@example.in")
    order.refresh_from_db()
    assert order.user is None


def test_being_signed_in_without_a_code_brings_nothing(client, order):
    """An e-mail on an account is not proven by having it."""
    user = make_customer(email="asha@example.in")
    client.force_login(user)
    client.get(reverse("orders:list"))
    order.refresh_from_db()
    assert order.user is None


def test_a_link_to_an_order_that_joined_an_account_opens_it_no_more(client, order):
    link = address_of(order)
    join_orders(make_customer(), phone=order.phone)
    client.get(link)
    assert client.get(order.get_absolute_url()).status_code == 302


def test_an_order_joins_one_account_only(order):
    first, second = make_customer(), make_customer()
    assert join_orders(first, phone=order.phone) == 1
    assert join_orders(second, phone=order.phone, email=order.email) == 0
    assert Order.objects.get().user == first


def test_a_joined_purchase_is_a_purchase():
    cash_order()
    user = make_customer()
    join_orders(user, phone="+919876543210")
    user.refresh_from_db()
    assert user.first_bought_at is not None


# --- The list ---------------------------------------------------------------------------------


def test_a_guest_sees_the_orders_they_hold_links_to_and_how_to_find_others(client, order):
    client.get(address_of(order))
    page = text_of(client.get(reverse("orders:list")))
    assert order.number in page
    assert "Send me the link" in page


def test_the_list_is_searched_by_number_and_by_piece(client):
    user = make_customer()
    client.force_login(user)
    mine, other = place_order(user=user), place_order(user=user)
    other.lines.update(name="Selvedge Jean")
    place_order().lines.update(name="Selvedge Jean")  # somebody else's
    by_number = client.get(reverse("orders:list"), {"q": mine.number[-5:].lower()})
    by_piece = client.get(reverse("orders:list"), {"q": "selvedge"})
    assert [o.pk for o in by_number.context["page"]] == [mine.pk]
    assert [o.pk for o in by_piece.context["page"]] == [other.pk]


@pytest.mark.parametrize(
    ("kind", "found"), [("", 2), ("open", 1), ("delivered", 0), ("returned", 0), ("odd", 2)]
)
def test_the_list_is_narrowed_by_where_orders_stand(client, kind, found):
    user = make_customer()
    client.force_login(user)
    place_order(user=user)
    paid_order(user=user)
    response = client.get(reverse("orders:list"), {"kind": kind})
    assert len(response.context["page"]) == found


def test_the_list_keeps_its_words_from_page_to_page(client):
    user = make_customer()
    client.force_login(user)
    for _ in range(11):
        place_order(user=user, key=uuid4().hex)
    page = text_of(client.get(reverse("orders:list"), {"q": "bagru"}))
    assert "?q=bagru&amp;page=2" in page

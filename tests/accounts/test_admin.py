"""Promises of accounts/admin.py: who may touch whom, and messages shown, not leaked."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Message, MessageStatus, User
from accounts.outbox import send
from tests.factories import make_address, make_customer, make_staff, paid_order

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


@pytest.fixture
def keeper(client):
    """Staff who may change people and messages, but is no superuser."""
    staff = make_staff(full_name="Keeper")
    codes = ["view_user", "change_user", "view_message", "change_message", "change_group"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(staff)
    return client


def page(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def resend(client, message):
    url = reverse("admin:accounts_message_move", args=[message.pk, "resend"])
    return client.post(url, follow=True)


def posted(user, **changes):
    return {
        "full_name": user.full_name,
        "email": user.email or "",
        "phone": user.phone or "",
        "is_active": "on",
        "addresses-TOTAL_FORMS": "0",
        "addresses-INITIAL_FORMS": "0",
        **changes,
    }


# --- People -------------------------------------------------------------------------------


def test_staff_sign_in_with_email_and_password(client):
    make_staff(email="meera@example.in", password=PASSWORD)
    entered = {"username": "meera@example.in", "password": PASSWORD}
    response = client.post(reverse("admin:login"), entered)
    assert response.status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_customer_with_a_password_is_not_let_in(client):
    make_customer(email="asha@example.in", password=PASSWORD)
    entered = {"username": "asha@example.in", "password": PASSWORD}
    assert client.post(reverse("admin:login"), entered).status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_new_member_of_staff_is_made_with_a_password_that_is_hashed(owner):
    typed = {
        "email": "New@Example.in",
        "full_name": "New Hand",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "addresses-TOTAL_FORMS": "0",
        "addresses-INITIAL_FORMS": "0",
    }
    assert owner.post(reverse("admin:accounts_user_add"), typed).status_code == 302
    made = User.objects.get(email="new@example.in")
    assert made.check_password(PASSWORD)
    assert PASSWORD not in owner.get(page(made)).content.decode()


def test_a_keeper_corrects_a_customer(keeper):
    customer = make_customer()
    assert keeper.post(page(customer), posted(customer, phone="98765 43210")).status_code == 302
    customer.refresh_from_db()
    assert customer.phone == "+919876543210"


def test_a_phone_number_that_is_none_is_refused(keeper):
    customer = make_customer()
    response = keeper.post(page(customer), posted(customer, phone="12"))
    assert list(response.context["adminform"].form.errors) == ["phone"]


def test_a_keeper_gives_nobody_powers(keeper):
    customer = make_customer()
    keeper.post(page(customer), posted(customer, is_staff="on", is_superuser="on"))
    customer.refresh_from_db()
    assert (customer.is_staff, customer.is_superuser) == (False, False)


@pytest.mark.parametrize("name", ["change", "password"])
def test_a_keeper_touches_no_one_who_has_powers(keeper, name):
    boss = make_staff(is_superuser=True, password=PASSWORD)
    url = {
        "change": page(boss),
        "password": reverse("admin:auth_user_password_change", args=[boss.pk]),
    }
    typed = posted(boss, password1="another-long-one", password2="another-long-one")
    assert keeper.post(url[name], typed).status_code == 403
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


def test_only_a_superuser_changes_roles(keeper):
    role = Group.objects.create(name="Packers")
    assert (
        keeper.post(reverse("admin:auth_group_change", args=[role.pk]), {"name": "All"}).status_code
        == 403
    )


def test_a_superuser_gives_powers(owner):
    customer = make_customer()
    owner.post(page(customer), posted(customer, is_staff="on"))
    customer.refresh_from_db()
    assert customer.is_staff


def test_nobody_is_deleted_by_hand(owner):
    customer = make_customer()
    assert owner.post(page(customer, "delete"), {"post": "yes"}).status_code == 403


def test_a_customers_page_shows_their_addresses(owner):
    customer = make_customer()
    make_address(customer, house="77, Tank Bund")
    assert "77, Tank Bund" in owner.get(page(customer)).content.decode()


# --- Messages -----------------------------------------------------------------------------


def sent_message():
    paid_order()
    message = Message.objects.get(channel="email")
    send(str(message.pk))
    message.refresh_from_db()
    return message


def secret(**columns):
    return Message.objects.create(
        key="code:1",
        channel="email",
        template="accounts/emails/code.html",
        recipient="asha@example.in",
        is_secret=True,
        **columns,
    )


def test_a_message_is_shown_as_it_reads_in_a_frame_that_runs_nothing(owner):
    text = owner.get(page(sent_message())).content.decode()
    assert 'sandbox=""' in text
    assert "srcdoc=" in text


def test_what_a_customer_calls_themselves_runs_nowhere_in_the_preview(owner):
    message = sent_message()
    message.context["name"] = "<script>alert(1)</script>"
    message.save(update_fields=["context"])
    text = owner.get(page(message)).content.decode()
    assert "alert(1)" in text
    assert "<script>alert(1)" not in text
    assert text.count("<html") == 1  # the e-mail's own is inside an attribute, escaped


def test_a_sent_message_is_sent_again(keeper, django_capture_on_commit_callbacks):
    message = sent_message()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        resend(keeper, message)
    message.refresh_from_db()
    assert (message.status, len(mail.outbox)) == (MessageStatus.SENT, 1)


def test_a_sign_in_code_is_never_shown_to_staff(owner):
    message = secret(context={"code": "428913"})
    assert "428913" not in owner.get(page(message)).content.decode()


def test_a_sign_in_code_is_never_sent_again(owner):
    message = secret(status=MessageStatus.SENT)
    response = resend(owner, message)
    assert "never sent twice" in next(str(said) for said in response.context["messages"])
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_a_message_whose_template_is_gone_still_has_a_page(owner):
    message = secret(context={})
    Message.objects.filter(pk=message.pk).update(is_secret=False, template="gone.html")
    assert "It cannot be written" in owner.get(page(message)).content.decode()


def test_messages_are_never_added_or_deleted(owner):
    message = secret()
    assert owner.get(reverse("admin:accounts_message_add")).status_code == 403
    assert owner.post(page(message, "delete"), {"post": "yes"}).status_code == 403


# --- Lists --------------------------------------------------------------------------------


def queries_of(client, name):
    client.get(reverse(name))  # what is cached once is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "name", ["admin:accounts_user_changelist", "admin:accounts_message_changelist"]
)
def test_a_list_asks_the_same_few_questions_for_3_rows_and_for_12(owner, name):
    buy(3)
    few = queries_of(owner, name)
    buy(9)
    assert queries_of(owner, name) == few <= 12


def buy(times):
    for _ in range(times):
        paid_order()


def test_a_status_reads_as_words_on_its_page(owner):
    text = owner.get(page(sent_message())).content.decode()
    assert "&#x27;sent&#x27;" not in text
    assert "Sent" in text

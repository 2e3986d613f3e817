"""Promises of accounts/admin.py: who may touch whom, and messages shown, not leaked."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from accounts.kinds import KINDS
from accounts.models import Message, MessageStatus, User
from accounts.outbox import send
from tests.factories import make_address, make_customer, make_staff, packed_order, paid_order

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"
CONFIRMED = "orders/emails/confirmed.html"


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
    message = Message.objects.get(channel="email", template=CONFIRMED)
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


def frame_of(message):
    return reverse("admin:accounts_message_mail", args=[message.pk])


def test_a_message_is_shown_as_it_reads_in_a_frame_that_runs_nothing(owner):
    message = sent_message()
    text = owner.get(page(message)).content.decode()
    assert f'sandbox src="{frame_of(message)}"' in text
    framed = owner.get(frame_of(message))
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src 'self' ")
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Your order is confirmed" in framed.content.decode()


def test_a_mail_that_was_sent_is_shown_in_the_words_it_was_sent_in(owner):
    """Whatever became of its template since."""
    message = sent_message()
    sent = mail.outbox[-1].alternatives[0].content
    Message.objects.filter(pk=message.pk).update(context={}, template="gone.html")
    assert owner.get(frame_of(message)).content.decode() == sent
    assert "The words as they left." in owner.get(page(message)).content.decode()


def test_what_a_customer_calls_themselves_runs_nowhere_in_the_preview(owner):
    message = sent_message()
    message.context["first_name"] = "<script>alert(1)</script>"
    Message.objects.filter(pk=message.pk).update(context=message.context, sent_as=None)
    for url in (page(message), frame_of(message)):
        assert "<script>alert(1)" not in owner.get(url).content.decode()
    text = owner.get(page(message)).content.decode()
    assert "alert(1)" in text
    assert text.count("<html") == 1  # the e-mail's own is in its frame


def test_only_who_may_see_messages_sees_their_frames(client):
    message = sent_message()
    client.force_login(make_staff())
    assert client.get(frame_of(message)).status_code == 403
    assert client.get(reverse("admin:accounts_message_kinds")).status_code == 403
    assert (
        client.get(f"{reverse('admin:accounts_message_sample')}?kind={CONFIRMED}").status_code
        == 403
    )


def test_a_sign_in_code_and_an_sms_have_no_frame(owner):
    sign_in = secret(context={"code": "428913"})
    sms = Message.objects.create(key="s", channel="sms", template=CONFIRMED, recipient="+91")
    assert [owner.get(frame_of(row)).status_code for row in (sign_in, sms)] == [404, 404]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("template=orders/emails/confirmed.html", {"confirmed"}),
        ("status__exact=unsent&channel__exact=sms", {"confirmed", "packed"}),
        ("status__exact=withdrawn", {"placed"}),
        ("q=asha@", {"confirmed", "packed", "placed"}),
        ("q=VA-22222-22222", set()),
    ],
)
def test_the_log_is_narrowed_by_kind_status_channel_and_whom(owner, query, found):
    packed_order()
    rows = owner.get(f"{reverse('admin:accounts_message_changelist')}?{query}").context["cl"]
    names = {row.template.removeprefix("orders/emails/")[:-5] for row in rows.result_list}
    assert names == found


def test_the_log_of_one_order_is_found_by_its_number(owner):
    order, _ = paid_order(), paid_order()
    rows = owner.get(f"{reverse('admin:accounts_message_changelist')}?q={order.number}").context[
        "cl"
    ]
    assert {row.about for row in rows.result_list} == {order.number}
    assert len(rows.result_list) == 4


def test_sending_again_says_first_what_it_does(keeper):
    message = sent_message()
    asked = keeper.get(reverse("admin:accounts_message_move", args=[message.pk, "resend"]))
    assert "They get it a second time, word for word" in asked.content.decode()
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_who_may_only_look_sends_nothing_again(client):
    message = sent_message()
    staff = make_staff()
    staff.user_permissions.set(Permission.objects.filter(codename="view_message"))
    client.force_login(staff)
    assert client.get(page(message)).status_code == 200
    assert resend(client, message).status_code == 403


def test_what_needs_attention_is_tried_again_from_the_list(
    keeper, django_capture_on_commit_callbacks
):
    """CEL-3."""
    message = sent_message()
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.NEEDS_ATTENTION, sent_as=None)
    mail.outbox.clear()
    chosen = {"action": "try_again", "_selected_action": [str(message.pk)]}
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(reverse("admin:accounts_message_changelist"), chosen)
    message.refresh_from_db()
    assert (message.status, len(mail.outbox)) == (MessageStatus.SENT, 1)


def test_a_sent_message_is_sent_again(keeper, django_capture_on_commit_callbacks):
    message = sent_message()
    first = mail.outbox.pop()
    with django_capture_on_commit_callbacks(execute=True):
        resend(keeper, message)
    message.refresh_from_db()
    (again,) = mail.outbox
    assert message.status == MessageStatus.SENT
    assert (
        again.message().as_string().split("Date:")[0].split("boundary")[0]
        == (first.message().as_string().split("Date:")[0].split("boundary")[0])
    )
    assert (again.body, again.extra_headers) == (first.body, first.extra_headers)


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


# --- Kinds ------------------------------------------------------------------------------


@pytest.mark.parametrize("template", sorted(KINDS))
def test_every_kind_of_message_can_be_looked_at(owner, template):
    shown = owner.get(f"{reverse('admin:accounts_message_kinds')}?kind={template}")
    assert escape(KINDS[template].title) in shown.content.decode()
    assert shown.context["subject"]
    framed = owner.get(f"{reverse('admin:accounts_message_sample')}?kind={template}")
    assert framed.status_code == 200
    assert Message.objects.count() == 0


def test_every_template_of_a_message_is_a_known_kind():
    """Else the log could not name it, nor anybody look at it."""
    root = Path(settings.BASE_DIR) / "templates"
    written = {path.relative_to(root).as_posix() for path in root.glob("*/emails/*.html")}
    frames = {"accounts/emails/frame.html", "orders/emails/details.html"}
    assert written - frames == set(KINDS)


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

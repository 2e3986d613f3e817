"""Promises of the security page: ways in, second steps, devices, and what ends them."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from channels.layers import get_channel_layer
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message, SignIn
from accounts.sign_ins import end_everywhere
from accounts.sockets import session_group
from tests.factories import make_customer

pytestmark = pytest.mark.django_db(transaction=True)

ASK, CONFIRM = reverse("account_login"), reverse("account_confirm_login_code")
SECURITY, AGAIN = reverse("accounts:security"), reverse("account_reauthenticate")
ADD, SECOND = reverse("mfa_activate_totp"), reverse("mfa_authenticate")
WORDS = "three brown looms"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def signed_in(user, **more):
    """A browser in which this person entered a code just now."""
    client = Client(**more)
    client.post(ASK, {"identifier": user.email})
    client.post(CONFIRM, {"code": mailed_code()})
    return client


def mailed_code():
    codes = [re.search(r"\b\d{6}\b", sent.subject) for sent in mail.outbox]
    return [code[0] for code in codes if code][-1]


def app_code(secret, *, later=0):
    """What the app shows now, or so many half minutes later."""
    counters = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(counters)) + later))


def with_app(user):
    """A browser whose owner just added an authenticator app; its secret."""
    client = signed_in(user)
    page = client.get(ADD).content.decode()
    secret = re.search(r'class="key">([^<]+)', page)[1].replace(" ", "")
    client.post(ADD, {"code": app_code(secret)})
    return client, secret


@pytest.fixture
def asha():
    return make_customer(email="asha@example.in")


# --- The second step ----------------------------------------------------------------------------


def test_an_app_is_added_by_its_first_code_and_recovery_codes_are_shown(asha):
    client, _ = with_app(asha)
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", shown)) == 10
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_a_wrong_first_code_adds_nothing(asha):
    client = signed_in(asha)
    client.get(ADD)
    assert client.post(ADD, {"code": "000000"}).status_code == 422
    assert Authenticator.objects.count() == 0


def test_secrets_do_not_rest_in_plain_text(asha):
    _, secret = with_app(asha)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_secrets_survive_a_change_of_the_secret_key(asha, settings):
    """SEC-16: SECRET_KEY_FALLBACKS."""
    _, secret = with_app(asha)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-tests-that-is-long-enough-to-be-one"
    again = signed_in(asha)
    again.post(SECOND, {"code": app_code(secret, later=1)})
    assert "_auth_user_id" in again.session


def test_with_an_app_a_code_is_only_the_first_step(asha):
    _, secret = with_app(asha)
    client = signed_in(asha)
    assert "_auth_user_id" not in client.session
    assert client.post(SECOND, {"code": "000000"}).status_code == 422
    client.post(SECOND, {"code": app_code(secret, later=1)})
    assert "_auth_user_id" in client.session


def test_a_recovery_code_opens_once(asha):
    client, _ = with_app(asha)
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"<code>(\d{4} \d{4})</code>", shown)[1].replace(" ", "")
    first, second = signed_in(asha), signed_in(asha)
    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})
    assert ("_auth_user_id" in first.session, "_auth_user_id" in second.session) == (True, False)


def test_guessing_second_steps_is_stopped(asha):
    _, secret = with_app(asha)
    client = signed_in(asha)
    [client.post(SECOND, {"code": f"{n:06d}"}) for n in range(6)]
    client.post(SECOND, {"code": app_code(secret, later=1)})
    assert "_auth_user_id" not in client.session


def test_the_owner_is_told_of_every_change(asha):
    client, _ = with_app(asha)
    client.post(reverse("mfa_deactivate_totp"))
    told = Message.objects.filter(template="accounts/emails/changed.html").order_by("created_at")
    assert [message.context["what"] for message in told] == [
        "An authenticator app was added to your account",
        "The authenticator app was removed from your account",
    ]


# --- Is it still you? ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["accounts:password", "mfa_activate_totp"])
def test_what_matters_is_asked_for_again_after_a_quarter_of_an_hour(asha, name):
    client = signed_in(asha)
    assert client.get(reverse(name)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = client.get(reverse(name))
        assert page["Location"] == f"{AGAIN}?next={reverse(name).replace('/', '%2F')}"
        client.post(AGAIN, {"action": "send"})
        back = client.post(AGAIN, {"code": mailed_code(), "next": reverse(name)})
        assert back["Location"] == reverse(name)
        assert client.get(reverse(name)).status_code == 200


def test_a_wrong_code_proves_nothing(asha):
    client = signed_in(asha)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(AGAIN, {"action": "send"})
        wrong = f"{(int(mailed_code()) + 1) % 10**6:06d}"
        assert client.post(AGAIN, {"code": wrong}).status_code == 422
        assert client.get(reverse("accounts:password")).status_code == 302


def test_who_has_an_app_proves_it_by_the_app_alone(asha):
    client, secret = with_app(asha)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        sent = len(mail.outbox)
        client.post(AGAIN, {"action": "send"})
        assert len(mail.outbox) == sent
        assert client.post(AGAIN, {"code": app_code(secret)}).status_code == 302
        assert client.get(reverse("accounts:password")).status_code == 200


# --- Passwords, devices, sessions ---------------------------------------------------------------


def test_a_new_password_signs_out_every_other_device_and_stays_here(asha):
    """AUTH-10."""
    here, there = signed_in(asha), signed_in(asha)
    here.post(reverse("accounts:password"), {"password": WORDS})
    assert here.get(SECURITY).status_code == 200
    assert there.get(SECURITY).status_code == 302
    asha.refresh_from_db()
    assert asha.check_password(WORDS)


def test_a_weak_password_is_refused_beside_its_field(asha):
    client = signed_in(asha)
    answer = client.post(reverse("accounts:password"), {"password": "password1234"})
    assert answer.status_code == 422
    assert "among the first to be guessed" in answer.content.decode()


def test_devices_are_named_with_place_and_time(asha):
    signed_in(asha, HTTP_USER_AGENT=ANDROID, REMOTE_ADDR="203.0.113.9")
    page = signed_in(asha).get(SECURITY).content.decode()
    assert "Chrome on Android" in page
    assert "203.0.113.9" in page


def test_one_device_is_signed_out_and_its_sockets_close(asha):
    """AUTH-10."""
    here, there = signed_in(asha), signed_in(asha)
    key = there.session.session_key
    layer, channel = get_channel_layer(), "test.socket"
    _now(layer.group_add, session_group(key), channel)
    row = SignIn.objects.get(session_key=key)
    here.post(reverse("accounts:end_one", args=[row.pk]))
    assert there.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == 200
    assert _now(layer.receive, channel) == {"type": "session.ended"}


def _now(call, *args):
    from asgiref.sync import async_to_sync

    return async_to_sync(call)(*args)


def test_nobody_signs_somebody_else_out(asha):
    """SEC-5."""
    ravi = make_customer(email="ravi@example.in")
    theirs = signed_in(asha)
    row = SignIn.objects.get(user=asha)
    assert signed_in(ravi).post(reverse("accounts:end_one", args=[row.pk])).status_code == 404
    assert theirs.get(SECURITY).status_code == 200


def test_everywhere_means_sessions_nobody_listed_as_well(asha):
    """AUTH-10."""
    here, unlisted = signed_in(asha), Client()
    unlisted.force_login(asha)
    here.post(reverse("accounts:end_all"))
    assert here.get(SECURITY).status_code == 200
    assert unlisted.get(SECURITY).status_code == 302


def test_a_session_that_was_ended_is_no_longer_listed(asha):
    here, there = signed_in(asha), signed_in(asha)
    there.post(reverse("account_logout"))
    rows = SignIn.objects.filter(user=asha, ended_at=None)
    assert [row.session_key for row in rows] == [here.session.session_key]


def test_who_is_switched_off_is_out_at_once(asha):
    """AUTH-10."""
    client = signed_in(asha)
    asha.is_active = False
    asha.save()
    assert client.get(SECURITY).status_code == 302


def test_ending_everything_ends_nothing_of_others(asha):
    ravi = make_customer(email="ravi@example.in")
    theirs = signed_in(ravi)
    end_everywhere(asha)
    assert theirs.get(SECURITY).status_code == 200

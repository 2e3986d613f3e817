"""Promises of signing in with Google: the code flow end to end, and no trap prepared in advance."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_customer
from tests.factories.openid import CLIENT_ID, CLIENT_SECRET, running_google

pytestmark = pytest.mark.django_db(transaction=True)

START = reverse("google_login")


@pytest.fixture
def google(monkeypatch, settings):
    """A Google that answers on this machine, and a shop that knows it."""
    with running_google() as google:
        monkeypatch.setattr(GoogleOAuth2Adapter, "authorize_url", f"{google.address}/auth")
        monkeypatch.setattr(GoogleOAuth2Adapter, "access_token_url", f"{google.address}/token")
        provider = {"APPS": [{"client_id": CLIENT_ID, "secret": CLIENT_SECRET}]}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "google": {**settings.SOCIALACCOUNT_PROVIDERS["google"], **provider}
        }
        google.person_is("asha@gmail.com")
        yield google


def to_google(client, **asked):
    """Pressed in the shop; where Google sends the browser back to."""
    pressed = client.post(START, asked)
    assert pressed.status_code == 302
    answered = requests.get(pressed["Location"], allow_redirects=False, timeout=5)
    return answered.headers["Location"].removeprefix("http://testserver")


def sign_in(client, **asked):
    return client.get(to_google(client, **asked))


def signed_in_as(client):
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_a_new_person_has_an_account_named_and_proven_by_google(client, google):
    """AUTH-7."""
    assert sign_in(client, process="login", next="/bag/")["Location"] == "/bag/"
    user = signed_in_as(client)
    assert (user.email, user.full_name) == ("asha@gmail.com", "Asha Rao")
    assert user.email_verified_at is not None
    assert not user.has_usable_password()


def test_the_same_person_is_known_by_googles_id_whatever_the_mail_address_is(client, google):
    """AUTH-7: by `sub`, so a mail address that moved to somebody else moves no account."""
    sign_in(client)
    asha = signed_in_as(client)
    google.person_is("other@gmail.com", sub=google.person["sub"])
    again = Client()
    sign_in(again)
    assert signed_in_as(again) == asha
    assert User.objects.count() == 1


def test_who_signed_in_with_a_code_before_is_the_same_person(client, google, django_user_model):
    """One person, one account: Google runs the mailbox, and its owner proved it here."""
    from django.utils import timezone

    known = make_customer(
        email="asha@gmail.com", email_verified_at=timezone.now(), last_login=timezone.now()
    )
    sign_in(client)
    assert signed_in_as(client) == known


def test_somebody_who_took_the_address_in_advance_has_nothing_of_it(google):
    """AUTH-7: pre-registration. The attacker holds a session and a password of an account with the
    victim's address; the victim comes with Google, then with a code.
    """
    taken = make_customer(email="victim@gmail.com", password="a trap laid in advance")
    attacker, victim = Client(), Client()
    attacker.force_login(taken)
    google.person_is("victim@gmail.com")
    assert sign_in(victim)["Location"] == reverse("account_login")
    assert signed_in_as(victim) is None

    enter_by_code(victim, "victim@gmail.com")
    assert signed_in_as(victim) == taken
    assert attacker.get(reverse("accounts:home")).status_code == 302
    taken.refresh_from_db()
    assert not taken.has_usable_password()


def enter_by_code(client, email):
    import re

    from django.core import mail

    client.post(reverse("account_login"), {"identifier": email})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})


def test_an_account_nobody_has_entered_yet_is_the_mailbox_owners(client, google):
    """Typing somebody's address makes an account; Google's proof is worth as much as a code."""
    Client().post(reverse("account_login"), {"identifier": "asha@gmail.com"})
    shell = User.objects.get()
    sign_in(client)
    assert signed_in_as(client) == shell


def test_a_mailbox_google_does_not_run_is_not_enough_for_an_account_in_use(client, google):
    """Google's own advice: elsewhere an address may have changed hands since it was confirmed."""
    from django.utils import timezone

    make_customer(
        email="asha@example.in", email_verified_at=timezone.now(), last_login=timezone.now()
    )
    google.person_is("asha@example.in")
    sign_in(client)
    assert signed_in_as(client) is None
    assert SocialAccount.objects.count() == 0


def test_an_address_google_has_not_confirmed_opens_nothing(client, google):
    google.person_is("asha@gmail.com", verified=False)
    sign_in(client)
    assert signed_in_as(client) is None
    assert User.objects.count() == 0


def test_a_code_of_google_is_worth_nothing_in_another_browser(client, google):
    """State and PKCE: what one browser began no other finishes."""
    back = to_google(client)
    stranger = Client()
    stranger.get(back)
    assert signed_in_as(stranger) is None


def test_a_stolen_code_is_refused_without_the_verifier_it_was_begun_with(client, google):
    """PKCE: the attacker's own flow carries the victim's code; Google compares the challenge."""
    stolen = to_google(client).split("code=")[1].split("&")[0]
    attacker = Client()
    mine = to_google(attacker)
    own = mine.split("code=")[1].split("&")[0]
    attacker.get(mine.replace(own, stolen))
    assert signed_in_as(attacker) is None
    assert google.refused == [stolen]


def test_a_token_made_out_to_another_site_is_refused(client, google):
    google.person_is("asha@gmail.com", aud="another.apps.googleusercontent.com")
    sign_in(client)
    assert signed_in_as(client) is None


def test_a_token_of_another_issuer_is_refused(client, google):
    google.issuer = "https://evil.example"
    sign_in(client)
    assert signed_in_as(client) is None


def test_who_changes_their_mind_at_google_is_told_so(client, google):
    back = to_google(client)
    state = back.split("state=")[1]
    left = client.get(f"{back.split('?')[0]}?error=access_denied&state={state}", follow=True)
    assert "You are not signed in" in left.content.decode()


def test_a_google_that_is_away_costs_a_page_in_words(client, google, monkeypatch):
    back = to_google(client)
    monkeypatch.setattr(GoogleOAuth2Adapter, "access_token_url", "http://127.0.0.1:9/token")
    answer = client.get(back)
    assert "Signing in with Google did not work" in answer.content.decode()


def test_google_is_connected_and_disconnected_under_security(client, google):
    asha = make_customer(email="asha@example.in")
    enter_by_code(client, asha.email)
    assert sign_in(client, process="connect")["Location"] == reverse("accounts:security")
    assert SocialAccount.objects.get().user == asha
    client.post(reverse("accounts:disconnect_google"))
    assert SocialAccount.objects.count() == 0
    assert signed_in_as(client) == asha


def test_somebody_elses_google_account_is_not_moved(client, google):
    sign_in(Client())
    other = make_customer(email="other@example.in")
    enter_by_code(client, other.email)
    sign_in(client, process="connect")
    assert SocialAccount.objects.get().user.email == "asha@gmail.com"


def test_without_a_client_at_google_there_is_no_button(client):
    assert "Google" not in client.get(reverse("account_login")).content.decode()


def test_with_one_there_is(client, google):
    assert "Continue with Google" in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "\\\\evil.example"])
def test_google_never_leads_off_the_site(client, google, target):
    """SEC-11."""
    assert sign_in(client, process="login", next=target)["Location"] == reverse("accounts:home")

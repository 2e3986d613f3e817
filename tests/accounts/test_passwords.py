"""Promises of accounts/passwords.py: long, any signs, never a guess; and every session ends."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.passwords import is_guessable, set_password
from tests.factories import make_customer


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd-2024",
        "passwordpassword",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "iloveyou-iloveyou",
        "vastra123456",
        "Dragon Monkey 99",
        "zxcvbnm,./123",
    ],
)
def test_what_is_guessed_first_is_refused(password):
    """AUTH-14."""
    assert is_guessable(password)


@pytest.mark.parametrize(
    "password",
    [
        "three brown looms",
        "correct horse battery staple",
        "कपड़ा और धागा बहुत",
        "xK9#mQ2$vL5p",
        "चाय के साथ बिस्कुट",
        "my aunt keeps eleven goats",
    ],
)
def test_words_of_ones_own_are_not(password):
    """AUTH-14: no rule asks for digits, capitals or signs."""
    assert not is_guessable(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("x7kq2", "12 characters or more"),
        ("k" * 3 + "z9" * 63, "128 characters at most"),
        ("password1234", "among the first to be guessed"),
        ("asha.raokumar@example.in", "too similar"),
    ],
)
def test_a_weak_one_is_refused_in_words_and_changes_nothing(password, words):
    user = make_customer(email="asha.raokumar@example.in")
    with pytest.raises(ValidationError, match=words):
        set_password(user, password)
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.django_db
def test_sixty_four_characters_are_welcome_and_spaces_at_the_ends_count():
    """AUTH-14."""
    user = make_customer()
    set_password(user, " " + "loom and thread " * 4)
    assert user.check_password(" " + "loom and thread " * 4)
    assert not user.check_password(("loom and thread " * 4).strip())


@pytest.mark.django_db
def test_every_session_ends_when_the_password_changes():
    """AUTH-10."""
    user, client = make_customer(), Client()
    client.force_login(user)
    assert client.get(reverse("accounts:security")).status_code == 200
    set_password(user, "three brown looms")
    assert client.get(reverse("accounts:security")).status_code == 302

"""Promises of accounts/registration.py: one field, e-mail or mobile; one account for each."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.registration import Identifier, find_or_register, parse_identifier, parse_phone
from tests.factories import make_customer


@pytest.mark.parametrize(
    "written",
    [
        "9876543210",
        "98765 43210",
        "98765-43210",
        "+91 98765 43210",
        "+919876543210",
        "919876543210",
        "09876543210",
        "(+91) 98765.43210",
        "  9876543210 ",
    ],
)
def test_a_mobile_number_is_one_number_however_it_is_written(written):
    assert parse_identifier(written) == Identifier(phone="+919876543210")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "98765",
        "98765432100",
        "5876543210",
        "+1 9876543210",
        "+9198765432101",
        "९८७६५४३२१०",
        "9८७६५४३२१०",
        "98765x43210",
        "9876543210; DROP",
        "asha",
    ],
)
def test_what_is_no_indian_mobile_number_is_refused_in_words(written):
    with pytest.raises(ValidationError, match="Enter a 10-digit mobile number"):
        parse_phone(written)


@pytest.mark.parametrize("written", ["Asha@Example.IN", "  asha@example.in "])
def test_an_e_mail_address_is_one_address_however_it_is_written(written):
    assert parse_identifier(written) == Identifier(email="asha@example.in")


@pytest.mark.parametrize("written", ["@", "asha@", "@example.in", "a b@example.in", "a@b@c.in"])
def test_what_only_looks_like_an_e_mail_address_is_refused_in_words(written):
    with pytest.raises(ValidationError, match=r"Enter an e-mail address like asha@example\.in\."):
        parse_identifier(written)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_identifier_or_a_refusal(written):
    """F19."""
    try:
        identifier = parse_identifier(written)
    except ValidationError:
        identifier = Identifier(email="x")
    assert bool(identifier.email) != bool(identifier.phone)


@pytest.mark.django_db
def test_a_known_person_is_found_and_not_made_again():
    user = make_customer(email="Asha@Example.in")
    assert find_or_register(Identifier(email="asha@example.in")) == user
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["email", "phone"])
def test_a_new_person_gets_an_account_that_no_password_opens(column):
    user = find_or_register(Identifier(**{column: "+919876543210"}))
    assert getattr(user, column) == "+919876543210"
    assert not user.has_usable_password()
    assert (user.is_staff, user.is_superuser, user.phone_verified_at) == (False, False, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_new_person_twice_at_once_is_one_account(monkeypatch):
    """The other request is faster between our look and our writing."""
    rival = []

    def none_yet_then_one(**wanted):
        found = filter_users(**wanted)
        if not rival:
            rival.append(User.objects.create_user(**wanted))
            return User.objects.none()
        return found

    filter_users = User.objects.filter
    monkeypatch.setattr(User.objects, "filter", none_yet_then_one)
    assert find_or_register(Identifier(email="asha@example.in")) == rival[0]
    assert User.objects.count() == 1

"""Promises of accounts/forms.py: an address is Indian, complete, and written one way."""

import pytest

from accounts.forms import AddressForm
from accounts.models import Address
from accounts.places import INDIAN_STATES

ADDRESS = {
    "full_name": "Asha Rao",
    "phone": "98765 43210",
    "pin_code": "560001",
    "house": "12, Lake View",
    "street": "Church Street",
    "landmark": "",
    "city": "Bengaluru",
    "state": "KA",
}


def errors_of(**changes):
    return AddressForm({**ADDRESS, **changes}).errors


def test_a_complete_address_is_taken():
    assert errors_of() == {}


@pytest.mark.parametrize("written", ["98765 43210", "+91 98765-43210", "+91 (98765) 43210"])
def test_the_number_is_kept_as_it_is_dialled(written):
    form = AddressForm({**ADDRESS, "phone": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == "+919876543210"


@pytest.mark.parametrize("written", ["560001", "560 001", " 560001 "])
def test_a_pin_code_may_be_written_with_its_space(written):
    form = AddressForm({**ADDRESS, "pin_code": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["pin_code"] == "560001"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("5600", "Enter a 6-digit PIN code."),
        ("56000a", "Enter a 6-digit PIN code."),
        ("५६०००१", "Enter a 6-digit PIN code."),
        ("060001", "No PIN code in India starts with 0."),
        ("", "Enter your PIN code."),
    ],
)
def test_a_wrong_pin_code_is_refused_in_words(written, sentence):
    assert errors_of(pin_code=written) == {"pin_code": [sentence]}


def test_a_pin_code_of_a_million_digits_is_refused():
    assert list(errors_of(pin_code="1" * 1_000_000)) == ["pin_code"]


def test_a_wrong_number_is_refused_without_offering_an_e_mail_address():
    assert errors_of(phone="12345") == {"phone": ["Enter a 10-digit mobile number."]}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("full_name", "Enter your full name."),
        ("phone", "Enter your mobile number."),
        ("house", "Enter your flat, house, building."),
        ("street", "Enter your area, street, village."),
        ("city", "Enter your city or town."),
        ("state", "Choose your state."),
    ],
)
def test_what_is_missing_is_asked_for_by_name(name, sentence):
    assert errors_of(**{name: ""}) == {name: [sentence]}


@pytest.mark.parametrize("state", ["XX", "Karnataka", "ka"])
def test_a_state_that_does_not_exist_is_refused(state):
    assert list(errors_of(state=state)) == ["state"]


def test_every_state_and_union_territory_is_there_once():
    codes = [code for code, _ in INDIAN_STATES]
    assert (len(codes), len(set(codes))) == (36, 36)


@pytest.mark.parametrize("name", ["full_name", "house", "street", "landmark", "city"])
def test_a_line_longer_than_its_column_is_refused(name):
    assert list(errors_of(**{name: "x" * 1000})) == [name]


def test_whose_address_it_is_cannot_be_typed():
    """SEC-7: mass assignment."""
    assert set(AddressForm.Meta.fields) & {"user", "id", "is_default", "created_at"} == set()
    assert {field.name for field in Address._meta.fields} >= set(AddressForm.Meta.fields)

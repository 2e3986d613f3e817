"""The API of an account: who one is, and where one has things sent."""

from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from accounts import addresses
from accounts.addresses import keep_address
from accounts.callers import CallerRequest, customer_of, customers
from accounts.forms.addresses import SavedAddressForm
from accounts.keys import once_per_key
from accounts.models import Address, User
from accounts.problems import trouble_of
from accounts.shapes import AddressIn, Asked, words

account = Router(tags=["account"])


class Account(Schema):
    """Who is signed in."""

    id: UUID
    full_name: str = Field(..., examples=["Asha Rao"])
    email: str | None = Field(None, examples=["asha@example.in"])
    phone: str | None = Field(None, examples=["+919876543210"])
    is_staff: bool


class AccountIn(Asked):
    full_name: Annotated[str, words(120), Field(examples=["Asha Rao"])]


class AddressOut(Schema):
    """One address of the address book."""

    id: UUID
    full_name: str = Field(..., examples=["Asha Rao"])
    phone: str = Field(..., examples=["+919876543210"])
    pin_code: str = Field(..., examples=["560001"])
    house: str = Field(..., examples=["12, Lake View"])
    street: str = Field(..., examples=["Church Street"])
    landmark: str = ""
    city: str = Field(..., examples=["Bengaluru"])
    state: str = Field(..., examples=["KA"])
    is_default: bool


class Addresses(Schema):
    items: list[AddressOut]


@account.get("/account", response=Account, auth=customers)
def read_account(request: CallerRequest) -> User:
    """Who is signed in."""
    return customer_of(request)


@account.patch("/account", response=Account, auth=customers)
def change_account(request: CallerRequest, sent: AccountIn) -> User:
    """Change your name. E-mail and phone change by proving the new one, on the account pages."""
    user = customer_of(request)
    user.full_name = sent.full_name.strip()
    user.save(update_fields=["full_name"])
    return user


@account.get("/addresses", response=Addresses, auth=customers)
def list_addresses(request: CallerRequest) -> dict[str, list[Address]]:
    """The address book, the default first."""
    return {"items": list(customer_of(request).addresses.all())}


@account.post("/addresses", response={201: AddressOut}, auth=customers)
@once_per_key
def add_address(request: CallerRequest, sent: AddressIn) -> Status:
    """Put an address into the book."""
    return Status(201, keep_address(customer_of(request), _read(sent)))


@account.get("/addresses/{uuid:pk}", response=AddressOut, auth=customers)
def read_address(request: CallerRequest, pk: UUID) -> Address:
    return _own(request, pk)


@account.put("/addresses/{uuid:pk}", response=AddressOut, auth=customers)
def change_address(request: CallerRequest, pk: UUID, sent: AddressIn) -> Address:
    """Write it anew; orders that went there keep what they copied."""
    _own(request, pk)
    return keep_address(customer_of(request), _read(sent), pk=pk)


@account.delete("/addresses/{uuid:pk}", response={204: None}, auth=customers)
def remove_address(request: CallerRequest, pk: UUID) -> Status:
    addresses.remove_address(customer_of(request), _own(request, pk))
    return Status(204, None)


def _own(request: CallerRequest, pk: UUID) -> Address:
    return get_object_or_404(customer_of(request).addresses, pk=pk)


def _read(sent: AddressIn) -> dict[str, Any]:
    """By the form of the page."""
    form = SavedAddressForm(sent.model_dump())
    if not form.is_valid():
        raise trouble_of(form)
    return form.cleaned_data

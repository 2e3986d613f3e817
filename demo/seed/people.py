"""Who is in the demo shop: the three accounts of the visitor, and forty invented customers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import Address, User
from demo.catalogue.draw import draw
from demo.people import OWNER, SHOPPER, WAREHOUSE, Account

DOMAIN = "demo.vastra.example"  # .example reaches nobody, by RFC 2606
JOINED = timedelta(days=100)

FIRST_NAMES = (
    "Aarav", "Aditi", "Anil", "Anjali", "Arjun", "Bhavna", "Deepa", "Devika", "Farhan", "Gauri",
    "Harpreet", "Imran", "Ishaan", "Jaya", "Kabir", "Kavya", "Lakshmi", "Manoj", "Maya", "Nandini",
    "Neha", "Nikhil", "Pooja", "Pranav", "Priya", "Rahul", "Rekha", "Rohan", "Sahil", "Sana",
    "Sanjay", "Shalini", "Shreya", "Siddharth", "Sneha", "Sunita", "Tanvi", "Varun", "Vikram",
    "Zoya",
)  # fmt: skip
LAST_NAMES = (
    "Agarwal", "Banerjee", "Bhat", "Chauhan", "Das", "Deshpande", "D'Souza", "Fernandes", "Gill",
    "Gupta", "Hegde", "Joshi", "Kapoor", "Khan", "Kulkarni", "Mehta", "Mishra", "Nair", "Patel",
    "Pillai", "Rao", "Reddy", "Sharma", "Singh", "Thomas",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A city with the first three digits of its PIN codes."""

    city: str
    state: str
    pin: str


PLACES = (
    Place("Bengaluru", "KA", "560"), Place("Mumbai", "MH", "400"), Place("New Delhi", "DL", "110"),
    Place("Chennai", "TN", "600"), Place("Kolkata", "WB", "700"), Place("Hyderabad", "TS", "500"),
    Place("Pune", "MH", "411"), Place("Ahmedabad", "GJ", "380"), Place("Jaipur", "RJ", "302"),
    Place("Kochi", "KL", "682"), Place("Lucknow", "UP", "226"), Place("Guwahati", "AS", "781"),
    Place("Indore", "MP", "452"), Place("Panaji", "GA", "403"), Place("Chandigarh", "CH", "160"),
    Place("Mysuru", "KA", "570"),
)  # fmt: skip
STREETS = (
    "Lake View Road", "Temple Street", "Station Road", "Gandhi Marg", "Old Market Road",
    "Church Street", "College Road", "Garden Lane", "Mill Road", "Park Street",
)  # fmt: skip


@transaction.atomic
def welcome_people(*, now: datetime) -> None:
    """Write the accounts and customers that are not there yet."""
    known = set(User.objects.values_list("email", flat=True))
    phones = set(User.objects.values_list("phone", flat=True))
    for account in (SHOPPER, WAREHOUSE, OWNER):
        if account.email not in known:
            _welcome(account, now)
    customers = [_customer(name, now) for name in customer_names()]
    customers = [customer for customer in customers if customer.phone not in phones]
    User.objects.bulk_create(customers)
    Address.objects.bulk_create([_address(customer) for customer in customers])


def customer_names() -> list[str]:
    """Forty full names, no first name twice."""
    return [
        f"{first} {LAST_NAMES[draw(first, 'last name', sides=len(LAST_NAMES))]}"
        for first in FIRST_NAMES
    ]


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.').replace(chr(39), '')}@{DOMAIN}"


def _welcome(account: Account, now: datetime) -> None:
    user = User.objects.create_user(
        account.email,
        account.password or None,
        full_name=account.full_name,
        phone=account.phone or None,
        phone_verified_at=now - JOINED if account.phone else None,
        joined_at=now - JOINED,
        is_staff=account is not SHOPPER,
        is_superuser=account is OWNER,
    )
    if account is WAREHOUSE:
        user.groups.add(_warehouse())
    if account is SHOPPER:
        Address.objects.bulk_create(_ashas_addresses(user))


def _warehouse() -> Group:
    """Staff who pack, ship and inspect; prices and people are not theirs to change."""
    group = Group.objects.filter(name="Warehouse").first()
    if group is None:
        group = Group.objects.create(name="Warehouse")
        rights = Permission.objects.filter(content_type__app_label__in=["orders", "returns"])
        rights = rights.filter(codename__regex="^(view|change)_")
        seen = Permission.objects.filter(content_type__app_label="shop", codename__regex="^view_")
        group.permissions.add(*rights, *seen)
    return group


def _ashas_addresses(asha: User) -> list[Address]:
    home = {"full_name": asha.full_name, "phone": asha.phone, "city": "Bengaluru", "state": "KA"}
    return [
        Address(
            user=asha, house="14, Kaveri Apartments", street="3rd Cross, Malleswaram",
            landmark="Opposite the library", pin_code="560003", is_default=True, **home,
        ),
        Address(
            user=asha, house="2nd floor, Loom House", street="Residency Road",
            pin_code="560025", **home,
        ),
    ]  # fmt: skip


def _customer(name: str, now: datetime) -> User:
    number = FIRST_NAMES.index(name.split(maxsplit=1)[0])
    customer = User(
        # A few are known by their phone only, as many shoppers are.
        email=None if number % 13 == 5 else email_of(name),
        phone=f"+9190000001{number:02}",
        phone_verified_at=now - JOINED,
        full_name=name,
        joined_at=now - JOINED + timedelta(hours=number),
    )
    customer.set_unusable_password()
    return customer


def _address(customer: User) -> Address:
    def pick(what: str, sides: int) -> int:
        return draw(customer.full_name, what, sides=sides)

    place = PLACES[pick("place", len(PLACES))]
    return Address(
        user=customer,
        full_name=customer.full_name,
        phone=customer.phone or "",
        pin_code=f"{place.pin}{1 + pick('pin', 95):03}",
        house=f"{1 + pick('house', 120)}",
        street=STREETS[pick("street", len(STREETS))],
        city=place.city,
        state=place.state,
        is_default=True,
    )

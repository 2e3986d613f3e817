"""People and their addresses."""

from itertools import count
from typing import Any

from accounts.models import Address, User

_numbers = count(1)


def make_customer(**columns: Any) -> User:
    n = next(_numbers)
    named = {"email": f"customer{n}@example.in", "full_name": "Asha Rao"}
    return User.objects.create_user(**{**named, **columns})


def make_staff(**columns: Any) -> User:
    return make_customer(**{"full_name": "Store", "is_staff": True, **columns})


def make_address(user: User, **columns: Any) -> Address:
    written = {
        "full_name": "Asha Rao",
        "phone": "+919876543210",
        "pin_code": "560001",
        "house": "12, Lake View",
        "street": "Church Street",
        "city": "Bengaluru",
        "state": "KA",
    }
    return Address.objects.create(user=user, **{**written, **columns})

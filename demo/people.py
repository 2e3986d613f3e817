"""The three people a visitor of the demo may be, and how each signs in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account; no password means signing in with a code from the demo inbox."""

    role: str
    full_name: str
    email: str
    phone: str = ""
    password: str = ""
    first_page: str = "shop:home"


SHOPPER = Account("shopper", "Asha Menon", "asha@demo.vastra.example", phone="+919876543210")
WAREHOUSE = Account(
    "warehouse",
    "Ravi Kulkarni",
    "warehouse@demo.vastra.example",
    password="warehouse-demo",  # noqa: S106  printed for every visitor
    first_page="admin:index",
)
OWNER = Account(
    "owner",
    "Meera Iyer",
    "owner@demo.vastra.example",
    password="owner-demo",  # noqa: S106  likewise
    first_page="admin:index",
)
ACCOUNTS = {account.role: account for account in (SHOPPER, WAREHOUSE, OWNER)}

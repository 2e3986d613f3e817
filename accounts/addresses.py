"""The places a customer has things sent to: kept, made the usual one, removed, put back."""

from typing import Any
from uuid import UUID

from django.core import signing

from accounts.errors import NotUndone, Refusal
from accounts.models import Address, User
from accounts.transactions import durable_transaction

MOST = 20
UNDO_SECONDS = 3600
COLUMNS = (
    "full_name", "phone", "pin_code", "house", "street", "landmark", "city", "state",
)  # fmt: skip


class TooManyAddresses(Refusal):
    def __init__(self) -> None:
        super().__init__(f"{MOST} addresses are kept; remove one first.")


@durable_transaction
def keep_address(user: User, written: dict[str, Any], *, pk: UUID | None = None) -> Address:
    """Add this address, or change the one that is `pk`; the first is the usual one."""
    columns = {name: written[name] for name in COLUMNS}
    if pk is not None:
        address = user.addresses.get(pk=pk)
        user.addresses.filter(pk=pk).update(**columns)
        address.refresh_from_db()
        return address
    count = user.addresses.count()
    if count >= MOST:
        raise TooManyAddresses
    return Address.objects.create(user=user, is_default=count == 0, **columns)


@durable_transaction
def make_usual(user: User, address: Address) -> None:
    """Propose this one first from now on. Idempotent."""
    user.addresses.exclude(pk=address.pk).update(is_default=False)
    user.addresses.filter(pk=address.pk).update(is_default=True)


@durable_transaction
def remove_address(user: User, address: Address) -> str:
    """Forget it; the newest left is the usual one then. Returns what puts it back for an hour."""
    kept = {name: getattr(address, name) for name in COLUMNS}
    undo = signing.dumps({**kept, "user": str(user.pk)}, salt="accounts.addresses", compress=True)
    user.addresses.filter(pk=address.pk).delete()
    newest = user.addresses.order_by("-created_at").first()
    if address.is_default and newest is not None:
        user.addresses.filter(pk=newest.pk).update(is_default=True)
    return undo


def put_back(user: User, undo: str) -> Address:
    """Undo a removal; NotUndone when it is too old, forged, or somebody else's."""
    try:
        kept = signing.loads(undo, salt="accounts.addresses", max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise NotUndone from None
    if kept.pop("user") != str(user.pk):
        raise NotUndone
    same = user.addresses.filter(**kept).first()
    return same or keep_address(user, kept)

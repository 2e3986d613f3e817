"""What must be true after every experiment: our own books, and the gateway's beside them."""

from collections.abc import Iterator
from typing import Any

from orders.invariants import find_breaches
from orders.models import LedgerEntry
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground


def figures(ground: Ground) -> Iterator[Figure]:
    """How many rows do not add up, and how far our ledger is from the gateway's."""
    broken = [f"{code} {breach}" for code, found in find_breaches().items() for breach in found]
    yield Figure("books: breaches", len(broken), "", most=0, note="; ".join(broken)[:200])
    if ground.has_gateway:
        apart = list(differences(ground.gateway.ledger()))
        yield Figure("books: unlike the gateway's", len(apart), "", 0, note="; ".join(apart)[:200])


def differences(gateway: dict[str, Any]) -> Iterator[str]:
    """Where the gateway's ledger says something else than ours."""
    theirs = {p["id"]: p["amount"] for p in gateway["payments"] if p["captured"]}
    ours = {
        entry.key.removeprefix("capture:"): entry.amount_minor
        for entry in LedgerEntry.objects.filter(kind="capture")
    }
    yield from _unlike("captured", ours, theirs)
    theirs = {r["id"]: r["amount"] for r in gateway["refunds"] if r["status"] == "processed"}
    ours = {
        str(entry.refund.gateway_refund_id): -entry.amount_minor
        for entry in LedgerEntry.objects.filter(kind="refund").select_related("refund")
        if entry.refund is not None
    }
    yield from _unlike("refunded", ours, theirs)


def _unlike(what: str, ours: dict[str, int], theirs: dict[str, int]) -> Iterator[str]:
    for key in ours.keys() | theirs.keys():
        if ours.get(key) != theirs.get(key):
            yield f"{what} {key}: {ours.get(key)} here, {theirs.get(key)} there"

"""The rule that nothing leaves this machine while a transaction is open."""

from django.db import connections
from django.db.transaction import Atomic


class NetworkInsideTransaction(AssertionError):
    """A call to the outside was made inside `transaction.atomic`: a mistake of ours.

    A slow answer would hold locks, and a rollback could not undo what was sent.
    """


def refuse_inside_transaction(what: str) -> None:
    """Raises NetworkInsideTransaction if any database has an atomic block of ours open.

    The block Django's TestCase (and pytest-django's `db`) wraps around a whole test is not ours.
    """
    for connection in connections.all(initialized_only=True):
        if any(not _is_of_a_testcase(block) for block in connection.atomic_blocks):
            raise NetworkInsideTransaction(
                f"{what} was called inside a transaction on {connection.alias!r}. Commit first, "
                "then call, then record the outcome in a second transaction."
            )


def _is_of_a_testcase(block: Atomic) -> bool:
    return bool(getattr(block, "_from_testcase", False))  # Django's own mark

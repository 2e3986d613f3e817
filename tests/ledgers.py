"""The ledger in tests: SQLite empties its tables by DELETE after a test that commits."""

from django.db import connection


def let_it_be_emptied() -> None:
    """Without the trigger that refuses; `tests/orders/test_ledger.py` makes it again to try it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS ledger_never_deleted")

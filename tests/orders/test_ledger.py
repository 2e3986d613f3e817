"""Promises of the ledger: an entry is written once, whoever tries to change it, and how."""

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from orders.models import LedgerEntry
from tests.factories import paid_order

pytestmark = [pytest.mark.django_db, pytest.mark.engines("sqlite", "postgres")]
MIGRATION = import_module("orders.migrations.0009_append_only_ledger")


@pytest.fixture
def entry():
    order = paid_order()
    return LedgerEntry.objects.get(order=order)


@pytest.fixture
def delete_is_refused():
    """What the tests' own database is made without, since SQLite empties its tables by DELETE."""
    if connection.vendor == "sqlite":
        (statement,) = [one for one in MIGRATION.TRIGGERS["sqlite"] if "BEFORE DELETE" in one]
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.engines("sqlite", "postgres", "mongodb")
def test_an_entry_is_not_saved_again_nor_deleted(entry):
    """INV-11."""
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_the_database_itself_refuses_to_change_an_entry(entry):
    """INV-11: past the model, by a queryset or by hand; after every migration there is."""
    rows = LedgerEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        rows.update(amount_minor=1)
    assert rows.get().amount_minor == entry.amount_minor


def test_the_database_itself_refuses_to_delete_an_entry(entry, delete_is_refused):
    """INV-11."""
    rows = LedgerEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        rows._raw_delete(rows.db)
    assert rows.count() == 1

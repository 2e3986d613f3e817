"""MongoDB's errors in Django's words, so that callers catch the same classes on every engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, OperationalError
from pymongo.errors import BulkWriteError, ConnectionFailure, OperationFailure, PyMongoError

DUPLICATE_KEY = 11000


@contextmanager
def in_djangos_words() -> Iterator[None]:
    """Re-raise a PyMongo error as Django's.

    `OperationalError` is one that may pass when the transaction is run again (a write
    conflict, a lost connection), `IntegrityError` a taken unique key.
    """
    try:
        yield
    except PyMongoError as error:
        raise _translated(error) from error


def _translated(error: PyMongoError) -> DatabaseError:
    if DUPLICATE_KEY in _codes(error):
        return IntegrityError(str(error))
    is_transient = error.has_error_label("TransientTransactionError")
    if is_transient or isinstance(error, ConnectionFailure):
        return OperationalError(str(error))
    return DatabaseError(str(error))


def _codes(error: PyMongoError) -> set[int | None]:
    if isinstance(error, BulkWriteError):
        return {failure["code"] for failure in error.details.get("writeErrors", [])}
    return {error.code} if isinstance(error, OperationFailure) else set()

"""Promises of `accounts.transactions`: one transaction, run again when it met another."""

import sqlite3
import threading

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, QueryCanceled, SerializationFailure
from pymongo.errors import OperationFailure

from accounts import transactions
from accounts.transactions import durable_transaction, is_conflict


def caused_by(cause: Exception | None) -> OperationalError:
    error = OperationalError("two transactions met")
    error.__cause__ = cause
    return error


def conflict() -> OperationalError:
    return caused_by(DeadlockDetected())


def labelled(label: str) -> OperationFailure:
    return OperationFailure("write conflict", details={"errorLabels": [label]})


class Failing:
    """An operation that writes a row, then fails a number of times."""

    def __init__(self, times: int, error: Exception) -> None:
        self.times, self.error, self.calls = times, error, 0

    def __call__(self, name: str, *, suffix: str = "") -> Group:
        self.calls += 1
        group = Group.objects.create(name=name + suffix)
        if self.calls <= self.times:
            raise self.error
        return group


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions.time, "sleep", lambda seconds: None)


@pytest.mark.django_db(transaction=True)
def test_the_whole_operation_runs_again_after_a_conflict():
    operation = Failing(times=9, error=conflict())
    group = durable_transaction(operation)("pack", suffix="ers")
    assert (group.name, operation.calls) == ("packers", 10)
    assert Group.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_conflict_that_stays_is_raised_in_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 0.2)
    operation = Failing(times=1_000_000, error=conflict())
    with pytest.raises(OperationalError, match="two transactions met"):
        durable_transaction(operation)("packers")
    assert operation.calls > 1
    assert Group.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_no_new_try_once_patience_is_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", -1)
    operation = Failing(times=1, error=conflict())
    with pytest.raises(OperationalError):
        durable_transaction(operation)("packers")
    assert operation.calls == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "error",
    [OperationalError("the disk is full"), IntegrityError("taken"), ValueError("no")],
    ids=["operational", "integrity", "other"],
)
def test_any_other_error_is_raised_at_once(error: Exception):
    operation = Failing(times=1, error=error)
    with pytest.raises(type(error)):
        durable_transaction(operation)("packers")
    assert (operation.calls, Group.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_an_error_after_the_commit_does_not_repeat_the_operation():
    calls: list[str] = []

    @durable_transaction
    def operation() -> None:
        calls.append("ran")
        transaction.on_commit(ring)

    def ring() -> None:
        raise conflict()

    with pytest.raises(OperationalError):
        operation()
    assert calls == ["ran"]


@pytest.mark.django_db(transaction=True)
def test_inside_someones_block_it_is_refused():
    operation = Failing(times=0, error=conflict())
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        durable_transaction(operation)("packers")
    assert operation.calls == 0


@pytest.mark.django_db
def test_inside_the_transaction_of_a_test_it_runs():
    operation = Failing(times=0, error=conflict())
    assert durable_transaction(operation)("packers").name == "packers"


@pytest.mark.django_db
def test_inside_the_transaction_of_a_test_it_never_tries_again():
    operation = Failing(times=1, error=conflict())
    with pytest.raises(OperationalError):
        durable_transaction(operation)("packers")
    assert operation.calls == 1


@pytest.mark.engines("mongodb", "postgres")
@pytest.mark.django_db(transaction=True)
def test_two_real_transactions_that_meet_both_succeed(monkeypatch: pytest.MonkeyPatch):
    """Each holds the row the other wants: PostgreSQL ends one of them, MongoDB either."""
    rows = [Group.objects.create(name="1"), Group.objects.create(name="2")]
    both_hold_one = threading.Barrier(2, timeout=30)
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 30)  # on a busy machine, too

    @durable_transaction
    def mark(rows: list[Group], letter: str, tries: list[str]) -> None:
        for row in rows:
            row.refresh_from_db()
            Group.objects.filter(pk=row.pk).update(name=row.name + letter)
            if not tries:
                tries.append(letter)
                both_hold_one.wait()

    def run(rows: list[Group], letter: str) -> None:
        mark(rows, letter, [])
        connection.close()

    threads = [
        threading.Thread(target=run, args=(rows, "a")),
        threading.Thread(target=run, args=(rows[::-1], "b")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [set(name[1:]) for name in Group.objects.values_list("name", flat=True)] == [
        {"a", "b"},
        {"a", "b"},
    ]


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (SerializationFailure(), True),
        (DeadlockDetected(), True),
        (QueryCanceled(), False),
        (labelled("TransientTransactionError"), True),
        (labelled("UnknownTransactionCommitResult"), False),
        (None, False),
    ],
    ids=["serialization", "deadlock", "timeout", "mongodb-conflict", "mongodb-commit", "none"],
)
def test_conflicts_are_told_from_other_errors(cause: Exception | None, expected: bool):
    assert is_conflict(caused_by(cause)) is expected


def test_a_locked_sqlite_file_is_a_conflict(tmp_path):
    holder = sqlite3.connect(tmp_path / "shop.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    other = sqlite3.connect(tmp_path / "shop.sqlite3", timeout=0)
    with pytest.raises(sqlite3.OperationalError) as refusal:
        other.execute("BEGIN IMMEDIATE")
    assert is_conflict(caused_by(refusal.value))
    other.close()
    holder.close()

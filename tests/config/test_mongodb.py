"""Promises of `config.mongodb`: `transaction.atomic` is real on MongoDB."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Count
from django.db.transaction import TransactionManagementError
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

pytestmark = [pytest.mark.engines("mongodb"), pytest.mark.django_db(transaction=True)]


def names() -> list[str]:
    return sorted(Group.objects.values_list("name", flat=True))


def in_another_thread(action: Callable[[], object]) -> None:
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()


def test_a_block_that_fails_leaves_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Group.objects.create(name="packers")
        raise ZeroDivisionError
    assert names() == []


def test_a_block_is_seen_by_others_only_when_it_ends():
    seen: list[list[str]] = []
    with transaction.atomic():
        Group.objects.create(name="packers")
        in_another_thread(lambda: seen.append(names()))
        assert names() == ["packers"]
    assert (seen, names()) == ([[]], ["packers"])


def test_an_inner_block_commits_with_the_outer_one_only():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with transaction.atomic():
            Group.objects.create(name="packers")
        raise ZeroDivisionError
    assert names() == []


def test_on_commit_waits_for_the_commit_and_runs_outside_it():
    ran: list[bool] = []
    with transaction.atomic():
        transaction.on_commit(lambda: ran.append(connection.in_atomic_block))
        assert ran == []
    assert ran == [False]


def test_on_commit_never_runs_after_a_rollback():
    ran: list[bool] = []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        transaction.on_commit(lambda: ran.append(True))
        raise ZeroDivisionError
    assert ran == []


def test_a_durable_block_inside_another_is_refused():
    with (
        pytest.raises(RuntimeError, match="durable"),
        transaction.atomic(),
        transaction.atomic(durable=True),
    ):
        pass


def test_an_error_ends_the_whole_block():
    """There are no savepoints: going on would write rows that are then dropped in silence."""
    Group.objects.create(name="packers")
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.create(name="packers")
        with pytest.raises(TransactionManagementError):
            Group.objects.create(name="inspectors")
    assert names() == ["packers"]


def test_the_connection_works_again_after_an_error():
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(name="packers")
        Group.objects.create(name="packers")
    Group.objects.create(name="packers")
    assert names() == ["packers"]


def test_two_transactions_that_meet_end_in_an_operational_error():
    group = Group.objects.create(name="packers")
    Group.objects.create(name="inspectors")
    with pytest.raises(OperationalError) as refusal, transaction.atomic():
        names()  # the transaction sees the rows as they are now
        in_another_thread(lambda: Group.objects.filter(pk=group.pk).update(name="a"))
        Group.objects.filter(pk=group.pk).update(name="b")
    assert refusal.value.__cause__.has_error_label("TransientTransactionError")
    assert names() == ["a", "inspectors"]


def test_manual_transactions_start_again_after_commit_and_rollback():
    transaction.set_autocommit(False)
    try:
        Group.objects.create(name="kept")
        transaction.commit()
        Group.objects.create(name="dropped")
        transaction.rollback()
        Group.objects.create(name="dropped too")
        transaction.rollback()
    finally:
        transaction.set_autocommit(True)
    assert names() == ["kept"]
    assert connection.session is None


def test_a_guarded_update_counts_rows_inside_a_block():
    with transaction.atomic():
        Group.objects.create(name="packers")
        assert Group.objects.filter(name="packers").update(name="a") == 1
        assert Group.objects.filter(name="packers").update(name="b") == 0


class Recorder(CommandListener):
    """Every command the driver sends."""

    def __init__(self) -> None:
        self.sent: list[Mapping[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.sent.append(event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = {"event_listeners": [recorder]}
    connection.ensure_connection()
    yield recorder
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = {}


def test_every_query_of_a_block_belongs_to_its_transaction(recorder: Recorder):
    user = get_user_model().objects.create(email="asha@example.in")
    recorder.sent.clear()
    with transaction.atomic():
        group = Group.objects.create(name="packers")
        Group.objects.bulk_create([Group(name="a"), Group(name="b")])
        Group.objects.filter(name="a").update(name="c")
        Group.objects.filter(name="b").delete()
        Group.objects.get_or_create(name="d")
        Group.objects.aggregate(Count("pk"))
        list(Group.objects.order_by("name").iterator(chunk_size=1))
        user.groups.add(group)
        user.groups.filter(name="packers").exists()
        user.delete()
    *queries, last = recorder.sent
    outside = [command for command in queries if command.get("autocommit") is not False]
    assert outside == []
    assert {command["txnNumber"] for command in recorder.sent} == {last["txnNumber"]}
    assert "commitTransaction" in last

"""Promises of the worker's wiring: no task is lost, a poison task ends, nothing waits there."""

import ast

import pytest
from django.conf import settings

from config.celery import app
from tests.architecture.source import modules


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),  # a task is done when it is done, not when it was taken
        ("task_reject_on_worker_lost", True),
        ("task_retry_on_worker_lost", True),  # or a task that kills its worker comes for ever
        ("task_default_retry_delay", 5),
        ("worker_prefetch_multiplier", 1),
        ("task_soft_time_limit", 45),
        ("task_time_limit", 60),
        ("worker_soft_shutdown_timeout", 30),
        ("task_ignore_result", True),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
    ],
)
def test_the_worker_is_set_as_the_measurements_ask(name, value):
    """CEL-1."""
    assert app.conf[name] == value


def test_the_broker_is_given_up_on_in_seconds_and_gives_a_lost_task_again():
    """CEL-1, CEL-6: visible again after three time limits at least, so none runs twice."""
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] >= 3 * app.conf.task_time_limit
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (10, 1)
    assert options["socket_timeout"] <= 5
    assert options["socket_connect_timeout"] <= 2
    assert app.conf.task_publish_retry_policy["max_retries"] == 1


def test_no_job_may_outlast_its_turn_or_be_rung_into_the_next():
    """CEL-5."""
    jobs = settings.CELERY_BEAT_SCHEDULE.values()
    assert [job for job in jobs if job["options"]["expires"] >= job["schedule"]] == []


def test_long_waits_are_rows_not_tasks_in_the_broker():
    """CEL-1: what waits longer than the broker's patience would be run again and again."""
    waiting = [path for path, tree in modules().items() if sets_a_countdown(tree)]
    assert waiting == []


def sets_a_countdown(tree):
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    words = {word.arg for call in calls for word in call.keywords}
    names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    return bool({"countdown", "eta"} & words) or "apply_async" in names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("task.apply_async(args, countdown=600)", True),
        ("task.retry(countdown=5)", True),
        ("task.delay(pk)", False),
    ],
)
def test_a_countdown_is_recognised(line, expected):
    assert sets_a_countdown(ast.parse(line)) is expected

"""Promises of `tests.servers`: the servers are real, and other processes can share them."""

import os
import subprocess
import sys

import pytest
import redis
from django.contrib.auth.models import Group

from tests.architecture.source import ROOT

COUNT_GROUPS = "from django.contrib.auth.models import Group; print(Group.objects.count())"


@pytest.mark.engines("sqlite", "postgres", "mongodb")
def test_another_process_sees_the_rows_of_a_test(database_url: str):
    Group.objects.create(name="packers")
    counted = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", COUNT_GROUPS],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert counted.stdout == "1\n"


def test_redis_keeps_what_it_is_given(redis_url: str):
    with redis.from_url(redis_url) as client:
        client.set("vastra:test", "kurta", ex=60)
        assert client.get("vastra:test") == b"kurta"

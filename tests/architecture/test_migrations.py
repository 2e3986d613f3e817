"""Migrations are complete, for the SQL databases and for MongoDB."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

# Choose the settings of each kind; no server answers there and none is needed.
KINDS = {
    "sql": "sqlite:////nowhere/vastra.sqlite3",
    "mongodb": "mongodb://127.0.0.1:1/vastra?serverSelectionTimeoutMS=1",
}


@pytest.mark.parametrize("url", KINDS.values(), ids=KINDS.keys())
def test_nothing_is_left_to_migrate(url: str):
    checked = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.stdout + checked.stderr, checked.returncode) == ("No changes detected\n", 0)

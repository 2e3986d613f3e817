"""Promises of scripts/deploy.py, kept against a stand-in `docker` and a small proxy over TLS."""

import base64
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from config.env import BASE_DIR, FOR_DOCKER, VARIABLES
from scripts import deploy

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

# Writes down what it was asked, and does what docker.json beside it says.
STAND_IN = """#!{python} -SIE
import json, os, sys
from pathlib import Path
here = Path(__file__).parent
words = sys.argv[1:]
with (here / "calls").open("a") as file:
    file.write(os.environ.get("RELEASE", "") + " " + " ".join(words) + chr(10))
plan = json.loads((here / "plan.json").read_text())
for beginning, (code, out) in plan.items():
    if " ".join(words).startswith(beginning):
        sys.stdout.write(out)
        sys.exit(code)
"""


@dataclass
class Proxy:
    """What answers at the shop's address, as it was told to."""

    port: int
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    opens_sockets: bool = True


@dataclass
class Place:
    """A folder with compose file, .env and docker, as on an operator's machine."""

    folder: Path
    proxy: Proxy
    plan: dict[str, list[Any]] = field(default_factory=dict)

    def deploy(self, *words: str) -> tuple[int, str]:
        (self.folder / "bin" / "plan.json").write_text(json.dumps(self.plan))
        environment = {"PATH": f"{self.folder / 'bin'}", "HOME": str(self.folder)}
        done = subprocess.run(
            [sys.executable, str(self.folder / "scripts" / "deploy.py"), "--seconds", "1", *words],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    @property
    def calls(self) -> list[str]:
        file = self.folder / "bin" / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def called(self, beginning: str) -> list[str]:
        """The releases this was asked for."""
        pairs = [call.partition(" ") for call in self.calls]
        return [release for release, _, words in pairs if words.startswith(beginning)]


def healthy(**others: str) -> list[Any]:
    names = ("redis", "mongodb", "worker", "beat", "live", "web", "proxy")
    rows = [{"Service": n, "State": "running", "Health": others.get(n, "healthy")} for n in names]
    return [0, "\n".join(map(json.dumps, rows))]


@pytest.fixture
def place(tmp_path: Path, proxy: Proxy) -> Place:
    for name in ("scripts", "bin"):
        (tmp_path / name).mkdir()
    for name in ("scripts/deploy.py", ".env.example"):
        (tmp_path / name).write_text((BASE_DIR / name).read_text(encoding="utf-8"))
    (tmp_path / ".env").write_text(
        "SITE_ADDRESS=localhost\nSITE_URL=https://localhost\n# a remark\n"
        f'DATABASE_URL="mongodb://v:p@mongodb/vastra?replicaSet=rs0"\nHTTPS_PORT={proxy.port}\n'
    )
    docker = tmp_path / "bin" / "docker"
    docker.write_text(STAND_IN.format(python=sys.executable))
    docker.chmod(0o755)
    proxy.pages = {"/health/ready": (200, "{}"), "/": (200, "<html>The shop</html>")}
    plan = {
        "compose version": [0, "2.29.1\n"],
        "compose ps": healthy(),
        "compose logs": [0, "web-1 | the last words of a service\n"],
        "compose run --rm --no-deps -T web": [0, "50 variables, nothing wrong with them\n"],
    }
    return Place(tmp_path, proxy, plan)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made here for localhost, and believed by nobody."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        [x509.NameAttribute(NameOID.COMMON_NAME, "localhost")],
    )
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(name)).issuer_name(x509.Name(name)).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    as_pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(as_pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(as_pem)
    )
    return file


@pytest.fixture
def proxy(certificate: Path) -> Iterator[Proxy]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = Proxy(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as visitor:
                        visitor.sendall(answer_of(proxy, visitor.recv(4096).decode()))
                except OSError:
                    continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield proxy
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def answer_of(proxy: Proxy, request: str) -> bytes:
    path = request.split(" ")[1]
    if path.startswith("/ws/") and proxy.opens_sockets:
        key = next(ln for ln in request.split("\r\n") if ln.startswith("Sec-WebSocket-Key: "))[19:]
        proof = base64.b64encode(
            hashlib.sha1((key + GUID).encode(), usedforsecurity=False).digest()
        ).decode()
        lines = ("HTTP/1.1 101 Switching Protocols", f"Sec-WebSocket-Accept: {proof}", "", "")
        return "\r\n".join(lines).encode()
    status, text = proxy.pages.get(path, (404, "nothing here"))
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    return (head + text).encode()


# --- As it should go --------------------------------------------------------------------------


def test_everything_is_started_in_order_and_the_database_migrated_once(place: Place):
    code, said = place.deploy("--release", "one")
    assert (code, said.splitlines()[-1]) == (0, "The shop is open at https://localhost")
    asked = [call.removeprefix("one ") for call in place.calls if " ps " not in call]
    assert asked == [
        "info",
        "compose version --short",
        "compose config --quiet",
        "compose up --detach --no-deps --no-build redis mongodb",
        "compose build web proxy",
        "compose run --rm --no-deps -T web python manage.py check_env --quiet",
        "compose run --rm --no-deps -T migrate",
        "compose up --detach --no-deps --no-build worker beat live web proxy",
    ]


def test_no_colours_where_nobody_sees_them(place: Place):
    assert "\033" not in place.deploy()[1]


@pytest.mark.parametrize(
    ("url", "chosen", "below"),
    [
        ("postgres://v:p@postgres/vastra", "", "redis postgres"),
        ("postgres://v:p@db.example.in/vastra", "", "redis"),
        ("mongodb://v:p@mongodb/vastra", "mongodb,mailpit", "redis mongodb mailpit"),
    ],
)
def test_the_database_in_the_environment_is_the_one_that_runs(place, url, chosen, below):
    with (place.folder / ".env").open("a") as file:
        file.write(f"DATABASE_URL={url}\nCOMPOSE_PROFILES={chosen}\n")
    place.plan["compose ps"] = [0, "[" + ",".join(
        json.dumps({"Service": name, "State": "running", "Health": "healthy"})
        for name in ("redis", "postgres", "mongodb", "mailpit", *deploy.PROGRAMS)
    ) + "]"]  # fmt: skip
    assert place.deploy()[0] == 0
    assert place.called(f"compose up --detach --no-deps --no-build {below}")[:1] != []


def test_going_back_starts_the_images_of_then_and_builds_and_migrates_nothing(place: Place):
    place.deploy("--release", "one")
    place.deploy("--release", "two")
    before = len(place.calls)
    code, said = place.deploy("--rollback")
    assert (code, "release one (going back)" in said) == (0, True)
    later = place.calls[before:]
    assert [call for call in later if "build web" in call or "migrate" in call] == []
    assert "one image inspect vastra/shop:one" in later
    assert "one compose up --detach --no-deps --no-build worker beat live web proxy" in later


def test_after_a_release_that_failed_the_way_back_is_the_one_that_answered(place: Place):
    place.deploy("--release", "one")
    place.proxy.pages["/"] = (500, "broken")
    assert place.deploy("--release", "two")[0] == 1
    place.proxy.pages["/"] = (200, "<html></html>")
    assert "release one (going back)" in place.deploy("--rollback")[1]


def test_a_first_environment_has_passwords_of_its_own(place: Place):
    (place.folder / ".env").unlink()
    assert place.deploy("--write-env")[0] == 0
    written = deploy.read_env(place.folder / ".env")
    assert {name for name, value in written.items() if value} >= {
        *deploy.PASSWORDS, "SECRET_KEY", "MONITORING_TOKEN", "DATABASE_URL"
    }  # fmt: skip
    assert written["MONGODB_PASSWORD"] in written["DATABASE_URL"]
    assert len(written["SECRET_KEY"]) >= 50
    assert set(written) <= {variable.name for variable in (*VARIABLES, *FOR_DOCKER)}
    assert (place.folder / ".env").stat().st_mode & 0o077 == 0


# --- As it can fail -----------------------------------------------------------------------------


def failed(place: Place, *words: str) -> str:
    code, said = place.deploy(*words)
    assert code == 1
    assert "Traceback" not in said
    return said


def test_without_docker_it_says_so(place: Place):
    (place.folder / "bin" / "docker").unlink()
    assert "Docker is not installed" in failed(place)


@pytest.mark.parametrize(
    ("beginning", "result", "words"),
    [
        ("info", [1, ""], "Docker does not answer"),
        ("compose version", [0, "2.19.0"], "Docker Compose is 2.19.0; 2.20 or newer is needed"),
        ("compose version", [1, ""], "Docker Compose is missing"),
        ("compose config", [1, ""], "docker-compose.yml or .env cannot be read"),
        ("compose up --detach --no-deps --no-build redis", [1, ""], "could not be started"),
        ("compose build", [1, ""], "The images could not be built"),
        ("compose run --rm --no-deps -T web", [1, "SITE_URL is not set"], "SITE_URL is not set"),
        ("compose run --rm --no-deps -T migrate", [1, "no such table"], "no such table"),
    ],
)
def test_what_fails_before_the_shop_is_touched_is_said(place, beginning, result, words):
    place.plan = {beginning: result} | {k: v for k, v in place.plan.items() if k != beginning}
    assert words in failed(place)
    assert place.called("compose up --detach --no-deps --no-build worker") == []


def test_without_an_environment_it_says_how_to_get_one(place: Place):
    (place.folder / ".env").unlink()
    assert "--write-env" in failed(place)


def test_an_environment_that_is_there_is_not_written_over(place: Place):
    before = (place.folder / ".env").read_text()
    assert "there already" in failed(place, "--write-env")
    assert (place.folder / ".env").read_text() == before


@pytest.mark.parametrize(
    ("service", "health", "words"),
    [
        ("mongodb", "unhealthy", "mongodb is unhealthy"),
        ("redis", "starting", "redis is not well after 1 s"),
        ("worker", "unhealthy", "worker is unhealthy"),
        ("web", "exited", "web is exited"),
        ("beat", "restarting", "beat is restarting"),
        ("live", "starting", "live is not well after 1 s"),
    ],
)
def test_the_log_of_the_service_that_is_not_well_is_shown(place, service, health, words):
    place.plan["compose ps"] = healthy(**{service: health})
    said = failed(place)
    assert words in said
    assert f"The last lines of {service}:" in said
    assert "the last words of a service" in said
    assert len(place.called(f"compose logs --no-color --tail 40 {service}")) == 1


@pytest.mark.parametrize(
    ("path", "answer", "words", "service"),
    [
        ("/health/ready", (503, "no database"), "/health/ready answers 503: no database", "web"),
        ("/", (500, "broken"), "/ answers 500: broken", "web"),
        ("/", (200, "<html>half"), "The home page is not whole", "web"),
    ],
)
def test_a_page_that_is_not_right_is_a_failure(place, path, answer, words, service):
    place.proxy.pages[path] = answer
    said = failed(place)
    assert words in said
    assert f"The last lines of {service}:" in said


def test_a_socket_that_does_not_open_is_a_failure(place: Place):
    place.proxy.opens_sockets = False
    said = failed(place)
    assert "/ws/orders/none/ opens no socket: HTTP/1.1 404 X" in said
    assert "The last lines of live:" in said


def test_a_proxy_that_does_not_answer_is_a_failure(place: Place):
    text = (place.folder / ".env").read_text()
    (place.folder / ".env").write_text(text.replace(str(place.proxy.port), "1"))
    assert "The last lines of proxy:" in failed(place)


def test_a_certificate_nobody_vouches_for_is_a_failure(place: Place):
    """Only for localhost is the proxy's own enough."""
    with (place.folder / ".env").open("a") as file:
        file.write("SITE_ADDRESS=shop.example.in\n")
    assert "CERTIFICATE_VERIFY_FAILED" in failed(place)


def test_there_is_no_way_back_from_the_first_release(place: Place):
    place.deploy("--release", "one")
    assert "No release ran before this one" in failed(place, "--rollback")


def test_images_that_were_taken_away_cannot_come_back(place: Place):
    place.deploy("--release", "one")
    place.deploy("--release", "two")
    place.plan = {"image inspect vastra/proxy:one": [1, ""], **place.plan}
    assert "vastra/proxy:one is gone" in failed(place, "--rollback")


def test_it_needs_the_standard_library_only():
    """It runs before anything is installed."""
    words = [sys.executable, "-S", "-I", str(BASE_DIR / "scripts" / "deploy.py"), "--help"]
    done = subprocess.run(words, capture_output=True, check=False, env={"PATH": os.environ["PATH"]})
    assert done.returncode == 0

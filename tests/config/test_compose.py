"""Promises of docker-compose.yml and Dockerfile, asked of what they say: no Docker is needed."""

import re
from typing import Any

import pytest
import yaml

from config.env import BASE_DIR, FOR_DOCKER, VARIABLES

FILE = (BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(FILE)
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text(encoding="utf-8")
OURS = ("web", "live", "worker", "beat", "migrate")
LASTING = [name for name in SERVICES if name != "migrate"]
# Not for containers: the image says them, or they are for developing.
NOT_IN_COMPOSE = {"PORT", "RAZORPAY_BASE_URL", "RELEASE"}


def test_every_program_of_the_shop_is_a_service():
    wanted = {"proxy", *OURS, "mongodb", "postgres", "redis", "mailpit"}
    assert set(SERVICES) == wanted


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_write_nothing_and_become_nobody(name: str):
    """SEC-16: read-only, no capability, no way to more rights, and not root."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0


def test_only_the_proxy_is_given_a_capability():
    assert [name for name in SERVICES if "cap_add" in SERVICES[name]] == ["proxy"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_its_limits(name: str):
    assert set(SERVICES[name]["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


@pytest.mark.parametrize("name", LASTING)
def test_a_service_says_how_it_is_and_comes_back(name: str):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["proxy", "web", "live", "worker", "beat", "mongodb", "redis"])
def test_a_service_is_given_time_to_end(name: str):
    assert re.fullmatch(r"\d+s", SERVICES[name]["stop_grace_period"])


def test_only_the_proxy_is_open_to_others():
    """SEC-21, CEL-7: what else has a port is reached from this very machine only."""
    open_to_all = {
        name
        for name, service in SERVICES.items()
        for port in service.get("ports", [])
        if not port.startswith("127.0.0.1:")
    }
    assert open_to_all == {"proxy"}
    assert SERVICES["redis"]["ports"] == ["127.0.0.1:6380:6379"]
    assert "ports" not in SERVICES["mongodb"]
    assert "ports" not in SERVICES["postgres"]


def test_the_databases_reach_nobody_and_are_reached_by_the_shop():
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert SERVICES["mongodb"]["networks"] == SERVICES["postgres"]["networks"] == ["data"]
    assert SERVICES["proxy"]["networks"] == ["edge"]


@pytest.mark.parametrize("name", ["web", "live", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(name: str):
    assert SERVICES[name]["depends_on"] == {
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_migrating_waits_for_whichever_database_runs():
    waits = SERVICES["migrate"]["depends_on"]
    assert {name: wait.get("required", True) for name, wait in waits.items()} == {
        "mongodb": False,
        "postgres": False,
        "redis": True,
    }
    assert {wait["condition"] for wait in waits.values()} == {"service_healthy"}


def test_nobody_comes_in_before_pages_and_sockets_answer():
    assert set(SERVICES["proxy"]["depends_on"]) == {"web", "live"}


def test_databases_and_mailpit_are_chosen_by_profile():
    chosen = {name: SERVICES[name].get("profiles") for name in SERVICES}
    optional = {name: profiles for name, profiles in chosen.items() if profiles}
    assert optional == {n: [n] for n in ("mongodb", "postgres", "mailpit")}


def test_redis_keeps_its_queues():
    """CEL-7: written down each second, what has no end is kept, nobody without a password."""
    command = SERVICES["redis"]["command"][-1]
    for rule in ("--appendonly yes", "--appendfsync everysec", "--maxmemory-policy volatile-lru"):
        assert rule in command
    assert '--requirepass "$$REDISCLI_AUTH"' in command
    assert "REDIS_PASSWORD:?" in SERVICES["redis"]["environment"]["REDISCLI_AUTH"]


def test_mongodb_becomes_a_replica_set_by_its_health_check():
    assert "rs.initiate" in SERVICES["mongodb"]["healthcheck"]["test"][-1]
    assert "--replSet rs0 --keyFile" in SERVICES["mongodb"]["command"][0]


def test_a_program_is_told_all_the_shop_reads_and_no_password_of_anothers():
    told = set(SERVICES["web"]["environment"]) | {"WORKER_PULSE"}
    assert told - {"DJANGO_SETTINGS_MODULE"} == {v.name for v in VARIABLES} - NOT_IN_COMPOSE
    assert told & {variable.name for variable in FOR_DOCKER} == set()


def test_every_variable_of_the_file_is_explained():
    """One `.env.example` for both: what the shop reads and what only this file does."""
    named = set(re.findall(r"(?<!\$)\$\{(\w+)", FILE))
    explained = {v.name for v in (*VARIABLES, *FOR_DOCKER)}
    assert named - explained == set()
    assert {v.name for v in FOR_DOCKER} - named == {"COMPOSE_PROFILES"}


def test_celery_is_given_longer_than_a_task_may_take():
    from django.conf import settings

    seconds = int(SERVICES["worker"]["stop_grace_period"].rstrip("s"))
    assert seconds > settings.CELERY_TASK_TIME_LIMIT


# --- The images -----------------------------------------------------------------------------------


def test_packages_are_checked_by_their_hashes():
    """SEC-19: what was pinned is what is installed, and nothing is built on the way."""
    assert "--require-hashes --only-binary :all:" in DOCKERFILE


def test_the_images_end_as_an_ordinary_user():
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)
    last = {stage.split("AS ")[1].split()[0]: stage for stage in stages if " AS " in stage}
    assert re.findall(r"^USER (.+)$", last["shop"], flags=re.MULTILINE) == ["10001:10001"]
    assert re.findall(r"^USER (.+)$", last["proxy"], flags=re.MULTILINE) == ["10001:10001"]


def test_no_secret_is_in_an_image():
    secret = [v.name for v in (*VARIABLES, *FOR_DOCKER) if v.is_secret]
    assert [name for name in secret if name in DOCKERFILE] == []


def test_only_what_the_shop_runs_on_goes_into_an_image():
    """No history, no .env, no tests, no demo: all is left out but what is named."""
    lines = (BASE_DIR / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {
        "accounts", "config", "orders", "returns", "shop", "static", "templates", "manage.py",
        "requirements.txt",
    }  # fmt: skip


def test_figures_and_forged_addresses_stop_at_the_proxy():
    caddyfile = (BASE_DIR / "config" / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    assert re.search(r"handle /metrics \{\s+respond 404", caddyfile)
    assert "trusted_proxies" not in caddyfile  # else a client's X-Forwarded-For would be believed

"""Promises of config/env.py, config/environment.py and `manage.py check_env`."""

import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config import checks, environment
from config.env import BASE_DIR, VARIABLES, BadValue, env
from config.management.commands.env_example import env_example

SOUND = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "shop.example.in",
    "SITE_URL": "https://shop.example.in",
    "DATABASE_URL": "postgres://vastra:canary-password@127.0.0.1/vastra",
    "REDIS_URL": "redis://:canary-password@127.0.0.1:6379/0",
    "RAZORPAY_KEY_ID": "rzp_test_made_up",
    "RAZORPAY_KEY_SECRET": "canary-key-secret",
    "RAZORPAY_WEBHOOK_SECRET": "canary-webhook-secret",
    "EMAIL_URL": "smtp+tls://user:canary-password@smtp.example.in:587",
    "SHOP_LEGAL_NAME": "A shop",
    "SHOP_ADDRESS": "A street, a city",
    "SHOP_STATE": "KA",
    "SHOP_GSTIN": "29AAXCV4821K1ZG",
    "GRIEVANCE_OFFICER": "An officer",
    "RETURN_ADDRESS": "A street, a city",
    "MONITORING_TOKEN": "canary-token-of-more-than-32-characters",
    "CLOUDINARY_URL": "cloudinary://123456:canary-secret@my-cloud",
}


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_example_file_is_the_table():
    assert (BASE_DIR / ".env.example").read_text(encoding="utf-8") == env_example()


def test_only_one_module_reads_the_environment():
    readers = [
        path.relative_to(BASE_DIR).as_posix()
        for app in ("accounts", "shop", "orders", "returns", "config")
        for path in (BASE_DIR / app).rglob("*.py")
        if "os.environ[" in (text := path.read_text(encoding="utf-8")) or "os.getenv" in text
    ]
    assert readers == ["config/env.py"]


def test_a_sound_environment_has_no_faults(sound):
    assert environment.faults(in_production=True) == []


@pytest.mark.parametrize("name", [v.name for v in VARIABLES if v.needed_in_production])
def test_a_missing_variable_is_named(sound, name):
    sound.delenv(name)
    assert f"{name} is not set" in environment.faults(in_production=True)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "short", "is shorter than 50 characters"),
        ("SECRET_KEY", "development-only-secret-key-never-used-in-production",
         "is the one of the example; draw one of your own"),
        ("ALLOWED_HOSTS", "*", "must name the hosts: * believes any name a request claims"),
        ("ALLOWED_HOSTS", "other.example.in", "must name the host of SITE_URL"),
        ("SITE_URL", "http://shop.example.in", "must start with https://"),
        ("SITE_URL", "https://shop.example.in/shop",
         "must be an address without a path, like https://shop.example.in"),
        ("LIVE_URL", "ws://shop.example.in", "must start with wss://"),
        ("DATABASE_URL", "mysql://localhost/x",
         "must start with sqlite://, postgres://, postgresql://, mongodb:// or mongodb+srv://"),
        ("REDIS_URL", "localhost:6379", "must start with redis://, rediss:// or unix://"),
        ("RAZORPAY_KEY_ID", "made-up", "must start with rzp_live_, or rzp_test_ for trying out"),
        ("RAZORPAY_WEBHOOK_SECRET", "canary-key-secret", "must differ from RAZORPAY_KEY_SECRET"),
        ("RAZORPAY_WEBHOOK_SECRET", "short", "is shorter than 16 characters"),
        ("RAZORPAY_PREVIOUS_WEBHOOK_SECRET", "short", "is shorter than 16 characters"),
        ("RAZORPAY_BASE_URL", "http://127.0.0.1:1", "must be https://api.razorpay.com"),
        ("COD_FEE_RUPEES", "much", "must be a whole number"),
        ("COD_FEE_RUPEES", "-1", "must be 0 or more"),
        ("CASH_ON_DELIVERY", "perhaps", "must be yes or no"),
        ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "must be one of plain, json"),
        ("MONITORING_TOKEN", "short", "is shorter than 32 characters"),
        ("WEB_WORKERS", "0", "must be 1 or more"),
        ("EMAIL_URL", "nonsense", "cannot be read; it looks like smtp+tls://user:password@host:587"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(sound, name, value, fault):
    sound.setenv(name, value)
    assert environment.faults(in_production=True) == [f"{name} {fault}"]


def test_production_does_not_start_on_a_bad_value_and_says_which():
    """SEC-16: the process ends before it listens, and its last line names the variable."""
    values = {
        **SOUND,
        "COD_LIMIT_RUPEES": "canary",
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR, env={"PATH": os.environ["PATH"], **values}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.endswith("COD_LIMIT_RUPEES must be a whole number. See .env.example.")


def test_production_passes_djangos_own_checks():
    """SEC-1: HSTS, secure cookies, TLS, hosts, no debug pages; a warning is a failure."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.prod", **SOUND},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|rzp_live_(?!x+\b|a+\b)\w{14}|AKIA[0-9A-Z]{16}|"
    r"cloudinary://\d{15}:[\w-]{27}@|xox[bp]-\w{10}|AIza[\w-]{35}"
)


def test_no_secret_is_in_a_file_of_ours():
    """SEC-16: what looks like a key that opens something."""
    words = ["git", "ls-files", "-z"]
    names = subprocess.run(words, cwd=BASE_DIR, capture_output=True, text=True, check=True).stdout
    files = [BASE_DIR / name for name in names.split("\0") if name]
    text = {f.name: f.read_bytes().decode(errors="replace") for f in files if f.is_file()}
    assert [name for name, words in text.items() if SECRETS.search(words)] == []
    assert [name for name in text if name == ".env"] == []


def test_a_developer_is_told_too(sound):
    sound.setenv("LOG_FORMAT", "xml")
    assert [error.msg for error in checks.the_environment_is_sound()] == [
        "LOG_FORMAT must be one of plain, json"
    ]


def test_a_value_of_the_wrong_kind_raises_its_name(sound):
    sound.setenv("WEB_THREADS", "four")
    with pytest.raises(BadValue, match="WEB_THREADS must be a whole number"):
        env("WEB_THREADS")


def printed(**options):
    out = StringIO()
    call_command("check_env", stdout=out, **options)
    return out.getvalue()


def test_the_environment_is_printed_without_a_secret(sound):
    said = printed()
    assert "canary" not in said
    assert "SECRET_KEY                        set, 56 characters" in said
    assert "postgres://vastra:…@127.0.0.1/vastra" in said
    assert "cloudinary://…@my-cloud" in said
    assert said.count("\n") == len(VARIABLES) + 1


def test_a_script_reads_one_line(sound):
    assert printed(quiet=True) == f"{len(VARIABLES)} variables, nothing wrong with them\n"


def test_a_bad_value_ends_the_command_in_words(sound):
    sound.setenv("LOG_FORMAT", "xml")
    with pytest.raises(CommandError, match=r"^^LOG_FORMAT must be one of plain, json$"):
        printed()


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_what_looks_like_a_secret_is_marked_as_one(variable):
    """A new variable named so must not be printed."""
    looks = any(word in variable.name for word in ("SECRET", "PASSWORD", "TOKEN"))
    assert variable.is_secret or not looks

"""Every environment variable the shop knows: the only module that reads `os.environ`.

Each variable is declared once, with its meaning; `.env.example` is written from this table
(`manage.py env_example`), and a test keeps the two equal.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """One setting of the environment: its type, what it means, and what it is when unset."""

    name: str
    kind: str  # str, bool, int, list or path
    default: Any
    meaning: str
    example: str = ""
    needed_in_production: bool = False
    is_secret: bool = False  # never printed; a URL is printed without its password


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SECRET_KEY",
        "str",
        "development-only-secret-key-never-used-in-production",
        "Signs sessions and links. 50 or more random characters.",
        example="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')",
        needed_in_production=True,
        is_secret=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        "list",
        ["127.0.0.1", "localhost"],
        "Host names the shop answers to, separated by commas.",
        example="shop.example.in",
        needed_in_production=True,
    ),
    Variable(
        "SITE_URL",
        "str",
        "http://127.0.0.1:8000",
        "The address of the shop as people type it; links in messages start with it.",
        example="https://shop.example.in",
        needed_in_production=True,
    ),
    Variable(
        "LIVE_URL",
        "str",
        "",
        "Where browsers open live sockets; empty means the same host as the pages.",
        example="wss://shop.example.in",
    ),
    Variable(
        "DATABASE_URL",
        "str",
        "",
        "sqlite:///path, postgres://user:password@host/name or "
        "mongodb://host/name?replicaSet=rs0; empty means SQLite in VAR_DIR.",
        example="mongodb://mongodb:27017/vastra?replicaSet=rs0",
        needed_in_production=True,
    ),
    Variable(
        "REDIS_URL",
        "str",
        "redis://127.0.0.1:6399/0",
        "One Redis for cache, queue and live messages, kept apart by key prefixes.",
        example="redis://:password@redis:6379/0",
        needed_in_production=True,
    ),
    Variable(
        "VAR_DIR",
        "path",
        BASE_DIR / "var",
        "Where the shop writes: database file, pictures, private photos.",
        example="/var/lib/vastra",
    ),
    Variable(
        "CLOUDINARY_URL",
        "str",
        "",
        "cloudinary://key:secret@cloud, with ?folder= where two shops share an account; empty: "
        "product pictures are cut and kept on this machine.",
        example="cloudinary://123456789012345:secret@my-cloud",
    ),
    Variable(
        "RAZORPAY_KEY_ID",
        "str",
        "rzp_test_vastrasandbox",
        "Razorpay API key id.",
        example="rzp_live_xxxxxxxxxxxxxx",
        needed_in_production=True,
    ),
    Variable(
        "RAZORPAY_KEY_SECRET",
        "str",
        "sandbox-key-secret",
        "Razorpay API key secret.",
        needed_in_production=True,
        is_secret=True,
    ),
    Variable(
        "RAZORPAY_WEBHOOK_SECRET",
        "str",
        "sandbox-webhook-secret",
        "Secret of the webhook, 16 or more characters, other than the key secret.",
        needed_in_production=True,
        is_secret=True,
    ),
    Variable(
        "RAZORPAY_PREVIOUS_WEBHOOK_SECRET",
        "str",
        "",
        "The webhook secret before the last change, for a day: events sent again still carry it.",
        is_secret=True,
    ),
    Variable(
        "RAZORPAY_BASE_URL",
        "str",
        "https://api.razorpay.com",
        "Razorpay's address; the demo points it at the local Razorpay.",
    ),
    Variable(
        "CASH_ON_DELIVERY",
        "bool",
        default=True,
        meaning="Whether orders may be paid in cash at the door, where the PIN table allows it.",
        example="no",
    ),
    Variable("COD_FEE_RUPEES", "int", 49, "What paying in cash at the door costs."),
    Variable(
        "COD_LIMIT_RUPEES",
        "int",
        10000,
        "The dearest order that may be paid in cash, without the fee for it.",
    ),
    Variable(
        "COD_OPEN_ORDERS",
        "int",
        3,
        "How many orders one customer, or one guest's phone, may have on the way unpaid.",
    ),
    Variable(
        "FOUR_EYES_ABOVE_RUPEES",
        "int",
        5000,
        "A return's refund above this waits until a second person approves it; what staff think of "
        "themselves always does.",
    ),
    Variable(
        "EMAIL_URL",
        "str",
        "consolemail://",
        "smtp+tls://user:password@host:587 for real mail, consolemail:// to print it.",
        example="smtp+tls://user:password@smtp.example.in:587",
        needed_in_production=True,
    ),
    Variable(
        "DEFAULT_FROM_EMAIL",
        "str",
        "Vastra <hello@vastra.example>",
        "The sender people see and can reply to.",
        example="Vastra <hello@shop.example.in>",
    ),
    Variable(
        "SMS_BACKEND",
        "str",
        "",
        "Dotted path of the class that sends SMS; empty: none are sent, nor offered at sign-in.",
        example="accounts.sms.TwilioSender",
    ),
    Variable(
        "SMS_URL",
        "str",
        "",
        "Account and token of the SMS network, and who the SMS come from.",
        example="https://ACxxxxxxxx:token@api.twilio.com/?from=VASTRA",
    ),
    Variable(
        "GOOGLE_CLIENT_ID",
        "str",
        "",
        "OAuth client of “Continue with Google”; empty: the button is not shown.",
        example="1234567890-abc.apps.googleusercontent.com",
    ),
    Variable("GOOGLE_CLIENT_SECRET", "str", "", "The secret of that client.", is_secret=True),
    Variable(
        "CODES_FROM_ONE_NETWORK",
        "int",
        20,
        "How many sign-in codes one network may ask for in an hour.",
    ),
    Variable(
        "SMS_CODES_A_MINUTE",
        "int",
        60,
        "How many codes by SMS the whole shop sends in a minute, whoever asks.",
    ),
    Variable(
        "PORT",
        "int",
        8000,
        "Where `manage.py demo` answers; it takes the next two ports as well.",
        example="9000",
    ),
    Variable(
        "MAINTENANCE_UNTIL",
        "str",
        "",
        "Set: the shop is closed for work and says until when (Indian time); /staff/ stays open.",
        example="2026-11-25 06:30",
    ),
    Variable(
        "TRUSTED_PROXIES",
        "int",
        0,
        "How many proxies of yours stand before the shop; limits count the address the outermost "
        "of them saw. 0: X-Forwarded-For is believed from nobody.",
        example="1",
    ),
    Variable("LOG_LEVEL", "str", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Variable(
        "LOG_FORMAT",
        "str",
        "",
        "plain or json (one object a line, personal data masked); empty: json in production.",
        example="plain",
    ),
    Variable(
        "MONITORING_TOKEN",
        "str",
        "",
        "Who shows it as a bearer token sees /metrics and the details under /health/; 32 or more "
        "characters; empty: nobody does.",
        example="$(python -c 'import secrets; print(secrets.token_urlsafe(32))')",
        is_secret=True,
    ),
    Variable(
        "PROMETHEUS_MULTIPROC_DIR",
        "path",
        None,
        "An empty folder in memory where the web server's processes add up what they count; "
        "unset: each counts for itself.",
        example="/run/vastra/metrics",
    ),
    Variable(
        "RELEASE",
        "str",
        "",
        "Which version this is, by its image tag; kept pages of another release are not served.",
        example="2026-11-24-1",
    ),
    Variable(
        "STATIC_ROOT",
        "path",
        None,
        "Where collected static files lie; unset: `static` in VAR_DIR.",
        example="/srv/static",
    ),
    Variable(
        "WORKER_PULSE",
        "path",
        None,
        "A file the worker writes every two seconds while it has its broker; unset: none.",
        example="/run/vastra/worker-pulse",
    ),
    Variable("WEB_WORKERS", "int", 2, "Processes of the web server."),
    Variable("WEB_THREADS", "int", 4, "Threads in each of them."),
    Variable(
        "SHOP_PHONE",
        "str",
        "+91 80 4567 8900",
        "Customer-care number shown on every page (the default is made up).",
    ),
    Variable("SHOP_EMAIL", "str", "care@vastra.example", "Customer-care address."),
    Variable(
        "SHOP_LEGAL_NAME",
        "str",
        "Vastra Clothing",
        "Who sells, as registered; on the help pages (the default is made up).",
        needed_in_production=True,
    ),
    Variable(
        "SHOP_ADDRESS",
        "str",
        "12 Weavers' Lane, Peenya, Bengaluru 560058",
        "The seller's registered address (the default is made up).",
        needed_in_production=True,
    ),
    Variable(
        "SHOP_STATE",
        "str",
        "KA",
        "Two letters of the state the shop is registered in; orders to it bear CGST and SGST.",
        example="MH",
        needed_in_production=True,
    ),
    Variable(
        "SHOP_GSTIN",
        "str",
        "29AAXCV4821K1ZG",
        "The shop's GSTIN, printed on every invoice (the default is made up).",
        needed_in_production=True,
    ),
    Variable(
        "GRIEVANCE_OFFICER",
        "str",
        "The grievance officer",
        "Name of the person who answers complaints, as consumer law asks.",
        needed_in_production=True,
    ),
    Variable(
        "GRIEVANCE_EMAIL", "str", "", "Where complaints are written to; empty means SHOP_EMAIL."
    ),
    Variable("GRIEVANCE_PHONE", "str", "", "Where complaints are made; empty means SHOP_PHONE."),
    Variable(
        "RETURN_ADDRESS",
        "str",
        "Vastra Returns, 12 Weavers' Lane, Peenya, Bengaluru 560058",
        "Where customers send what comes back (the default is made up).",
        needed_in_production=True,
    ),
)

# Read by docker-compose.yml and scripts/deploy.py, never by the shop itself.
FOR_DOCKER: tuple[Variable, ...] = (
    Variable(
        "COMPOSE_PROFILES",
        "list",
        ["mongodb"],
        "Which database runs beside the shop: mongodb or postgres; neither for one elsewhere. "
        "mailpit catches mail instead of sending it.",
        example="mongodb",
    ),
    Variable(
        "SITE_ADDRESS",
        "str",
        "localhost",
        "The host name the proxy gets a certificate for; it must lead here, on ports 80 and 443.",
        example="shop.example.in",
    ),
    Variable(
        "REDIS_PASSWORD",
        "str",
        "",
        "Of the Redis in docker-compose.yml; letters and digits.",
        example="$(python -c 'import secrets; print(secrets.token_hex(24))')",
        is_secret=True,
    ),
    Variable(
        "MONGODB_PASSWORD",
        "str",
        "",
        "Of the shop's own user there; the same as in DATABASE_URL.",
        example="$(python -c 'import secrets; print(secrets.token_hex(24))')",
        is_secret=True,
    ),
    Variable(
        "MONGODB_ROOT_PASSWORD",
        "str",
        "",
        "Of the user `root` there, whom only the database's own start and health check use.",
        example="$(python -c 'import secrets; print(secrets.token_hex(24))')",
        is_secret=True,
    ),
    Variable(
        "MONGODB_KEY",
        "str",
        "",
        "What members of the replica set know each other by; letters and digits.",
        example="$(python -c 'import secrets; print(secrets.token_hex(48))')",
        is_secret=True,
    ),
    Variable(
        "POSTGRES_PASSWORD",
        "str",
        "",
        "Of the user `vastra` there; the same as in DATABASE_URL.",
        example="$(python -c 'import secrets; print(secrets.token_hex(24))')",
        is_secret=True,
    ),
    Variable("HTTP_PORT", "int", 80, "Where the proxy is reached without TLS, to lead to TLS."),
    Variable("HTTPS_PORT", "int", 443, "Where the proxy is reached."),
    Variable("WORKER_CONCURRENCY", "int", 2, "Processes of the worker."),
)

NO = ("false", "off", "n", "no", "0")
KINDS = {"int": "a whole number", "bool": "yes or no"}


class BadValue(ValueError):
    """A variable says something its kind cannot be."""

    def __init__(self, variable: Variable) -> None:
        self.name = variable.name
        self.words = f"must be {KINDS.get(variable.kind, variable.kind)}"
        super().__init__(f"{self.name} {self.words}")


_declared = {variable.name: variable for variable in VARIABLES}
_environ = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)


def env(name: str) -> Any:
    """The value of a declared variable, in its type.

    KeyError for a name not declared above, BadValue for what is no such type.
    """
    variable = _declared[name]
    if not os.environ.get(name):
        return variable.default
    if variable.kind == "path":
        return Path(os.environ[name])
    try:
        return _parsed(variable)
    except ValueError:
        raise BadValue(variable) from None


def _parsed(variable: Variable) -> Any:
    if variable.kind == "bool":
        said = os.environ[variable.name].lower()
        if said not in {*environ.Env.BOOLEAN_TRUE_STRINGS, *NO}:
            raise ValueError
    return getattr(_environ, variable.kind)(variable.name)


def env_text(name: str) -> str:
    """A declared variable as it was written, for those who word their own refusal."""
    return os.environ.get(name) or str(_declared[name].default)


def is_set(name: str) -> bool:
    """Whether somebody chose a value for this variable."""
    return bool(os.environ.get(_declared[name].name))


def environment(settings_module: str, **values: str) -> dict[str, str]:
    """The environment for a process of ours: this one's, with these declared variables set."""
    unknown = values.keys() - _declared.keys()
    if unknown:
        raise KeyError(f"not declared in config/env.py: {', '.join(sorted(unknown))}")
    return {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module, **values}


def missing_in_production() -> list[str]:
    """Names of needed variables that are unset, hence at a default meant for developing."""
    return [v.name for v in VARIABLES if v.needed_in_production and not os.environ.get(v.name)]


def email_config() -> dict[str, Any]:
    """Django's e-mail settings, from EMAIL_URL."""
    return environ.Env.email_url_config(env("EMAIL_URL"))

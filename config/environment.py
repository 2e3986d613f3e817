"""What is wrong with the environment, by the name of the variable; nothing here prints a secret."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from config.env import (
    VARIABLES,
    BadValue,
    Variable,
    email_config,
    env,
    env_text,
    is_set,
    missing_in_production,
)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("", "plain", "json")
DATABASES = ("sqlite", "postgres", "postgresql", "mongodb", "mongodb+srv")
PASSWORD_IN_URL = re.compile(r"(?<=:)[^:/@]+(?=@)")
TOKEN_IN_URL = re.compile(r"//[^@/]+@")


def faults(*, in_production: bool) -> list[str]:
    """A sentence for each variable that is missing or bad, beginning with its name."""
    found = [f"{name} is not set" for name in missing_in_production()] if in_production else []
    kinds = [(variable.name, _fault_of_kind(variable)) for variable in VARIABLES]
    found += [f"{name} {fault}" for name, fault in kinds if fault]
    unread = {fault.split(" ")[0] for fault in found}
    rules = {**RULES, **PRODUCTION_RULES} if in_production else RULES
    for name, rule in rules.items():
        if name not in unread and (fault := rule()):
            found.append(f"{name} {fault}")
    return found


def shown(variable: Variable) -> str:
    """Its value as it may be read over somebody's shoulder."""
    if not is_set(variable.name):
        return (
            f"default: {env_text(variable.name)}" if variable.default not in ("", None) else "unset"
        )
    value = env_text(variable.name)
    if variable.is_secret:
        return f"set, {len(value)} characters"
    if variable.name == "CLOUDINARY_URL":
        return TOKEN_IN_URL.sub("//…@", value)
    return PASSWORD_IN_URL.sub("…", value) if "://" in value else value


def _fault_of_kind(variable: Variable) -> str:
    try:
        env(variable.name)
    except BadValue as error:
        return error.words
    return ""


def _one_of(name: str, allowed: tuple[str, ...]) -> Callable[[], str]:
    return lambda: (
        "" if env(name) in allowed else f"must be one of {', '.join(filter(None, allowed))}"
    )


def _starts_with(name: str, *schemes: str) -> Callable[[], str]:
    *others, last = (f"{scheme}://" for scheme in schemes)
    words = f"must start with {' or '.join(filter(None, [', '.join(others), last]))}"
    return lambda: "" if not env(name) or urlsplit(env(name)).scheme in schemes else words


def _at_least(name: str, least: int) -> Callable[[], str]:
    return lambda: "" if env(name) >= least else f"must be {least} or more"


def _long_enough(name: str, least: int) -> Callable[[], str]:
    def rule() -> str:
        return (
            ""
            if not env(name) or len(env(name)) >= least
            else f"is shorter than {least} characters"
        )

    return rule


def _mail() -> str:
    try:
        email_config()
    except Exception:  # noqa: BLE001  whatever the parser stumbled over
        return "cannot be read; it looks like smtp+tls://user:password@host:587"
    return ""


def _site_url() -> str:
    parts = urlsplit(env("SITE_URL"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        return "must be an address without a path, like https://shop.example.in"
    return ""


# Everywhere.
RULES: dict[str, Callable[[], str]] = {
    "LOG_LEVEL": _one_of("LOG_LEVEL", LEVELS),
    "LOG_FORMAT": _one_of("LOG_FORMAT", FORMATS),
    "DATABASE_URL": _starts_with("DATABASE_URL", *DATABASES),
    "REDIS_URL": _starts_with("REDIS_URL", "redis", "rediss", "unix"),
    "LIVE_URL": _starts_with("LIVE_URL", "ws", "wss"),
    "SITE_URL": _site_url,
    "EMAIL_URL": _mail,
    "MONITORING_TOKEN": _long_enough("MONITORING_TOKEN", 32),
    "COD_FEE_RUPEES": _at_least("COD_FEE_RUPEES", 0),
    "COD_LIMIT_RUPEES": _at_least("COD_LIMIT_RUPEES", 0),
    "COD_OPEN_ORDERS": _at_least("COD_OPEN_ORDERS", 0),
    "FOUR_EYES_ABOVE_RUPEES": _at_least("FOUR_EYES_ABOVE_RUPEES", 0),
    "WEB_WORKERS": _at_least("WEB_WORKERS", 1),
    "WEB_THREADS": _at_least("WEB_THREADS", 1),
}


def _secret_key() -> str:
    default = next(v.default for v in VARIABLES if v.name == "SECRET_KEY")
    if env("SECRET_KEY") == default or env("SECRET_KEY").startswith("$("):
        return "is the one of the example; draw one of your own"
    return _long_enough("SECRET_KEY", 50)()


def _webhook_secret() -> str:
    # An empty or short secret would accept a webhook somebody forged by guessing.
    if env("RAZORPAY_WEBHOOK_SECRET") == env("RAZORPAY_KEY_SECRET"):
        return "must differ from RAZORPAY_KEY_SECRET"
    return _long_enough("RAZORPAY_WEBHOOK_SECRET", 16)()


def _razorpay_key() -> str:
    is_right = re.match(r"rzp_(test|live)_\w", env("RAZORPAY_KEY_ID"))
    return "" if is_right else "must start with rzp_live_, or rzp_test_ for trying out"


def _hosts() -> str:
    hosts = env("ALLOWED_HOSTS")
    if "*" in hosts:
        return "must name the hosts: * believes any name a request claims"
    if urlsplit(env("SITE_URL")).hostname not in hosts:
        return "must name the host of SITE_URL"
    return ""


def _is(name: str, value: str) -> Callable[[], str]:
    return lambda: "" if env(name) == value else f"must be {value}"


PRODUCTION_RULES: dict[str, Callable[[], str]] = {
    "SECRET_KEY": _secret_key,
    "ALLOWED_HOSTS": _hosts,
    "RAZORPAY_KEY_ID": _razorpay_key,
    "RAZORPAY_WEBHOOK_SECRET": _webhook_secret,
    "RAZORPAY_PREVIOUS_WEBHOOK_SECRET": _long_enough("RAZORPAY_PREVIOUS_WEBHOOK_SECRET", 16),
    "RAZORPAY_BASE_URL": _is("RAZORPAY_BASE_URL", "https://api.razorpay.com"),
    "SITE_URL": lambda: _site_url() or _starts_with("SITE_URL", "https")(),
    "LIVE_URL": _starts_with("LIVE_URL", "wss"),
}

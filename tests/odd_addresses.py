"""Addresses nobody printed: what crawlers, scanners and clumsy fingers put behind a question mark.

The same seed gives the same addresses. Some values carry a mark that must never come back raw.
"""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote, quote_from_bytes

# Raw in a page, any of these would mean that markup can be smuggled in; in headers, a line break.
MARKS = ("<odd>", '" odd=', "' odd=", "\r\nOdd:")
NAMES = (
    "size", "colour", "price", "material", "discount", "rating", "category", "min", "max", "sort",
    "page", "q", "exactly", "utm_source", "size[]", "__proto__", "", "SIZE", "q\x00", "größe", "id",
)  # fmt: skip
TEXTS = (
    *MARKS, "", "0", "-1", "1e9", "1000000000", "9" * 400, "NaN", "-0.0", "1-", "-5--1", "9-1",
    "99999999-0", "0-0", "٣-٤", "½", "M", "blue", "cotton", "kurta", "Ünïcødé", "किताब", "🧵" * 30,
    "\x00", "\x1b[31m", "a\x00b", "\u202egnp", "\ufeff", "\ud7ff", "' OR 1=1 --", "{{7*7}}",
    "{% load %}", "%s%n", "../../etc/passwd", "javascript:alert(1)", "${jndi:ldap://x}", "new",
    "x" * 10_000, "ा" * 3000, "KU-1", "a b c d e f g h i j k l m n o p", "*", "$gt", "true",
)  # fmt: skip
BYTES = (b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80", b"%", b"\xf5\x80\x80\x80")
HEADERS = (
    {},
    {},
    {"HX-Request": "true", "HX-Target": "results"},
    {"HX-Request": "true", "HX-Target": "grid"},
    {"HX-Request": "true", "HX-Target": "<odd>"},
)


def odd_requests(
    paths: list[str], count: int, *, seed: int = 0
) -> Iterator[tuple[str, dict[str, str]]]:
    """`count` addresses below these paths, each with the headers to ask it with."""
    random = Random(seed)
    for _ in range(count):
        path = random.choice([*paths, *paths, f"{random.choice(paths)}{quote(_text(random))}"])
        yield f"{path}?{_query(random)}", random.choice(HEADERS)


def _query(random: Random) -> str:
    pairs = [f"{quote(random.choice(NAMES))}={_value(random)}" for _ in range(random.randint(1, 5))]
    if random.random() < 0.1:
        pairs *= 60  # the same again and again
    return random.choice("&&&;").join(pairs)


def _value(random: Random) -> str:
    return quote_from_bytes(random.choice(BYTES)) if random.random() < 0.1 else quote(_text(random))


def _text(random: Random) -> str:
    return "".join(random.sample(TEXTS, random.choice((1, 1, 1, 2))))

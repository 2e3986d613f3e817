"""How an SMS leaves the shop: one sender, chosen by SMS_BACKEND, in letters every phone has."""

import time
import unicodedata
from pathlib import Path
from typing import ClassVar, Protocol, cast
from urllib.parse import parse_qs, urlsplit

import requests
from django.conf import settings
from django.utils.module_loading import import_string

from accounts import breakers

# The alphabet of GSM 03.38. One letter outside it, such as ₹, would halve what fits into an SMS.
GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_ESCAPED = frozenset("^{}\\[~]|€")  # these cost two places each
SPELLED = str.maketrans(
    {"₹": "Rs ", "–": "-", "—": "-", "−": "-", "×": "x", "·": "-", "…": "...", "\u00a0": " "}
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("“”", '"')
)
ONE_SMS = 160


class Sender(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand `text` (160 characters at most) to the network; raises when it was not taken."""


def can_send() -> bool:
    """Whether this shop has a way to send SMS at all; without one nobody is offered any."""
    return bool(settings.SMS_BACKEND)


def send(phone: str, text: str) -> None:
    """One SMS; raises what the sender raised, or breakers.NotSent while it keeps failing."""
    breakers.call("sms", lambda: sender().send(phone, text), is_answer=_is_answer)


class Declined(Exception):
    """The network, being well itself, does not take this one message."""


def _is_answer(error: Exception) -> bool:
    return isinstance(error, Declined)


def sender() -> Sender:
    return cast(Sender, import_string(settings.SMS_BACKEND)())


def in_gsm7(text: str) -> str:
    """The same words in letters that go 160 to an SMS: ₹ is written Rs, accents are dropped."""
    spelled = text.translate(SPELLED)
    return "".join(
        letter if letter in GSM7 or letter in GSM7_ESCAPED else _plain(letter) for letter in spelled
    )


def _plain(letter: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if c in GSM7)
    return bare or "?"


def places_in(text: str) -> int:
    """How many of the 160 places of an SMS this text in GSM-7 takes."""
    return len(text) + sum(letter in GSM7_ESCAPED for letter in text)


class TwilioSender:
    """Hands each SMS to Twilio's Messages API, or to who speaks it.

    SMS_URL is https://account:token@api.twilio.com/?from=VASTRA; `from` is a number, a sender id or
    a messaging service (MG…).
    """

    SECONDS = (3.05, 10)  # to connect, to answer

    def send(self, phone: str, text: str) -> None:
        address = urlsplit(settings.SMS_URL)
        account, source = address.username or "", parse_qs(address.query).get("from", [""])[0]
        host = address.netloc.rpartition("@")[2]
        answer = requests.post(
            f"{address.scheme}://{host}/2010-04-01/Accounts/{account}/Messages.json",
            data={"To": phone, "Body": text, _source_field(source): source},
            auth=(account, address.password or ""),
            timeout=self.SECONDS,
            allow_redirects=False,
        )
        if answer.status_code == requests.codes.created:
            return
        words = f"the SMS network answered {answer.status_code}"
        is_about_this_one = answer.status_code in {400, 404, 422}
        raise Declined(words) if is_about_this_one else ConnectionError(words)


def _source_field(source: str) -> str:
    return "MessagingServiceSid" if source.startswith("MG") else "From"


class FileSender:
    """Writes each SMS into SMS_FILE_PATH, where the demo inbox shows it."""

    def send(self, phone: str, text: str) -> None:
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{time.time_ns()}.sms").write_text(f"{phone}\n{text}", encoding="utf-8")


class MemorySender:
    """Keeps each SMS in a list, for tests."""

    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))

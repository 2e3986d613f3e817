"""How an SMS leaves the shop: one small sender, chosen by SMS_BACKEND."""

import time
from pathlib import Path
from typing import ClassVar, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from accounts import breakers


class Sender(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand `text` (160 characters at most) to the network; raises when it was not taken."""


def can_send() -> bool:
    """Whether this shop has a way to send SMS at all; without one nobody is offered any."""
    return bool(settings.SMS_BACKEND)


def send(phone: str, text: str) -> None:
    """One SMS; raises what the sender raised, or breakers.NotSent while it keeps failing."""
    breakers.call("sms", lambda: sender().send(phone, text))


def sender() -> Sender:
    return cast(Sender, import_string(settings.SMS_BACKEND)())


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

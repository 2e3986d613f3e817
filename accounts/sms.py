"""How an SMS leaves the shop: one small sender, chosen by SMS_BACKEND."""

import logging
import time
from pathlib import Path
from typing import ClassVar, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Sender(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand `text` (160 characters at most) to the network; raises when it was not taken."""


def sender() -> Sender:
    return cast(Sender, import_string(settings.SMS_BACKEND)())


class LogSender:
    """Says that an SMS would have gone out, never what it says: it may hold a code."""

    def send(self, phone: str, text: str) -> None:
        log.warning(
            "No SMS provider is set (SMS_BACKEND); one SMS to …%s stays here",
            phone[-3:],
        )


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

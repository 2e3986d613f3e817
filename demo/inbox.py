"""The demo inbox: every mail and SMS the shop sent, read from the folder they were written to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

BETWEEN_MAILS = b"-" * 79 + b"\n"  # what Django's file backend writes after each mail
# A PIN code has six digits as well; a sign-in code stands next to the word "code" alone.
CODE = re.compile(
    r"(?<!PIN )\bcode\b[^0-9]{0,60}\b(\d{6})\b|\b(\d{6})\b is your\b[^.]*\bcode\b", re.I
)


@dataclass(frozen=True)
class Letter:
    """One message as it was received; an SMS has no subject and no HTML."""

    key: str
    at: datetime
    to: str
    text: str
    subject: str = ""
    html: str = ""

    @property
    def is_mail(self) -> bool:
        return bool(self.subject)

    @property
    def code(self) -> str:
        """The sign-in code it brings, or nothing."""
        found = CODE.search(f"{self.subject}\n{self.text}")
        return (found[1] or found[2]) if found else ""


def latest(count: int = 30) -> list[Letter]:
    """The newest letters first."""
    return list(islice(_letters(), count))


def _letters() -> Iterator[Letter]:
    folder = Path(settings.DEMO_INBOX)
    files = [*folder.glob("*.log"), *folder.glob("*.sms")]
    for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True):
        if file.suffix == ".sms":
            yield _sms(file)
        else:
            yield from _mails(file)


def _sms(file: Path) -> Letter:
    to, _, text = file.read_text(encoding="utf-8").partition("\n")
    return Letter(file.name, _written_at(file), to, text)


def _mails(file: Path) -> Iterator[Letter]:
    """The mails of one file, newest first; one that is being written is read next time."""
    mails = file.read_bytes().split(BETWEEN_MAILS)[:-1]
    for place, mail in reversed(list(enumerate(mails))):
        message = message_from_bytes(mail, policy=modern)
        yield Letter(
            key=f"{file.name}-{place}",
            at=_written_at(file),
            to=str(message["To"] or ""),
            text=_part(message, "plain"),
            subject=str(message["Subject"] or "(no subject)"),
            html=_part(message, "html"),
        )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()).strip() if body else ""


def _written_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())

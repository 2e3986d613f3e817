"""What a message says: its parts drawn from its template, and kept as they left.

A template of `<app>/emails/` holds the parts `subject`, `headline`, `sentence`, `button` and `sms`;
the frame around them is the same for every mail.
"""

import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import Message, MessageChannel
from accounts.sms import in_gsm7

SITE_CONTEXT = (
    "SITE_URL", "SHOP_PHONE", "SHOP_EMAIL", "RETURN_ADDRESS", "SHOP_LEGAL_NAME", "SHOP_ADDRESS",
    "GRIEVANCE_OFFICER",
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """One message in full; an SMS is only `text`."""

    text: str
    subject: str = ""
    html: str = ""

    def packed(self) -> bytes:
        """Small enough to be kept with each message: a mail is about four kilobytes."""
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False).encode(), 9)


def wording_of(message: Message) -> Wording:
    """The words as they left; for what was not sent yet, as they would leave now."""
    if message.sent_as is None:
        return written(message)
    return Wording(**json.loads(zlib.decompress(bytes(message.sent_as))))


def written(message: Message) -> Wording:
    """The words, drawn from the template anew."""
    if message.channel == MessageChannel.SMS:
        return Wording(in_gsm7("\n".join(_lines(message, "sms"))))
    context = _context(message)
    return Wording(
        subject=_line(message, "subject"),
        text=render_to_string("accounts/emails/frame.txt", context),
        html=render_to_string("accounts/emails/frame.html", context),
    )


def _line(message: Message, part: str) -> str:
    """One part of the message's template on one line, as plain text."""
    return " ".join(_lines(message, part))


def _lines(message: Message, part: str) -> list[str]:
    context = _context(message) | {"part": f"{message.template}#{part}"}
    written = render_to_string("accounts/emails/plain.txt", context).splitlines()
    return [" ".join(line.split()) for line in written if line.strip()]


def _context(message: Message) -> dict[str, Any]:
    site = {setting.lower(): getattr(settings, setting) for setting in SITE_CONTEXT}
    host = urlsplit(settings.SITE_URL).hostname
    return {**site, "site_host": host, **message.context, "template": message.template}

"""Every kind of message the shop writes: what it is called, when it goes out, and a sample of it.

The apps register their own; the back office names, filters and shows messages by them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Message, MessageChannel


@dataclass(frozen=True)
class Kind:
    """One template: `when` completes “goes out …”, `sample` is a context to show it with."""

    template: str
    title: str
    when: str
    sample: Callable[[], dict[str, Any]]
    has_sms: bool = True

    def example(self, channel: str = MessageChannel.EMAIL) -> Message:
        """A message of this kind that is written to nobody and kept nowhere."""
        return Message(template=self.template, channel=channel, context=self.sample())


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    KINDS.update({kind.template: kind for kind in kinds})


def title_of(template: str) -> str:
    """What staff call it; the template's own name for a kind that is gone."""
    return KINDS[template].title if template in KINDS else template


register(
    Kind(
        "accounts/emails/code.html",
        "Sign-in code",
        "when somebody signs in with a code",
        lambda: {"code": "482913", "minutes": 5},
    ),
    Kind(
        "accounts/emails/changed.html",
        "Change to signing in",
        "when how somebody signs in was changed",
        lambda: {"what": "Your password was set"},
    ),
    Kind(
        "accounts/emails/export.html",
        "Copy of their data",
        "when the copy somebody asked for is ready",
        lambda: {"url": "https://vastra.example/account/privacy/", "until": "Tue, 1 Dec"},
    ),
)

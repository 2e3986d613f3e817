"""What the shop still owes somebody, and what it sent."""

from collections import Counter

from django.db.models import Q
from django.utils import timezone

from accounts.models import Message, MessageStatus
from orders.models import WebhookEvent
from orders.states import WebhookStatus
from scripts.drill.ground import Ground


def is_message_owed() -> bool:
    """A message that should be out: its time has come, or it was tried already."""
    late = Q(next_attempt_at__lte=timezone.now()) | Q(attempts__gt=0)
    return bool(Message.objects.filter(late, status=MessageStatus.UNSENT).exists())


def is_anything_owed() -> bool:
    """A message, or an event of the gateway that is not applied yet."""
    waiting = WebhookEvent.objects.filter(status=WebhookStatus.RECEIVED)
    return is_message_owed() or bool(waiting.exists())


def mails_by_id(ground: Ground) -> Counter[str]:
    """How often each e-mail was handed to the mail server, by the id its row gives it."""
    lines = (line for mail in ground.mails() for line in mail.splitlines())
    return Counter(line for line in lines if line.lower().startswith("message-id:"))


def wrong_mails(ground: Ground) -> int:
    """E-mails that were sent twice, or are noted as sent and were not."""
    mails = mails_by_id(ground)
    noted = Message.objects.filter(channel="email", status=MessageStatus.SENT).count()
    return abs(noted - len(mails)) + sum(n > 1 for n in mails.values())

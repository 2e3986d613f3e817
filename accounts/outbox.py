"""The one way the shop writes to people: post a Message now, send it from the worker.

`post` writes a row in the caller's transaction, so a message exists exactly when its cause does.
The worker sends it; `periodic.py` finds the rows the worker was never told of. A message goes
out at most once in normal operation, and at most twice if the worker dies between handing it to
the mail server and recording that (SMTP has no idempotency; the Message-ID stays the same).
"""

import random
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import breakers, sms
from accounts.bell import ring
from accounts.errors import IllegalTransition
from accounts.models import Message, MessageChannel, MessageStatus
from accounts.network import refuse_inside_transaction
from accounts.tasks import send_message
from accounts.wording import Wording, wording_of

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)
MOST_LOST = 5  # runs, after which a message whose workers vanish is one for a person


def post(
    template: str,
    *,
    to: str,
    key: str,
    context: dict[str, Any],
    channel: str = MessageChannel.EMAIL,
    is_secret: bool = False,
) -> None:
    """Owe somebody a message. Does nothing when `key` was posted before, `to` is empty, or it is
    an SMS and the shop has no way to send one.

    `context` must be JSON: what the message says is settled now, not when it is sent.
    """
    _owe(
        Message(
            template=template,
            channel=channel,
            recipient=to,
            key=key,
            context=context,
            is_secret=is_secret,
        )
    )


def post_to_both(
    template: str,
    *,
    email: str,
    phone: str,
    key: str,
    context: dict[str, Any],
    about: str = "",
    after: timedelta = timedelta(0),
) -> None:
    """Owe somebody the e-mail and the SMS of one template, as `post` does, once per `key`.

    `after` is how long to wait: what is no longer so by then can be withdrawn.
    """
    due = timezone.now() + after
    _owe(
        *(
            Message(
                template=template,
                channel=channel,
                recipient=to,
                key=key_of(key, channel),
                context=context,
                about=about,
                next_attempt_at=due,
            )
            for channel, to in ((MessageChannel.EMAIL, email), (MessageChannel.SMS, phone))
        )
    )


def key_of(key: str, channel: str) -> str:
    """The key of one of the two messages `post_to_both` owes."""
    return f"{key}:{channel}"


def withdraw(*keys: str) -> None:
    """Do not send what `post_to_both` owes under these keys; what is sent, or being sent, stays.

    Claims the rows as the sender does, so of the two only one gets them.
    """
    now = timezone.now()
    both = [key_of(key, channel) for key in keys for channel in MessageChannel.values]
    waiting = Message.objects.filter(key__in=both).unclaimed(now)
    if waiting.update(lease_until=now + LEASE):
        for message in Message.objects.filter(key__in=both, lease_until=now + LEASE):
            message.move_to(MessageStatus.WITHDRAWN, lease_until=None)


def _owe(*messages: Message) -> None:
    wanted = [message for message in messages if _can_reach(message)]
    known = Message.objects.filter(key__in=[message.key for message in wanted])
    posted = set(known.values_list("key", flat=True)) if wanted else set()
    new = [message for message in wanted if message.key not in posted]
    Message.objects.bulk_create(new)
    now = timezone.now()
    for message in new:
        if message.next_attempt_at <= now:  # the sweep finds the others when they are due
            ring(send_message, message.pk)


def _can_reach(message: Message) -> bool:
    return bool(message.recipient) and (message.channel != MessageChannel.SMS or sms.can_send())


def send(message_id: str) -> None:
    """Send one due message; does nothing when it is sent, leased or not yet due.

    A failure is written to the row with a later next attempt; the eighth asks for a person, as does
    the fifth worker that did not come back.
    """
    due = Message.objects.due().filter(pk=message_id)
    lease = timezone.now() + LEASE
    if _is_poison(due) or not due.update(lease_until=lease, attempts=F("attempts") + 1):
        return
    message = Message.objects.get(pk=message_id)
    try:
        wording = wording_of(message)
        _deliver(message, wording)
    except breakers.NotSent as refused:
        _put_off(message, refused)
        return
    except Exception as error:  # noqa: BLE001  whatever the wire or the template threw, the row keeps it
        _postpone(message, error)
        return
    kept: dict[str, Any] = {"context": {}} if message.is_secret else {"sent_as": wording.packed()}
    message.move_to(
        MessageStatus.SENT,
        sent_at=timezone.now(),
        lease_until=None,
        last_error="",
        **kept,
    )


def _is_poison(due: QuerySet[Message]) -> bool:
    """Whether its last worker vanished, as others before it: it must not take one more along.

    Who fails in words gives the lease back; a lease that ran out was left by the dead.
    """
    lost = due.filter(attempts__gte=MOST_LOST, lease_until__lte=timezone.now()).first()
    if lost is None:
        return False
    said = "Its worker vanished each time"
    lost.move_to(MessageStatus.NEEDS_ATTENTION, last_error=said, lease_until=None)
    return True


def resend(message: Message) -> None:
    """Send a message again that was sent or that needs attention, in the words it was sent in;
    IllegalTransition otherwise.

    A secret that was sent is forgotten, so there is nothing left to send again.
    """
    if message.is_secret and message.status == MessageStatus.SENT:
        raise IllegalTransition(message, old=message.status, new=MessageStatus.UNSENT)
    message.move_to(
        MessageStatus.UNSENT,
        attempts=0,
        next_attempt_at=timezone.now(),
        lease_until=None,
    )
    ring(send_message, message.pk)


def _postpone(message: Message, error: Exception) -> None:
    written = f"{type(error).__name__}: {error}"[:200]
    if message.attempts >= MAX_ATTEMPTS:
        message.move_to(MessageStatus.NEEDS_ATTENTION, last_error=written, lease_until=None)
        return
    wait = random.uniform(1, min(900, 5 * 2**message.attempts))  # full jitter
    Message.objects.filter(pk=message.pk).update(
        last_error=written,
        lease_until=None,
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
    )


def _put_off(message: Message, refused: breakers.NotSent) -> None:
    """Nothing was sent while the way out keeps failing: it waits, and no attempt is spent."""
    Message.objects.filter(pk=message.pk, attempts=message.attempts).update(
        attempts=F("attempts") - 1,
        last_error=str(refused)[:200],
        lease_until=None,
        next_attempt_at=refused.next_attempt_at,
    )


def _deliver(message: Message, wording: Wording) -> None:
    refuse_inside_transaction(message.channel)
    if message.channel == MessageChannel.SMS:
        sms.send(message.recipient, wording.text)
    else:
        email = as_email(message, wording)  # a template at fault is none of the mail server's
        breakers.call("smtp", email.send, is_answer=_is_answer)


def _is_answer(error: Exception) -> bool:
    """Whether the mail server said no to this one message, being well itself."""
    is_final = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
    return is_final or isinstance(error, smtplib.SMTPRecipientsRefused)


def as_email(message: Message, wording: Wording) -> EmailMultiAlternatives:
    """The message as it goes out: a text part and an HTML part from the same words."""
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    email = EmailMultiAlternatives(
        subject=wording.subject,
        body=wording.text,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.pk}@{host}>"} | _ways_out(message),
    )
    email.attach_alternative(wording.html, "text/html")
    return email


def _ways_out(message: Message) -> dict[str, str]:
    """What lets a mail program offer “unsubscribe”, in one press, where `stop_url` is given."""
    url = message.context.get("stop_url")
    one_press = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return {"List-Unsubscribe": f"<{url}>", **one_press} if url else {}

"""What the clock does for people: send what the worker was never told of."""

from celery import shared_task

from accounts import outbox
from accounts.models import Message


@shared_task
def send_unsent_messages() -> None:
    """Safe beside the worker and beside itself: each message is claimed before it is sent."""
    for pk in Message.objects.due().order_by("next_attempt_at").values_list("pk", flat=True)[:200]:
        outbox.send(str(pk))

"""What the worker does for people."""

from celery import shared_task


@shared_task
def send_message(message_id: str) -> None:
    """Send one message of the outbox."""
    from accounts import outbox

    outbox.send(message_id)

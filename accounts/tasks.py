"""What the worker does for people."""

from celery import shared_task


@shared_task
def send_message(message_id: str) -> None:
    """Send one message of the outbox."""
    from accounts import outbox

    outbox.send(message_id)


@shared_task
def write_export(export_id: str) -> None:
    """Write one copy of somebody's data."""
    from accounts import privacy

    privacy.make_export(export_id)

"""What the worker does for the shop; each task takes an id and calls one operation."""

from celery import shared_task


@shared_task
def remove_discarded_picture(row_id: str) -> None:
    """Remove the files of one deleted picture."""
    from shop import pictures

    pictures.remove_discarded(row_id)

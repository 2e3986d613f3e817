"""What the clock does for people: send what the worker was never told of, forget what is over."""

import time

from celery import shared_task

from accounts import budgets, limits, outbox, privacy, sign_ins
from accounts.models import DataExport, ExportStatus, Message

TURN_SECONDS = 25  # well inside a task's time limit of 45: a slow mail server costs 10 s a message


@shared_task
def send_unsent_messages() -> None:
    """Safe beside the worker and beside itself: each message is claimed before it is sent."""
    until = time.monotonic() + TURN_SECONDS
    for pk in Message.objects.due().order_by("next_attempt_at").values_list("pk", flat=True)[:200]:
        outbox.send(str(pk))
        if time.monotonic() > until:
            return


@shared_task
def forget_ended_limits() -> None:
    """What was counted in the database while Redis was away."""
    limits.forget_ended_counts()


@shared_task
def write_asked_exports() -> None:
    """Copies of data the worker was never told of, or died over."""
    asked = DataExport.objects.filter(status=ExportStatus.ASKED).order_by("asked_at")
    for pk in asked.values_list("pk", flat=True)[:20]:
        privacy.make_export(str(pk))


@shared_task
def forget_people() -> None:
    """Accounts whose week is over are erased; old copies, sign-ins and counts go with them."""
    privacy.erase_due()
    privacy.remove_old_exports()
    sign_ins.forget_old()
    budgets.forget_idle()

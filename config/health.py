"""Whether the shop is well, for those who watch it: 200 or 503 and one word, nothing to read out.

`live`: the process answers. `ready`: so does the database. `jobs`: the clock's jobs come to their
end. `money`: the books were checked lately, and add up. Details are on staff's pages.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.jobs import late_jobs
from config.models import JobRun
from orders.audits import last_audit

AUDIT_IS_OLD_AFTER = timedelta(hours=27)  # nightly, and an hour or two to spare


def _answer(word: Callable[[], str]) -> Callable[[HttpRequest], JsonResponse]:
    @wraps(word)
    def view(_request: HttpRequest) -> JsonResponse:
        try:
            said = word()
        except DatabaseError:
            said = "no database"
        return JsonResponse({"status": said}, status=200 if said == "ok" else 503)

    return never_cache(require_safe(view))


@_answer
def live() -> str:
    return "ok"


@_answer
def ready() -> str:
    JobRun.objects.exists()
    return "ok"


@_answer
def jobs() -> str:
    return "late" if late_jobs() else "ok"


@_answer
def money() -> str:
    audit = last_audit()
    if audit is None or audit.ended_at < timezone.now() - AUDIT_IS_OLD_AFTER:  # type: ignore[operator]
        return "unchecked"
    return "breached" if audit.breach_count else "ok"

"""What the shop writes into its log: who asked, for what order, in which task, and nobody's data.

Our own code logs numbers and keys, never a name or an address. What slips through (the words of an
error, an address asked for) is masked by its shape, in both formats, traces included.
"""

import json
import logging
import re
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any

from celery.signals import task_postrun, task_prerun

from config.request_ids import NAME, current_request_id

ORDER = re.compile(r"\bVA-[0-9A-Z]{5}-[0-9A-Z]{5}\b")
MOST_CHARACTERS = 20_000  # of a trace; the end says what happened

# What people's data and keys look like, and what is written in their place. The order counts:
# a signed token holds digits, an address holds a host.
SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}", r"\1 [secret]"),
        (r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)", "[secret]"),  # of an address with a password
        (r"(?i)([?&](?:key|token|code|sig|signature|state|email|phone|q)=)[^&\s'\"]+", r"\1[…]"),
        (r":[\w-]{5,10}:[\w-]{27,}", ":[signature]"),  # of a signed link
        (r"\b[0-9a-f]{64}\b", "[signature]"),
        (r"(?i)\b(sessionid|__host-session|csrftoken)=[\w-]+", r"\1=[secret]"),
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "[e-mail]"),
        (r"(?<![\w.-])(?:\d[ -]?){13,19}(?![\w-])", "[card]"),
        (r"(?<![\w.-])(?:\+?91[ -]?|0)?[6-9]\d{4}[ -]?\d{5}(?!\w)", "[phone]"),
        (r"(?i)\b(code|otp|one-time password)(\W{1,4}(?:is\W{1,3})?)\d{4,8}\b", r"\1\2[code]"),
    )
)


def mask(text: str) -> str:
    """The text without what looks like a person's data or a key."""
    for shape, mark in SHAPES:
        text = shape.sub(mark, text)
    return text


# --- Where a line comes from ----------------------------------------------------------------------

_task: ContextVar[dict[str, str]] = ContextVar("task", default={})  # noqa: B039  never changed
_tokens: dict[str, Token[dict[str, str]]] = {}


@task_prerun.connect
def enter_task(task_id: str, task: Any, args: Any = (), **_signal: Any) -> None:
    """Lines of a task carry its name, its id, and the row it is about."""
    row = {"row": str(args[0])} if args else {}
    _tokens[task_id] = _task.set({"task": task.name, "task_id": task_id, **row})


@task_postrun.connect
def leave_task(task_id: str, **_signal: Any) -> None:
    if token := _tokens.pop(task_id, None):
        try:
            _task.reset(token)
        except ValueError:  # it was entered in another thread's context
            _task.set({})


def _context(record: logging.LogRecord, message: str) -> dict[str, str]:
    """The request, the task and the order a line is about, as far as they are known."""
    asked = getattr(record, "request", None)  # Django's own lines bring it
    name = current_request_id() or getattr(asked, "META", {}).get(NAME, "")
    known = {"request": name, **_task.get()}
    number = getattr(record, "order", "") or (ORDER.findall(message) or [""])[0]
    return {name: value for name, value in {**known, "order": number}.items() if value}


# --- How it is written ----------------------------------------------------------------------------


class LineFormatter(logging.Formatter):
    """A line to read, with the request's or the task's name in it."""

    def format(self, record: logging.LogRecord) -> str:
        context = _context(record, "")
        name = context.get("request") or context.get("task_id", "")[:8]
        record.context = f" [{name}]" if name else ""
        return mask(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        # Somebody's line break would begin what looks like a line of ours.
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """One object a line, times in UTC: what a collector of logs reads."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(message),
            **_context(record, message),
        }
        if record.exc_info:
            line["trace"] = mask(self.formatException(record.exc_info))[-MOST_CHARACTERS:]
        return json.dumps(line, ensure_ascii=False)

"""What travels over HTTP: a request read whole, a reply, and Razorpay's documented refusal."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Request:
    """One HTTP request, its body already read."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        """The body as JSON; an empty body is an empty object, a broken one is refused."""
        try:
            return json.loads(self.body or b"{}")
        except ValueError:
            raise Refusal("The request body is not valid JSON.") from None

    def form(self) -> dict[str, str]:
        pairs = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}


@dataclass(frozen=True)
class Reply:
    """One HTTP reply."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An error as Razorpay words it; it becomes the documented error body."""

    def __init__(
        self,
        description: str,
        *,
        status: int = 400,
        code: str = "BAD_REQUEST_ERROR",
        field: str = "",
        reason: str = "input_validation_failed",
    ) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.field = field
        self.reason = reason

    def reply(self) -> Reply:
        blank = self.reason == "NA"
        error: dict[str, Any] = {
            "code": self.code,
            "description": str(self),
            "source": "NA" if blank else "business",
            "step": "NA" if blank else "payment_initiation",
            "reason": self.reason,
            "metadata": {},
        }
        if self.field:
            error["field"] = self.field
        return json_reply({"error": error}, self.status)


def json_reply(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def html_reply(page: str, status: int = 200) -> Reply:
    return Reply(status, page.encode(), "text/html; charset=utf-8")


def redirect(url: str) -> Reply:
    return Reply(303, b"", "text/plain", {"Location": url})

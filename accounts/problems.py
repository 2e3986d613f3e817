"""How the API says no: problem details (RFC 9457), one shape for every refusal and fault."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from ninja import Field, Schema

from accounts.errors import Refusal

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:vastra:problem:"


class Fault(Schema):
    """One thing that is wrong with what was sent: a member of the body, or a parameter."""

    pointer: str | None = Field(
        default=None, description="JSON pointer into the body.", examples=["#/quantity"]
    )
    parameter: str | None = Field(
        default=None,
        description="Name of the parameter in path, query or headers.",
        examples=["cursor"],
    )
    detail: str = Field(..., examples=["Choose a quantity from 1 to 10."])


class Problem(Schema):
    """Why a call was not answered as asked. `type` is for programs, `detail` for people."""

    type: str = Field(..., examples=["urn:vastra:problem:out-of-stock"])
    title: str = Field(..., examples=["Out of stock"])
    status: int = Field(..., ge=400, le=599, examples=[422])
    detail: str = Field(..., examples=["Only 2 left in M: Bagru Kurta, Indigo."])
    errors: list[Fault] = Field(default_factory=list)
    facts: dict[str, Any] = Field(
        default_factory=dict,
        description="What the refusal is about, as values.",
        examples=[{"available": 2, "size": "M"}],
    )
    reference: str = Field("", description="Names the call in our log.")


class Trouble(Exception):
    """Ends a call with a problem of this status; `name` is the last part of its type."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        name: str = "",
        faults: Iterable[Fault] = (),
        facts: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.faults = status, detail, list(faults)
        self.facts = facts or {}
        self.name = name or HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")
        self.headers = headers or {}
        super().__init__(detail)


def problem(
    status: int,
    detail: str,
    *,
    name: str,
    faults: Iterable[Fault] = (),
    facts: dict[str, Any] | None = None,
    reference: str = "",
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """The answer itself; never kept by anybody on the way."""
    said: dict[str, Any] = {
        "type": f"{TYPE}{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    if faults:
        said["errors"] = [fault.model_dump(exclude_none=True) for fault in faults]
    if facts:
        said["facts"] = facts
    if reference:
        said["reference"] = reference
    response = JsonResponse(said, status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for header, value in (headers or {}).items():
        response.headers[header] = value
    return response


def name_of(refusal: Refusal) -> str:
    """OutOfStock is out-of-stock."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(refusal).__name__).lower()


def facts_of(refusal: Refusal) -> dict[str, Any]:
    """What a refusal carries beside its sentence, as plain values; amounts in paise."""
    return {
        name: {"amount_minor": value.minor, "currency": value.currency}
        if hasattr(value, "minor")
        else value
        for name, value in vars(refusal).items()
        if isinstance(value, int | str) or hasattr(value, "minor")
    }


def trouble_of(*sent: forms.BaseForm, pointer: str = "#") -> Trouble:
    """What forms say is wrong, each sentence beside the member of the body it is about."""
    faults = [
        Fault(pointer=pointer if name == "__all__" else f"{pointer}/{name}", detail=str(sentence))
        for form in sent
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    detail = faults[0].detail if faults else "This could not be read."
    return Trouble(422, detail, name="invalid", faults=faults)

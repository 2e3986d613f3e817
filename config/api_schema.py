"""The API's schema: what django-ninja reads off the routes, with every answer each may give.

The routes say what they take and what they answer when all is well. What may go wrong follows
from their door, their parameters and their body, so it is written here, once.
"""

from functools import cache
from typing import Any, NamedTuple

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from accounts.callers import GUEST_HEADER, Door
from accounts.keys import HEADER as KEY_HEADER
from accounts.keys import NEEDED, takes_key
from accounts.problems import CONTENT_TYPE, TYPE, Problem
from config.api import api, body_type
from orders.api.orders import ORDER_HEADER

PREFIX = "/api/v1/"
REF = "#/components/schemas/"


class Answer(NamedTuple):
    """One way a call may go wrong: the end of its type, when, and what it then says."""

    name: str
    when: str
    detail: str


ANSWERS = {
    "400": Answer(
        "no-json",
        "The body is no JSON, or a key is missing that is needed.",
        "The body is no JSON we can read.",
    ),
    "401": Answer(
        "not-signed-in", "No token, or one that is over.", "Sign in first: send an access token."
    ),
    "403": Answer(
        "not-allowed",
        "Signed in, but not for this; or by cookie without its CSRF token.",
        "This is for staff who may do it.",
    ),
    "404": Answer(
        "not-found", "Not there, or somebody else's.", "There is nothing at this address."
    ),
    "406": Answer("not-acceptable", "The caller takes no JSON.", "We answer application/json."),
    "409": Answer(
        "idempotency-key-reused",
        "The key was used for another call, or a call under it is at work.",
        "This key was used for another call. Make a new key for each thing you mean to do.",
    ),
    "413": Answer("too-large", "More than is taken at once.", "That is more than we take at once."),
    "415": Answer(
        "unsupported-media-type", "The body is of another type.", "Send application/json."
    ),
    "422": Answer(
        "out-of-stock",
        "Understood, and refused: `detail` says why, `errors` says where.",
        "Only 2 left in M: Bagru Kurta, Indigo.",
    ),
    "429": Answer(
        "too-many-requests",
        "Too often: wait as long as Retry-After says.",
        "That was a lot at once. Ask again in 7 seconds.",
    ),
    "503": Answer(
        "away",
        "Closed for work, or something the call needs is away.",
        "Our books do not open just now. Nothing was lost; try again in a moment.",
    ),
}

DESCRIPTION = """\
Everything the shop's pages do, for programs: the same operations, the same rules, the same words.

**Signing in.** `POST /auth/code` sends a code, `POST /auth/tokens` trades it for an access token \
(five minutes) and a refresh token (good once). Send `Authorization: Bearer …`. A browser signed \
in on our pages may use its session instead, with its CSRF token in `X-CSRFToken`. Guests open a \
bag with `POST /cart` and send its token as `X-Cart-Token`; the order they place comes with a \
token of its own, sent as `X-Order-Token`.

**Money** is whole paise: `{"amount_minor": 149900, "currency": "INR"}` is ₹1,499. Times are \
ISO 8601 with their zone.

**Lists** come a page at a time: send `next_cursor` back as `cursor`.

**Refusals** are problem details (RFC 9457). `type` is for programs, `detail` for people, \
`errors` points at what caused it.

**Once.** What creates something takes an `Idempotency-Key`: sent again with the same body it has \
one effect and the same answer, for two days.

**Pace.** `RateLimit-Limit`, `-Remaining` and `-Reset` say how you stand; a 429 says how long to \
wait.

**Versions.** Additions come without notice: read past what you do not know. Anything else is a \
new version at a new path; the old one then answers with `Deprecation` and `Sunset` headers for a \
year before it ends.
"""


@cache
def openapi() -> dict[str, Any]:
    """The whole of it, the same in every process and on every machine."""
    schema: dict[str, Any] = dict(OpenAPISchema(api, PREFIX))
    schema["info"] = {
        "title": "Vastra",
        "version": "1.0.0",
        "description": DESCRIPTION,
    }
    schema["servers"] = [{"url": "/", "description": "This shop"}]
    schema["tags"] = _tags(schema)
    components = schema["components"]
    components["schemas"]["Problem"], more = _problem_schema()
    components["schemas"] |= more
    components["responses"] = {_name(status): _response(status) for status in ANSWERS}
    components["securitySchemes"] = SECURITY
    operations = _operations()
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            _complete(described, operations[path, method])
            _show_examples(described, components["schemas"])
    _drop_titles(schema["paths"])
    return schema


SECURITY: dict[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of `POST /auth/tokens`.",
    },
    "cart": {
        "type": "apiKey",
        "in": "header",
        "name": GUEST_HEADER,
        "description": "A guest's bag, of `POST /cart`.",
    },
    "order": {
        "type": "apiKey",
        "in": "header",
        "name": ORDER_HEADER,
        "description": "A guest's order, as it was answered when it was placed.",
    },
}


def _operations() -> dict[tuple[str, str], Operation]:
    return {
        (_path(router.prefix, path), method.lower()): operation
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }


def _path(prefix: str, path: str) -> str:
    """As the schema writes it: without the converters of its parameters."""
    parts = [
        "{" + part.strip("{}").rpartition(":")[2] + "}" if part.startswith("{") else part
        for part in f"{prefix}{path}".strip("/").split("/")
    ]
    return PREFIX + "/".join(parts)


def _complete(described: dict[str, Any], operation: Operation) -> None:
    door = next((d for d in operation.auth_callbacks if isinstance(d, Door)), Door())
    described["operationId"] = operation.view_func.__name__
    described["summary"] = operation.view_func.__name__.replace("_", " ").capitalize()
    described["security"] = _security(described, door)
    described["responses"] = {str(code): one for code, one in described["responses"].items()}
    mark = takes_key(operation.view_func)
    if mark:
        described["parameters"] = [*described.get("parameters", []), _key_parameter(mark)]
    for status in _may_answer(described, operation, door, mark):
        described["responses"].setdefault(
            status, {"$ref": f"#/components/responses/{_name(status)}"}
        )
    if described["responses"].keys() & {"200"} and "catalogue" in described.get("tags", []):
        described["responses"]["304"] = {"description": "Nothing it shows changed (If-None-Match)."}


def _security(described: dict[str, Any], door: Door) -> list[dict[str, list[str]]]:
    if door.needs_customer:
        return [{"token": []}]
    tag = next(iter(described.get("tags", [])), "")
    ways: list[dict[str, list[str]]] = [{}, {"token": []}]
    key = {"bag": "cart", "checkout": "cart", "orders": "order"}.get(tag)
    return [*ways, {key: []}] if key else ways


def _may_answer(
    described: dict[str, Any], operation: Operation, door: Door, mark: str
) -> list[str]:
    places = {parameter["in"] for parameter in described.get("parameters", [])}
    takes_body = bool(body_type(operation))
    conditions = {
        "400": takes_body or bool(mark),
        "401": True,  # a token that is over is refused everywhere
        "403": True,  # a cookie without its CSRF token, too
        "404": "path" in places,
        "406": True,
        "409": bool(mark),
        "413": takes_body,
        "415": takes_body,
        "422": bool(places) or takes_body or operation.methods != ["GET"],
        "429": True,
        "503": True,
    }
    return [status for status, may in conditions.items() if may]


def _key_parameter(mark: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": KEY_HEADER,
        "required": mark == NEEDED,
        "description": "New for each thing you mean to do; the same when you send it again.",
        "schema": {"type": "string", "pattern": "^[!-~]{8,128}$"},
        "example": "0190c5a8-2c11-7bb2-a4de-0f7c2b1f6d11",
    }


def _name(status: str) -> str:
    return ANSWERS[status].name.title().replace("-", "")


def _response(status: str) -> dict[str, Any]:
    name, when, detail = ANSWERS[status]
    example: dict[str, Any] = {
        "type": f"{TYPE}{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": int(status),
        "detail": detail,
    }
    if status == "422":
        example["errors"] = [{"pointer": "#/quantity", "detail": detail}]
    content = {CONTENT_TYPE: {"schema": {"$ref": f"{REF}Problem"}, "example": example}}
    described: dict[str, Any] = {"description": when, "content": content}
    if status in {"429", "503"}:
        wait = {"description": "Seconds.", "schema": {"type": "integer"}}
        described["headers"] = {"Retry-After": wait}
    return described


def _show_examples(described: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Whole bodies, put together from the examples of their members."""
    answers = [one for one in described["responses"].values() if "$ref" not in one]
    for part in [described.get("requestBody", {}), *answers]:
        for content in part.get("content", {}).values():
            content["example"] = _example(content["schema"], shapes)


def _example(shape: dict[str, Any], shapes: dict[str, Any], depth: int = 0) -> Any:
    if "$ref" in shape:
        return _example(shapes[shape["$ref"].rpartition("/")[2]], shapes, depth + 1)
    if "properties" in shape:
        members = shape["properties"].items()
        return {name: _example(member, shapes, depth) for name, member in members}
    said = _said(shape)
    if said:
        return said[0]
    if "anyOf" in shape:
        return _example(shape["anyOf"][0], shapes, depth)
    if shape.get("type") == "array":
        return [_example(shape.get("items", {}), shapes, depth)] if depth < DEEP else []
    return OF_TYPE.get(shape.get("format") or str(shape.get("type")))


def _said(shape: dict[str, Any]) -> list[Any]:
    """What a member may be, in its own words; an empty default says nothing."""
    values = [*shape.get("enum", []), shape.get("const"), shape.get("default")]
    return list(shape.get("examples", [])) or [value for value in values if value]


DEEP = 4  # a style shows styles that go with it, which is deep enough
OF_TYPE: dict[str, Any] = {
    "uuid": "0190c5a8-2c11-7bb2-a4de-0f7c2b1f6d11",
    "date-time": "2026-11-24T12:30:00Z",
    "date": "2026-11-27",
    "string": "…",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "object": {},
}


def _problem_schema() -> tuple[dict[str, Any], dict[str, Any]]:
    described = Problem.model_json_schema(ref_template=f"{REF}{{model}}", mode="serialization")
    return described, described.pop("$defs", {})


def _tags(schema: dict[str, Any]) -> list[dict[str, str]]:
    """In the order a shopper meets them."""
    used = [
        tag
        for methods in schema["paths"].values()
        for described in methods.values()
        for tag in described.get("tags", [])
    ]
    return [{"name": tag} for tag in dict.fromkeys(used)]


def _drop_titles(part: Any) -> None:
    """pydantic titles every parameter; the name is enough."""
    if isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for value in part.values():
            _drop_titles(value)
    elif isinstance(part, list):
        for value in part:
            _drop_titles(value)

"""Calls of the API, as an app makes them."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.test import Client

from accounts.callers import guest_token
from accounts.models import User
from orders.api.orders import ORDER_HEADER
from orders.links import token_for
from orders.models import Order
from shop.models import Cart

PREFIX = "/api/v1"


def access_token(user: User) -> str:
    """As signing in gives it; the session behind it is the user's own."""
    browser = Client()
    browser.force_login(user)
    return str(create_access_token(user, browser.session, {}))


@dataclass
class App:
    """An app of a customer, of a guest with a bag or an order, or of nobody."""

    user: User | None = None
    cart: Cart | None = None
    order: Order | None = None
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {"Accept": "application/json"}
        if self.user:
            self.headers["Authorization"] = f"Bearer {access_token(self.user)}"
        if self.cart:
            self.headers["X-Cart-Token"] = guest_token(self.cart.pk)
        if self.order:
            self.headers[ORDER_HEADER] = token_for(self.order)
        self.client = Client()

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(f"{PREFIX}{path}", query, headers=self._with(headers))

    def delete(self, path: str) -> Any:
        return self.client.delete(f"{PREFIX}{path}", headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """With a key of its own unless one is given."""
        keyed = {"Idempotency-Key": key or str(uuid4()), **headers}
        return self.send("POST", path, body, **keyed)

    def put(self, path: str, body: Any = None) -> Any:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.send("PATCH", path, body)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        written = "" if body is None else body if isinstance(body, str) else json.dumps(body)
        return self.client.generic(
            method,
            f"{PREFIX}{path}",
            written,
            content_type="application/json",
            headers=self._with(headers),
        )

    def _with(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {**self.headers, **named}


def problem_of(response: Any) -> tuple[int, str]:
    """Status and the end of the type of a problem; fails for an answer that is none."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    return response.status_code, response.json()["type"].rpartition(":")[2]

"""A browser without JavaScript: Django's test client that fills in the forms it is shown."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import requests
from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """One form of a page: where it goes, and what it says when nobody touches it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif not self.forms:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and "selected" in given:
            self.forms[-1].fields[self._select] = given.get("value", "")

    def _input(self, given: dict[str, str]) -> None:
        is_off = given.get("type") in {"radio", "checkbox"} and "checked" not in given
        if given.get("name") and given.get("type") != "file" and not is_off:
            self.forms[-1].fields[given["name"]] = given.get("value", "")


def _read(page: HttpResponse | requests.Response) -> _Forms:
    parser = _Forms()
    parser.feed(text_of(page))
    return parser


def text_of(page: HttpResponse | requests.Response) -> str:
    return page.content.decode()


def form_of(page: Any, action: str = "") -> Form:
    """The form of the page whose address ends like `action`; without one, the one to itself."""
    forms = [form for form in _read(page).forms if form.action.endswith(action)]
    exact = [form for form in forms if form.action == action]
    return (exact or forms)[0]


def links_of(page: Any) -> list[str]:
    return _read(page).links


class Browser:
    """One visitor: opens pages of the shop, and carries forms to the gateway and back."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def open(self, path: str) -> Any:
        page = self.client.get(path, follow=True)
        assert page.status_code == 200, (path, page.status_code)
        return page

    def send(self, path: str, fields: dict[str, Any]) -> Any:
        return self.client.post(path, fields, follow=True)

    def pay_at_the_gateway(self, page: Any, **pressed: str) -> Any:
        """From the shop's pay page through the hosted one and back, as its script would post."""
        to_gateway = form_of(page, "/v1/checkout/embedded")
        hosted = requests.post(to_gateway.action, to_gateway.fields, timeout=10)
        choose = form_of(hosted, "/v1/checkout/choice")
        host = "{0.scheme}://{0.netloc}".format(urlsplit(to_gateway.action))
        chosen = requests.post(host + choose.action, {**choose.fields, **pressed}, timeout=10)
        back = _read(chosen).forms[0]
        return self.send(urlsplit(back.action).path, back.fields)

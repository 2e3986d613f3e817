"""The API of signing in: a code or Google, then a short access token and one that renews it.

allauth's headless views do the work, for their `app` client: no cookie is read or set. Here they
get our words in and out.
"""

import json
from typing import Annotated, Any

from allauth import app_settings as allauth_settings
from allauth.account import app_settings as account_settings
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless import app_settings as headless_settings
from allauth.headless.account.views import ConfirmLoginCodeView, RequestLoginCodeView, SessionView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.inputs import Input
from allauth.headless.mfa.views import AuthenticateView
from allauth.headless.tokens.views import RefreshTokenView
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from accounts.budgets import spend_guess
from accounts.callers import CallerRequest, anybody, customers
from accounts.forms.signing_in import SignInForm
from accounts.problems import Fault, Trouble
from accounts.shapes import Asked, words

sign_in = Router(tags=["signing in"])
REDIRECTED = 302


class WhoIn(Asked):
    identifier: Annotated[
        str, words(254, least=3), Field(description="E-mail or mobile.", examples=["98765 43210"])
    ]


class CodeSent(Schema):
    """Where the code is to be entered; the same answer whether we know them or not."""

    session_token: str = Field(..., description="Send it with the code, and with nothing else.")
    seconds: int = Field(..., description="How long the code is good.", examples=[300])


class CodeIn(Asked):
    session_token: Annotated[str, words(128, least=8)]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(examples=["271828"])]


class FactorIn(Asked):
    """Of the authenticator app, or a recovery code."""

    session_token: Annotated[str, words(128, least=8)]
    code: Annotated[
        str, StringConstraints(pattern=r"^[0-9A-Za-z]{6,12}$"), Field(examples=["314159"])
    ]


class GoogleIn(Asked):
    client_id: Annotated[str, words(200, least=1)]
    id_token: Annotated[str, words(4000, least=1)]


class RefreshIn(Asked):
    refresh_token: Annotated[str, words(4000, least=1)]


class Tokens(Schema):
    """Send `access_token` as a bearer; renew it before it is over."""

    access_token: str
    refresh_token: str
    expires_in: int = Field(..., description="Seconds.", examples=[300])


class SignInInput(SignInForm, Input):
    """The form of the page, as allauth's headless views read it: one rule for both."""


class RequestCode(RequestLoginCodeView):
    input_class = SignInInput

    def handle_invalid_input(self, refused: Any) -> Any:
        if refused.over:  # the budget of the page; see accounts/budgets.py
            raise refused.over
        return super().handle_invalid_input(refused)


class EnterCode(ConfirmLoginCodeView):
    def handle_input(self, data: Any) -> Any:
        """Counted before it is looked at, like a guess on the page."""
        state = self.process.state
        spend_guess(str(state.get("phone") or state.get("email")))
        return super().handle_input(data)


@sign_in.post("/auth/code", response={202: CodeSent}, auth=anybody)
def request_code(request: CallerRequest, sent: WhoIn) -> Status:
    """Have a six-digit code sent. An account is made on the first sign-in."""
    status, said = _ask(request, RequestCode, {"identifier": sent.identifier})
    if status != 401:
        raise _trouble(status, said)
    token, seconds = said["meta"]["session_token"], account_settings.LOGIN_BY_CODE_TIMEOUT
    return Status(202, {"session_token": token, "seconds": seconds})


@sign_in.post("/auth/tokens", response=Tokens, auth=anybody)
def enter_code(request: CallerRequest, sent: CodeIn) -> dict[str, Any]:
    """Trade the code for tokens; three tries. 401 `more-needed` asks for the second factor, with
    the session token to send it with under `facts`.
    """
    code = {"code": sent.code}
    return _tokens(*_ask(request, EnterCode, code, session=sent.session_token))


@sign_in.post("/auth/second-factor", response=Tokens, auth=anybody)
def enter_second_factor(request: CallerRequest, sent: FactorIn) -> dict[str, Any]:
    """The second step, where a first one was answered `more-needed` with a session token."""
    code = {"code": sent.code}
    return _tokens(*_ask(request, AuthenticateView, code, session=sent.session_token))


@sign_in.post("/auth/google", response=Tokens, auth=anybody)
def enter_by_google(request: CallerRequest, sent: GoogleIn) -> dict[str, Any]:
    """Trade an ID token of Google's, made for this shop's client, for ours."""
    if not allauth_settings.SOCIALACCOUNT_ENABLED:
        raise Trouble(422, "Signing in with Google is not offered here.", name="not-offered")
    from allauth.headless.socialaccount.views import ProviderTokenView

    token = {"provider": "google", "process": "login", "token": sent.model_dump()}
    return _tokens(*_ask(request, ProviderTokenView, token))


@sign_in.post("/auth/refresh", response=Tokens, auth=anybody)
def renew_tokens(request: CallerRequest, sent: RefreshIn) -> dict[str, Any]:
    """New tokens for old; a refresh token is good once."""
    status, said = _ask(request, RefreshTokenView, sent.model_dump())
    if status != 200:
        raise Trouble(401, "This refresh token is over: sign in again.", name="not-signed-in")
    return _tokens_in(said["data"])


@sign_in.delete("/auth/session", response={204: None}, auth=customers)
def sign_out(request: CallerRequest) -> Status:
    """End the session behind the access token; its tokens are over at once."""
    if not request.headers.get("Authorization"):
        raise Trouble(422, "This ends tokens; a browser signs out on its page.", name="no-token")
    _ask(request, SessionView, {})
    return Status(204, None)


def _ask(
    request: HttpRequest, view: Any, body: dict[str, Any], *, session: str = ""
) -> tuple[int, dict[str, Any]]:
    """What allauth's view for apps answers to this body, in the session a sign-in began."""
    request._body = json.dumps(body).encode()
    request.META["HTTP_X_SESSION_TOKEN"] = session
    request.__dict__.pop("headers", None)  # read once more, with this one
    try:
        response: HttpResponse = view.as_api_view(client=Client.APP)(request)
    except ImmediateHttpResponse as instead:
        response = instead.response
    if response.headers.get("Content-Type") != "application/json":
        return REDIRECTED, {}  # to a page that says why
    said = json.loads(response.content or b"{}")
    if session:  # it goes on, unless allauth began another
        said.setdefault("meta", {}).setdefault("session_token", session)
    return response.status_code, said


def _tokens(status: int, said: dict[str, Any]) -> dict[str, Any]:
    if status != 200:
        raise _trouble(status, said)
    return _tokens_in(said["meta"])


def _tokens_in(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "access_token": said["access_token"],
        "refresh_token": said["refresh_token"],
        "expires_in": headless_settings.JWT_ACCESS_TOKEN_EXPIRES_IN,
    }


def _trouble(status: int, said: dict[str, Any]) -> Trouble:
    """allauth's refusals in our words."""
    if status == 400:
        faults = [
            Fault(pointer=f"#/{error.get('param', '')}".rstrip("/"), detail=error["message"])
            for error in said.get("errors", [])
        ]
        detail = faults[0].detail if faults else "This could not be read."
        return Trouble(422, detail, name="invalid", faults=faults)
    if status == REDIRECTED:
        return Trouble(
            422, "This way in is not open to you. Use a code instead.", name="use-a-code"
        )
    if status == 401:  # a second factor is due
        token = said.get("meta", {}).get("session_token", "")
        detail = "Enter the code of your authenticator app."
        return Trouble(401, detail, name="more-needed", facts={"session_token": token})
    if status == 429:
        return Trouble(429, "That was a lot at once. Wait a minute.", headers={"Retry-After": "60"})
    return Trouble(401, "This sign-in is over: ask for a new code.", name="sign-in-over")

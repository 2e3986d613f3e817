"""What a shopper typed at the checkout, kept in their session until they buy or sign out.

It never stands in an address. Whoever signs out loses it with the session.
"""

from typing import Any

from accounts.http import Request

SESSION_KEY = "checkout"
MOST_LETTERS = 160  # the longest field of the form
CHOICES = ("delivery_method", "pay")
CONTACT = ("phone", "email", "gstin")
PLACE = ("full_name", "pin_code", "house", "street", "landmark", "city", "state")
KEPT = (*CHOICES, *CONTACT, *PLACE)


def draft_of(request: Request) -> dict[str, str]:
    """What was kept, by the field's name; empty when nothing was."""
    kept: dict[str, str] = request.session.get(SESSION_KEY, {})
    return kept


def keep_draft(request: Request, typed: Any) -> None:
    """Keep what a posted form says, right or wrong.

    The session is read and written anew at that moment and not with the answer, so that this
    never writes over an order placed meanwhile.
    """
    draft = {name: str(typed.get(name) or "")[:MOST_LETTERS] for name in KEPT}
    if request.user.is_authenticated:  # who signs in later chooses among their own first
        draft["address"] = str(typed.get("address") or "")[:MOST_LETTERS]
    session = type(request.session)(request.session.session_key)
    if session.get(SESSION_KEY) == draft or not session.session_key:
        return  # known; or the session has ended meanwhile
    session[SESSION_KEY] = draft
    session.save()


def forget_draft(request: Request) -> None:
    """It became an order."""
    request.session.pop(SESSION_KEY, None)

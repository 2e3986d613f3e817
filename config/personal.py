"""What the API keeps about people: what it answered under their keys, for two days."""

from typing import Any

from accounts.models import User
from accounts.personal import Keeper, register
from config.idempotency import answers_to


def copy_answers(user: User) -> list[dict[str, Any]]:
    columns = ("key", "answered_with", "content")
    return [dict(row) for row in answers_to(_caller(user)).values(*columns)]


def erase_answers(user: User) -> None:
    answers_to(_caller(user)).delete()


def _caller(user: User) -> str:
    """As `accounts.callers` names a customer."""
    return f"user:{user.pk}"


register(Keeper("answers", copy_answers, erase_answers))

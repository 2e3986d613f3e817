"""Who is at the other end of a live socket: asked when it opens and before each word, let go at
once when they sign out.

Sockets of one session share a group, named by a hash so that no session key lies in Redis.
"""

import hashlib
from typing import Any

from asgiref.sync import async_to_sync
from channels.auth import get_user
from channels.layers import get_channel_layer

from accounts.bell import after_commit

ENDED = {"type": "session.ended"}


def session_group(session_key: str) -> str:
    """The group of all sockets one session has open."""
    return f"session.{hashlib.sha256(session_key.encode()).hexdigest()[:40]}"


def end_sockets(session_key: str) -> None:
    """Close every socket of this session; a channel layer that is down is logged, since each
    socket asks again who it belongs to before it says anything.
    """

    def tell() -> None:
        send_to_group(session_group(session_key), ENDED)

    after_commit(tell, lane="pages")


def send_to_group(group: str, message: dict[str, Any]) -> None:
    async_to_sync(get_channel_layer().group_send)(group, message)


async def user_of(scope: dict[str, Any]) -> Any:
    """Whose socket it is now, by the session as it is now; nobody's once that is over."""
    if scope.get("session") is None:
        return scope["user"]
    return await get_user({"session": session_of(scope)})


def session_of(scope: dict[str, Any]) -> Any:
    """The session of the socket's browser, to be read anew: the scope keeps an old copy."""
    session = scope.get("session")
    return {} if session is None else type(session._wrapped)(session.session_key)

"""What every live socket of the shop shares: it listens, says one word, and knows when to close."""

import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from accounts.sockets import session_group, user_of

# Closed after accepting: a browser cannot read the status of a refused socket.
SIGNED_OUT = 4401
NOT_FOUND = 4404
TOO_LARGE = 1009
TOO_MUCH = 1008

MOST_BYTES = 4096
MOST_WORDS_A_MINUTE = 30  # a page says “.” three times a minute, so that proxies keep it open


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """A page that hears that something changed, and fetches it again as its own user.

    `find_group` says what the page may listen to. It is asked when the socket opens and again
    before each word, so access that ended is noticed with the next change at the latest.
    """

    group = ""
    session_group = ""
    words = 0
    minute = 0.0

    def find_group(self, user: Any) -> str:
        """The group this page may listen to now; empty: none. May ask the database."""
        raise NotImplementedError

    async def connect(self) -> None:
        group = await self._allowed_group()
        await self.accept()
        if not group:
            await self.close(NOT_FOUND)
            return
        self.group = group
        await self.channel_layer.group_add(group, self.channel_name)
        session = self.scope.get("session")
        if session is not None and session.session_key:
            self.session_group = session_group(session.session_key)
            await self.channel_layer.group_add(self.session_group, self.channel_name)

    async def disconnect(self, code: int) -> None:
        for group in filter(None, (self.group, self.session_group)):
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,
        **kwargs: Any,
    ) -> None:
        """Pages have nothing to say; what arrives is ignored, what is large or many closes."""
        if len(text_data or bytes_data or b"") > MOST_BYTES:
            await self.close(TOO_LARGE)
        if time.monotonic() - self.minute > 60:
            self.minute, self.words = time.monotonic(), 0
        self.words += 1
        if self.words > MOST_WORDS_A_MINUTE:
            await self.close(TOO_MUCH)

    async def session_ended(self, event: dict[str, Any]) -> None:
        await self.close(SIGNED_OUT)

    async def tell(self, message: dict[str, Any]) -> None:
        """Pass a word on, if the page may still hear it; else close."""
        if await self._allowed_group() == self.group:
            await self.send_json(message)
        else:
            await self.close(NOT_FOUND)

    async def _allowed_group(self) -> str:
        user = await user_of(self.scope)
        return str(await database_sync_to_async(self.find_group)(user))

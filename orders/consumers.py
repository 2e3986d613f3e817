"""Live sockets: an order's page and the board of staff, which hear only that something changed."""

import asyncio
from typing import Any

from accounts.consumers import LiveConsumer
from accounts.sockets import session_of
from orders.access import orders_open_by
from orders.live import CHANGED, STAFF, group_of

PAUSE_SECONDS = 1  # between two words to a board, however many orders change


class OrderConsumer(LiveConsumer):
    """Open while somebody may open the order's page; another's order is simply not found."""

    def find_group(self, user: Any) -> str:
        number = self.scope["url_route"]["kwargs"]["number"]
        orders = orders_open_by(session_of(self.scope), user)
        order_id = orders.filter(number=number).values_list("pk", flat=True).first()
        return group_of(order_id) if order_id else ""

    async def order_changed(self, event: dict[str, Any]) -> None:
        await self.tell(CHANGED)


class BoardConsumer(LiveConsumer):
    """Open while staff watch incoming orders; a hundred changes in a second are two words."""

    pause: "asyncio.Task[None] | None" = None
    is_behind = False

    def find_group(self, user: Any) -> str:
        may_look = user.is_active and user.is_staff and user.has_perm("orders.view_order")
        return STAFF if may_look else ""

    async def order_changed(self, event: dict[str, Any]) -> None:
        if self.pause is not None and not self.pause.done():
            self.is_behind = True
            return
        await self.tell(CHANGED)
        self.pause = asyncio.create_task(self._pause())

    async def _pause(self) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        while self.is_behind:
            self.is_behind = False
            await self.tell(CHANGED)
            await asyncio.sleep(PAUSE_SECONDS)

    async def disconnect(self, code: int) -> None:
        if self.pause is not None:
            self.pause.cancel()
        await super().disconnect(code)

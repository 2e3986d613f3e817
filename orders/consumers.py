"""Live sockets: a page listens to its own order and hears only that it changed."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from orders.live import CHANGED, group_of
from orders.models import Order

NOT_FOUND = 4404  # closed after accepting: a browser cannot read the status of a refused socket


class OrderConsumer(AsyncJsonWebsocketConsumer):
    """Open while a customer looks at their order; somebody else's order is simply not found."""

    group = ""

    async def connect(self) -> None:
        order_id = await self._order_id()
        await self.accept()
        if order_id is None:
            await self.close(NOT_FOUND)
            return
        self.group = group_of(order_id)
        await self.channel_layer.group_add(self.group, self.channel_name)

    async def disconnect(self, code: int) -> None:
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,
        **kwargs: Any,
    ) -> None:
        """Pages have nothing to say; whatever arrives is ignored."""

    async def order_changed(self, event: dict[str, Any]) -> None:
        await self.send_json(CHANGED)

    @database_sync_to_async
    def _order_id(self) -> UUID | None:
        number = self.scope["url_route"]["kwargs"]["number"]
        orders = Order.objects.of(self.scope["user"])
        found: UUID | None = orders.filter(number=number).values_list("pk", flat=True).first()
        return found

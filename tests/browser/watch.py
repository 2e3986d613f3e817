"""What a browser window does unseen: faults in its console, and requests that leave the machine."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

AT_HOME = re.compile(r"(https?|ws)://127\.0\.0\.1:|data:|blob:|about:")

# What the browser itself notes when one leaves a page before its socket has opened.
LEFT_EARLY = "WebSocket is closed before the connection is established"


class Watch:
    """Notes from the first request of a window on."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self.strangers: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        context.on("request", lambda request: self._meet(request.url))
        context.on("page", self._follow)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and LEFT_EARLY not in message.text:
            self.faults.append(f"{message.text} ({message.location.get('url')})")

    def _meet(self, url: str) -> None:
        if not AT_HOME.match(url):
            self.strangers.append(url)

    def _follow(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._meet(socket.url))

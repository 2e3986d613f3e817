"""A Redis that hangs."""

import socket
import threading


class FrozenRedis:
    """Takes every connection and never answers; counts what it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._guests: list[socket.socket] = []
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self) -> None:
        while True:
            try:
                self._guests.append(self._door.accept()[0])
            except OSError:
                return
            self.asked += 1

    def close(self) -> None:
        for guest in self._guests:
            guest.close()
        self._door.close()

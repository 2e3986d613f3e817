"""`manage.py relay_changes`: tell live pages what other programs write to MongoDB."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Tell live pages what other programs write to orders. For MongoDB; runs until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "mongodb":
            self.stdout.write("Nothing to relay: here the shop's own commits tell its pages.")
            return
        from orders.relay import relay_changes

        over = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        self.stdout.write("Relaying what is written to orders.")
        relay_changes(over.is_set)

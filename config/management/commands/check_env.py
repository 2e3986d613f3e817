"""`manage.py check_env`: what the environment says, and what is wrong with it; never a secret."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.env import VARIABLES
from config.environment import faults, shown


class Command(BaseCommand):
    help = "Print what the environment says, secrets by their length; end with 1 on a bad value."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="Only what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(variable.name) for variable in VARIABLES)
        for variable in () if options["quiet"] else VARIABLES:
            self.stdout.write(f"{variable.name:<{width}}  {shown(variable)}")
        is_production = settings.SETTINGS_MODULE == "config.settings.prod"
        if found := faults(in_production=is_production):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(VARIABLES)} variables, nothing wrong with them")

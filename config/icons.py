"""The icon tags of `heroicons`, each icon drawn once by a process: a page shows a dozen.

They stand in for the package as an app: templates load them under its name.
"""

from functools import lru_cache
from typing import Any

from django import template
from heroicons.templatetags import heroicons

register = template.Library()


def _drawn_once(tag: Any) -> None:
    register.simple_tag(lru_cache(maxsize=256)(tag), name=tag.__name__)


_drawn_once(heroicons.heroicon_outline)
_drawn_once(heroicons.heroicon_solid)
_drawn_once(heroicons.heroicon_mini)

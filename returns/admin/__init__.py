"""The returns desk of the back office: from a filed case to what becomes of what was refused."""

from returns import kinds
from returns.admin import cases, dispositions, lessons

__all__ = ["cases", "dispositions", "kinds", "lessons"]

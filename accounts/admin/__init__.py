"""The back office's pages of people and of what we write to them."""

from accounts.admin import messages, people  # noqa: F401  (both register themselves)

"""The back office's pages of people, of what we write to them, and of the services we call."""

from accounts.admin import breakers, messages, people  # noqa: F401  (all register themselves)

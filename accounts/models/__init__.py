"""People, how they get in, what we owe them in words, and what they may ask of us."""

from accounts.models.breaker import Breaker
from accounts.models.messages import Message, MessageChannel, MessageStatus
from accounts.models.people import Address, User
from accounts.models.privacy import Consent, DataExport, ExportStatus, Purpose
from accounts.models.signing_in import Allowance, LimitCount, SignIn

__all__ = [
    "Address",
    "Allowance",
    "Breaker",
    "Consent",
    "DataExport",
    "ExportStatus",
    "LimitCount",
    "Message",
    "MessageChannel",
    "MessageStatus",
    "Purpose",
    "SignIn",
    "User",
]

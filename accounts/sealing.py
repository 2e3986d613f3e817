"""What the shop must keep for a while and nobody should read by the way: sealed with SECRET_KEY.

Who has a copy of the database alone learns nothing. An older key in SECRET_KEY_FALLBACKS still
opens what it sealed.
"""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(Exception):
    """It was sealed with a key that is gone, or tampered with."""


def seal(facts: dict[str, str]) -> str:
    return _keys().encrypt(json.dumps(facts).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """What was sealed; SealBroken where no key of ours opens it."""
    try:
        facts: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise SealBroken from error
    return facts


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """Another key than signatures use, so that neither can stand in for the other."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"accounts.sealing:" + key.encode()).digest())

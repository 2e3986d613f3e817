"""Who is signing in: one field, e-mail or mobile; the account is found, or made ready.

An account made here owns nothing and opens nothing until its code is entered, so typing somebody
else's address prepares no trap for them: there is no password to keep.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError

from accounts.models import User

INDIAN_MOBILE = re.compile(r"^(?:\+?91|0)?([6-9][0-9]{9})$")  # \d would take digits of any script


@dataclass(frozen=True)
class Identifier:
    """What somebody signs in with: exactly one of the two is set."""

    email: str = ""
    phone: str = ""


def parse_identifier(written: str) -> Identifier:
    """Read an e-mail or an Indian mobile number, with or without +91, spaces and hyphens.

    Raises ValidationError with the sentence to show beside the field.
    """
    text = written.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError("Enter an e-mail address like asha@example.in.") from None
        return Identifier(email=text.lower())
    try:
        return Identifier(phone=parse_phone(text))
    except ValidationError:
        raise ValidationError("Enter a 10-digit mobile number, or an e-mail address.") from None


def parse_phone(written: str) -> str:
    """The number as +919876543210; ValidationError for what is no Indian mobile number."""
    match = INDIAN_MOBILE.match(re.sub(r"[\s\-().]", "", written))
    if match is None:
        raise ValidationError("Enter a 10-digit mobile number.")
    return f"+91{match[1]}"


def find_or_register(identifier: Identifier) -> User:
    """The account of this e-mail or phone; a new one, without a password, if there is none."""
    wanted = {"email": identifier.email} if identifier.email else {"phone": identifier.phone}
    found = User.objects.filter(**wanted).first()
    if found is not None:
        return found
    try:
        return User.objects.create_user(**wanted)
    except IntegrityError:  # the same person, twice at once
        return User.objects.get(**wanted)

"""Numbers people read out loud: random, so that nobody can guess the next, and without 0/O, 1/I."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(prefix: str) -> str:
    """Like VA-7K3M9-Q9T2X: 49 bits of chance. Who may see what it names is still checked."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{prefix}-{drawn[:5]}-{drawn[5:]}"

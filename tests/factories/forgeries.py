"""Webhooks that somebody forged or a wire mangled: seeded, endless, none of them to be believed."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

Rng = random.Random


@dataclass(frozen=True)
class Forgery:
    """What arrives at the door; a signature of None is a header that is missing."""

    kind: str
    body: bytes
    signature: str | None


def forgeries(body: bytes, secret: str, *, seed: int) -> Iterator[Forgery]:
    """One after the other, every kind in turn, made of a body that `secret` would sign."""
    rng = Rng(seed)
    right = _sign(body, secret)
    for n in count():
        kinds = BODIES if n % 2 else SIGNATURES
        kind, forge = list(kinds.items())[n // 2 % len(kinds)]
        if kinds is BODIES:
            yield Forgery(kind, forge(body, rng), right)
        else:
            yield Forgery(kind, body, forge(body, secret, rng))


def _sign(body: bytes, secret: str, digest: str = "sha256") -> str:
    return hmac.new(secret.encode(), body, digest).hexdigest()


def _flipped(body: bytes, rng: Rng) -> bytes:
    place, bit = rng.randrange(len(body)), 1 << rng.randrange(8)
    return body[:place] + bytes([body[place] ^ bit]) + body[place + 1 :]


def _one_digit_off(body: bytes, secret: str, rng: Rng) -> str:
    right, place = _sign(body, secret), rng.randrange(64)
    other = rng.choice([digit for digit in "0123456789abcdef" if digit != right[place]])
    return right[:place] + other + right[place + 1 :]


# The body changed, under the right signature.
BODIES: dict[str, Callable[[bytes, Rng], bytes]] = {
    "one bit": _flipped,
    "cut short": lambda body, rng: body[: rng.randrange(len(body))],
    "something added": lambda body, rng: body + rng.randbytes(rng.randint(1, 40)),
    "a byte less": lambda body, rng: body[: (at := rng.randrange(len(body)))] + body[at + 1 :],
    "written anew": lambda body, _rng: json.dumps(json.loads(body), separators=(",", ":")).encode(),
    "another encoding": lambda body, _rng: body.decode().encode("utf-16"),
    "nothing": lambda _body, _rng: b"",
    "noise": lambda _body, rng: rng.randbytes(rng.randint(1, 2000)),
    "a megabyte": lambda body, _rng: body + b" " * 1_000_000,
}
# The signature changed, over the right body.
SIGNATURES: dict[str, Callable[[bytes, str, Rng], str | None]] = {
    "one digit": _one_digit_off,
    "missing": lambda *_: None,
    "empty": lambda *_: "",
    "capitals": lambda body, secret, _rng: _sign(body, secret).upper(),
    "cut short": lambda body, secret, rng: _sign(body, secret)[: rng.randrange(64)],
    "too long": lambda body, secret, _rng: _sign(body, secret) + "0",
    "in words": lambda _body, _secret, rng: rng.choice(["None", "null", "undefined", "0" * 64]),
    "not ASCII": lambda body, secret, _rng: "ü" + _sign(body, secret)[1:],
    "another secret": lambda body, _secret, rng: _sign(body, rng.randbytes(16).hex()),
    "no secret": lambda body, *_: _sign(body, ""),
    "another digest": lambda body, secret, _rng: _sign(body, secret, "sha512")[:64],
    "another body's": lambda _body, secret, rng: _sign(rng.randbytes(30), secret),
    "in base64": lambda body, secret, _rng: base64.b64encode(
        hmac.new(secret.encode(), body, hashlib.sha256).digest()
    ).decode(),
}

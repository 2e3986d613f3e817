"""The only module that talks to Cloudinary: masters go up, are shown from there, are destroyed."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import cloudinary
import cloudinary.exceptions as said
import cloudinary.uploader
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from urllib3 import PoolManager, Retry, Timeout

from accounts import breakers
from accounts.network import refuse_inside_transaction

log = logging.getLogger(__name__)

# A member of staff waits for an upload of up to 20 MB, the worker for the word that it is gone.
UPLOAD_TIMEOUT = Timeout(connect=3, read=20)
DESTROY_TIMEOUT = Timeout(connect=3, read=10)
DELIVERY_HOST = "res.cloudinary.com"

# The SDK's own connections would try a connection four times and follow a redirect anywhere.
vars(cloudinary.uploader)["_http"] = PoolManager(
    retries=Retry(connect=1, read=0, redirect=0, status=0), **cloudinary.CERT_KWARGS
)


class CloudFailure(Exception):
    """Cloudinary did not do what was asked, or did not say that it did."""


@dataclass(frozen=True)
class Account:
    """What CLOUDINARY_URL says: cloudinary://key:secret@cloud, perhaps with options."""

    cloud_name: str
    api_key: str
    api_secret: str
    folder: str = "vastra"  # ?folder=: two shops may share one account
    upload_prefix: str = "https://api.cloudinary.com"  # ?upload_prefix=: another region
    secure_distribution: str = DELIVERY_HOST  # ?secure_distribution=: a host name of one's own

    def options(self) -> dict[str, Any]:
        return {
            "cloud_name": self.cloud_name,
            "api_key": self.api_key,
            "api_secret": self.api_secret,
            "upload_prefix": self.upload_prefix,
        }

    @property
    def origin(self) -> str:
        return f"https://{self.secure_distribution}"

    def public_id(self, key: str) -> str:
        return f"{self.folder}/{key}"

    def url(self, key: str, transformation: str) -> str:
        """Where one rendering of a picture is. Keys are never used twice, so the version is 1."""
        home = self.origin
        if self.secure_distribution == DELIVERY_HOST:
            home = f"{home}/{self.cloud_name}"
        return f"{home}/image/upload/{transformation}/v1/{quote(self.public_id(key))}"


def account() -> Account | None:
    """The shop's account, or None where pictures are kept on this machine."""
    return parse_account(settings.CLOUDINARY_URL) if settings.CLOUDINARY_URL else None


@cache
def parse_account(url: str) -> Account:
    """ImproperlyConfigured for anything but cloudinary://key:secret@cloud[?option=value]."""
    parts = urlsplit(url)
    if parts.scheme != "cloudinary" or not (parts.username and parts.password and parts.hostname):
        raise ImproperlyConfigured("CLOUDINARY_URL is not cloudinary://key:secret@cloud.")
    known = ("folder", "upload_prefix", "secure_distribution")
    options = {name: values[0] for name, values in parse_qs(parts.query).items() if name in known}
    cloud_name = parts.netloc.rpartition("@")[2]  # as written: `hostname` is in small letters
    return Account(cloud_name, unquote(parts.username), unquote(parts.password), **options)


def upload(own: Account, content: bytes, key: str) -> None:
    """Store a master under its key, signed; sending it again replaces it with itself.

    CloudFailure when Cloudinary did not confirm it: it may be there all the same.
    """
    refuse_inside_transaction("Cloudinary")
    public_id = own.public_id(key)
    answer = _call(
        lambda: cloudinary.uploader.upload(
            ("master", content),  # bytes, never a name: a string would be fetched as an address
            public_id=public_id,
            resource_type="image",
            overwrite=True,
            timeout=UPLOAD_TIMEOUT,
            **own.options(),
        )
    )
    if answer.get("public_id") != public_id:
        raise CloudFailure(f"upload of {key} was not confirmed")


def destroy(own: Account, key: str) -> None:
    """Remove a picture and every copy on the delivery network; content when it is not there."""
    refuse_inside_transaction("Cloudinary")
    answer = _call(
        lambda: cloudinary.uploader.destroy(
            own.public_id(key), invalidate=True, timeout=DESTROY_TIMEOUT, **own.options()
        )
    )
    if answer.get("result") not in {"ok", "not found"}:
        raise CloudFailure(f"{key} was not destroyed: {answer.get('result')!r}")


def _call(request: Any) -> dict[str, Any]:
    try:
        answer = breakers.call("cloudinary", request, is_answer=_is_answer)
    except Exception as error:  # the SDK lets KeyError and its like out when an answer is odd
        log.warning("Cloudinary failed: %s", type(error).__name__)
        raise CloudFailure(f"{type(error).__name__}: {error}"[:200]) from error
    if not isinstance(answer, dict):
        raise CloudFailure(f"answered with a {type(answer).__name__}")
    return answer


def _is_answer(error: Exception) -> bool:
    """Whether Cloudinary itself said no; being asked too often is no answer."""
    no = (said.BadRequest, said.AuthorizationRequired, said.NotAllowed, said.NotFound)
    return isinstance(error, no)

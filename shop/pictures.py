"""Pictures of a colourway: staff upload a master, pages show it in every width, staff delete it."""

import logging
import random
from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.bell import ring
from accounts.network import refuse_inside_transaction
from accounts.transactions import durable_transaction
from shop.catalogue import refresh_listing
from shop.cloud import CloudFailure
from shop.errors import PictureNotKept
from shop.media import keep_master, remove_files
from shop.models import Category, Colourway, DiscardedPicture, Picture
from shop.tasks import remove_discarded_picture

log = logging.getLogger(__name__)

# Sent with `key` before files are removed; who shows a copy for ever (an order does) answers True.
is_still_shown = Signal()

STILL_ARRIVING = timedelta(minutes=10)  # an upload we gave up may yet arrive whole
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)


def add_picture(colourway: Colourway, master: "File[bytes]", *, view: str, alt: str) -> Picture:
    """Add one view of a colourway, after those it has; the product's card follows.

    The files are written first: a picture nobody refers to costs disk, a row without files would
    cost the page. PictureNotKept when they could not be; what may have arrived of them is removed
    by the worker, so that no half of it stays.
    """
    refuse_inside_transaction("Storing a picture")
    key = f"colourways/{colourway.pk.hex}/{uuid7().hex}"
    try:
        keep_master(master, key)
        return _write_row(colourway, key=key, view=view, alt=alt)
    except Exception as error:
        _discard_files(key, after=STILL_ARRIVING)
        if isinstance(error, (CloudFailure, OSError)):
            log.warning("a picture of %s was not kept: %s", colourway, error)
            raise PictureNotKept from error
        raise


@durable_transaction
def _write_row(colourway: Colourway, **columns: str) -> Picture:
    picture: Picture = Picture.objects.create(
        colourway=colourway, position=colourway.pictures.count(), **columns
    )
    refresh_listing(colourway.product)
    return picture


@transaction.atomic
def delete_picture(picture: Picture) -> None:
    """Take a picture off its colourway; the card follows, and the worker removes the files.

    May be part of a larger transaction; the files go after its commit, and stay while another
    picture, a category or an order shows them. Once more changes nothing.
    """
    gone, _ = Picture.objects.filter(pk=picture.pk).delete()
    if gone:
        _discard_files(picture.key)
        refresh_listing(picture.colourway.product)


def _discard_files(key: str, after: timedelta = timedelta(0)) -> None:
    if DiscardedPicture.objects.filter(key=key).exists():
        return
    row = DiscardedPicture.objects.create(key=key, next_attempt_at=timezone.now() + after)
    if not after:
        ring(remove_discarded_picture, row.pk)


def remove_discarded(row_id: str) -> None:
    """Remove the files of one due row, then the row; does nothing when it is gone or not due.

    A failure stays with the row, and is tried again after a growing pause for as long as it takes.
    """
    now = timezone.now()
    due = DiscardedPicture.objects.filter(pk=row_id, next_attempt_at__lte=now)
    if not due.update(next_attempt_at=now + LEASE, attempts=F("attempts") + 1):
        return
    row = DiscardedPicture.objects.get(pk=row_id)
    if not _is_shown(row.key):
        try:
            remove_files(row.key)
        except (CloudFailure, OSError) as error:
            _postpone(row, error)
            return
    row.delete()


def _is_shown(key: str) -> bool:
    """Whether anything shows these files still: a picture sharing them, a tile, or a listener."""
    return (
        Picture.objects.filter(key=key).exists()
        or Category.objects.filter(cover__key=key).exists()
        or any(answer for _, answer in is_still_shown.send(sender=Picture, key=key))
    )


def _postpone(row: DiscardedPicture, error: Exception) -> None:
    log.warning("the files of %s were not removed: %s", row.key, error)
    pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(row.attempts, 10)))
    DiscardedPicture.objects.filter(pk=row.pk).update(
        last_error=f"{type(error).__name__}: {error}"[:200],
        next_attempt_at=timezone.now() + pause * random.uniform(0.5, 1),
    )

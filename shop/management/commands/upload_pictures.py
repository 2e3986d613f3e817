"""`manage.py upload_pictures`: moves the pictures kept on this machine to Cloudinary."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from shop import cloud
from shop.media import WIDTHS, PictureFiles

ROOT = "pictures"


class Command(BaseCommand):
    help = (
        "Send every picture cut on this machine to the account of CLOUDINARY_URL; safe to repeat. "
        "Run it once, when a shop that is already open changes to Cloudinary."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        account = cloud.account()
        if account is None:
            raise CommandError("CLOUDINARY_URL is not set.")
        keys = sorted(_keys(ROOT))
        for key in keys:
            with default_storage.open(PictureFiles(key).path(WIDTHS[-1])) as widest:
                cloud.upload(account, widest.read(), key)
        self.stdout.write(f"{len(keys)} pictures are at Cloudinary. The files here stay.")


def _keys(folder: str) -> Iterator[str]:
    """Keys of the ladders below a folder; a key may itself have folders in it."""
    folders, files = default_storage.listdir(folder)
    if f"{WIDTHS[-1]}.avif" in files:
        yield folder.removeprefix(f"{ROOT}/")
    for name in folders:
        yield from _keys(f"{folder}/{name}")

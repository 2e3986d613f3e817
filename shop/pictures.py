"""Pictures of a colourway: staff upload a master, the shop cuts it into the widths pages use."""

from django.core.files.base import File
from uuid_utils.compat import uuid7

from accounts.network import refuse_inside_transaction
from accounts.transactions import durable_transaction
from shop.catalogue import refresh_listing
from shop.media import cut_ladder
from shop.models import Colourway, Picture


def add_picture(colourway: Colourway, master: "File[bytes]", *, view: str, alt: str) -> Picture:
    """Add one view of a colourway, after those it has; the product's card follows.

    The files are written first: a picture nobody refers to costs disk, a row without files would
    cost the page.
    """
    refuse_inside_transaction("Storing a picture")
    key = f"colourways/{colourway.pk.hex}/{uuid7().hex}"
    cut_ladder(master, key)
    return _write_row(colourway, key=key, view=view, alt=alt)


@durable_transaction
def _write_row(colourway: Colourway, **columns: str) -> Picture:
    picture: Picture = Picture.objects.create(
        colourway=colourway, position=colourway.pictures.count(), **columns
    )
    refresh_listing(colourway.product)
    return picture

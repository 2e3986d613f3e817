"""What a shopper saved for later: it promises nothing, remembers the price, and can be shown."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q

from accounts.models import User
from accounts.transactions import durable_transaction
from shop.cart import add_to_cart
from shop.errors import SizeNotChosen, StyleGone, WishlistFull
from shop.models import Cart, CartLine, Colourway, Product, Variant, Wishlist, WishlistItem
from shop.money import Money

MOST_SAVED = 200
NAME_LENGTH = 40


@dataclass(frozen=True)
class Saved:
    """A saved colour as it stands today beside what it was."""

    item: WishlistItem
    colourway: Colourway
    product: Product
    sizes: list[Variant]
    price: Money
    mrp: Money

    @property
    def is_sold(self) -> bool:
        """Whether the shop still has it on its shelves, in stock or not."""
        return self.product.is_published and bool(self.sizes)

    @property
    def is_in_stock(self) -> bool:
        return self.is_sold and any(size.available > 0 for size in self.sizes)

    @property
    def is_back(self) -> bool:
        """In stock today, sold out on the day it was saved."""
        return self.is_in_stock and not self.item.was_in_stock

    @property
    def dropped(self) -> Money | None:
        """How much less it costs than when it was saved; None when it does not."""
        less = Money(self.item.price_minor) - self.price
        return less if self.is_in_stock and less > Money(0) else None


@dataclass(frozen=True)
class Removed:
    """What was taken off a wishlist, with all that putting it back needs."""

    colourway_id: UUID
    price_minor: int
    was_in_stock: bool
    added_at: datetime


# --- Looking ------------------------------------------------------------------------------------


def saved_in(wishlist: Wishlist | None) -> list[Saved]:
    """Everything on a wishlist, last saved first, in three queries however much it is."""
    if wishlist is None:
        return []
    items = wishlist.items.select_related("colourway__product__category").prefetch_related(
        "colourway__variants", "colourway__pictures"
    )
    return [_as_it_stands(item) for item in items]


def saved_keys(wishlist: Wishlist | None) -> list[str]:
    """The ids of every saved colourway and of its product, which is what hearts are known by."""
    if wishlist is None:
        return []
    colourways = [item.colourway for item in wishlist.items.select_related("colourway")]
    return sorted({key.hex for c in colourways for key in (c.pk, c.product_id)})


def shared_wishlist(key: str) -> Wishlist | None:
    """The wishlist its owner shows under this key; None when there is none, or no longer."""
    return Wishlist.objects.filter(share_key=key).first()


def _as_it_stands(item: WishlistItem) -> Saved:
    colourway = item.colourway
    sizes = _sizes_of(colourway)
    cheapest = _cheapest(sizes)
    return Saved(
        item=item,
        colourway=colourway,
        product=colourway.product,
        sizes=sizes,
        price=cheapest.price if cheapest else Money(item.price_minor),
        mrp=cheapest.mrp if cheapest else Money(item.price_minor),
    )


def _sizes_of(colourway: Colourway) -> list[Variant]:
    return [size for size in colourway.variants.all() if size.is_active]


def _cheapest(sizes: list[Variant]) -> Variant | None:
    """What a card would show the price of: the cheapest size one can buy, else of all."""
    in_stock = [size for size in sizes if size.available > 0]
    return min(in_stock or sizes, key=lambda size: size.price_minor, default=None)


# --- Saving and taking away ---------------------------------------------------------------------


def save_style(wishlist: Wishlist, key: UUID) -> WishlistItem:
    """Save a colourway, or the first colour of a product, at the price it has now.

    Idempotent: what is saved already stays as it was. Raises StyleGone or WishlistFull.
    """
    try:
        return _save(wishlist, key)
    except IntegrityError:  # a double tap: the first one has saved it by now
        return _save(wishlist, key)


@durable_transaction
def _save(wishlist: Wishlist, key: UUID) -> WishlistItem:
    colourway = (
        Colourway.objects.select_related("product")
        .prefetch_related("variants")
        .filter(Q(pk=key) | Q(product_id=key))
        .first()
    )
    if colourway is None or not colourway.product.is_published:
        raise StyleGone
    item = WishlistItem.objects.filter(wishlist=wishlist, colourway=colourway).first()
    if item is not None:
        return item
    if wishlist.items.count() >= MOST_SAVED:
        raise WishlistFull(MOST_SAVED)
    cheapest = _cheapest(_sizes_of(colourway))
    return WishlistItem.objects.create(
        wishlist=wishlist,
        colourway=colourway,
        price_minor=cheapest.price_minor if cheapest else 0,
        was_in_stock=cheapest is not None and cheapest.available > 0,
    )


@durable_transaction
def unsave_style(wishlist: Wishlist, key: UUID) -> None:
    """Take away a colourway, or every colour of a product; nothing happens where none is saved."""
    found = wishlist.items.filter(Q(colourway_id=key) | Q(colourway__product_id=key))
    WishlistItem.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()


def remove_item(item: WishlistItem) -> Removed:
    """Take one item away; `restore_item` undoes it."""
    item.delete()
    return Removed(item.colourway_id, item.price_minor, item.was_in_stock, item.added_at)


def restore_item(wishlist: Wishlist, removed: Removed) -> None:
    """Put back what was removed, where it was and at the price it had; idempotent.

    Raises StyleGone or WishlistFull.
    """
    item = save_style(wishlist, removed.colourway_id)
    WishlistItem.objects.filter(pk=item.pk).update(
        price_minor=removed.price_minor,
        was_in_stock=removed.was_in_stock,
        added_at=removed.added_at,
    )


def move_to_bag(item: WishlistItem, cart: Cart, size: UUID) -> CartLine:
    """Put one of this size into the bag and take the item off the wishlist.

    Raises SizeNotChosen where it is no size of this colour, and as `add_to_cart` does; the item
    is then still saved.
    """
    if not Variant.objects.filter(pk=size, colourway_id=item.colourway_id).exists():
        raise SizeNotChosen
    line = add_to_cart(cart, size)
    WishlistItem.objects.filter(pk=item.pk).delete()
    return line


@durable_transaction
def merge_guest_wishlist(guests: Wishlist, user: User) -> int:
    """Move what a guest saved to the user's own wishlist; returns how many items joined it.

    Of a colour on both, the user's own stays, with its price. The guest's list is gone.
    """
    own = Wishlist.objects.filter(user=user).first() or Wishlist.objects.create(user=user)
    if own.pk == guests.pk:
        return 0
    known = set(own.items.values_list("colourway_id", flat=True))
    joining = [item for item in guests.items.all() if item.colourway_id not in known]
    WishlistItem.objects.filter(pk__in=[item.pk for item in joining]).update(wishlist=own)
    key, shared_as = guests.share_key, guests.shared_as
    guests.delete()
    if key:  # a link that was given away goes on working
        Wishlist.objects.filter(pk=own.pk, share_key=None).update(
            share_key=key, shared_as=shared_as
        )
    return len(joining)


# --- Showing it to others -----------------------------------------------------------------------


def share(wishlist: Wishlist, *, shared_as: str = "") -> None:
    """Let everybody who has its address look at the wishlist, under a name or none.

    Sharing it again keeps the address; sharing after `stop_sharing` makes a new one.
    """
    Wishlist.objects.filter(pk=wishlist.pk, share_key=None).update(
        share_key=secrets.token_urlsafe(24)
    )
    Wishlist.objects.filter(pk=wishlist.pk).update(shared_as=shared_as)
    wishlist.refresh_from_db()


def stop_sharing(wishlist: Wishlist) -> None:
    """The address leads nowhere from now on, and never again to this wishlist."""
    Wishlist.objects.filter(pk=wishlist.pk).update(share_key=None, shared_as="")
    wishlist.refresh_from_db()

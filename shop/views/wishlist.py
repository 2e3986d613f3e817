"""The wishlist: a heart anywhere, the page of what is saved, and the one others may look at."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts.errors import Refusal
from accounts.http import Request, page_before
from shop import wishlist as saving
from shop.errors import SizeNotChosen
from shop.forms import AddToBagForm, ShareForm
from shop.http import cart_for_adding, current_wishlist, lacks_csrf_token, wishlist_for_saving
from shop.models import Product, WishlistItem
from shop.wishlist import Removed

UNDO = "shop.wishlist.undo"
UNDO_SECONDS = 24 * 3600
BEST_SELLERS = 4


@csrf_exempt  # checked by hand: a cached page holds no token, so a page without one asks once more
@require_POST
@never_cache
def wishlist_save(request: Request, key: UUID) -> HttpResponse:
    """Press a heart: `save` is 1 to keep a style, 0 to let it go. Pressed twice is pressed once."""
    is_wanted = request.POST.get("save", "1") != "0"
    if lacks_csrf_token(request):
        return render(request, "shop/wishlist_confirm.html", {"key": key, "is_wanted": is_wanted})
    try:
        if is_wanted:
            saving.save_style(wishlist_for_saving(request), key)
        elif wishlist := current_wishlist(request):
            saving.unsave_style(wishlist, key)
    except Refusal as refusal:
        return _heart_refused(request, str(refusal))
    if not request.htmx:
        return redirect("shop:wishlist")
    said = "Saved to your wishlist." if is_wanted else "No longer on your wishlist."
    return _hearts(request, said)


def _hearts(request: Request, said: str, status: int = 200) -> HttpResponse:
    """The header's heart, which knows what is saved, and a word of what happened."""
    context = {"saved": saving.saved_keys(current_wishlist(request)), "swap": True}
    response = render(request, "components/wishes.html", context, status=status)
    return trigger_client_event(response, "say", {"value": said})


def _heart_refused(request: Request, said: str) -> HttpResponse:
    if request.htmx:
        return _hearts(request, said, status=422)
    context = {"refusal": said, "back": page_before(request)}
    return render(request, "shop/wishlist_refused.html", context, status=422)


@require_GET
@never_cache
def wishlist_page(request: Request) -> HttpResponse:
    removed = _removed(request.GET.get("removed", ""))
    return render(request, "shop/wishlist.html", _context(request, removed=removed))


def _context(
    request: Request,
    *,
    refused: WishlistItem | None = None,
    refusal: str = "",
    removed: Removed | None = None,
) -> dict[str, Any]:
    """The wishlist as it is now: a refusal beside its item, an undo where the removed one was."""
    wishlist = current_wishlist(request)
    rows: list[dict[str, Any]] = [
        {"saved": saved, "refusal": refusal if refused == saved.item else ""}
        for saved in saving.saved_in(wishlist)
    ]
    count = len(rows)
    if removed:
        place = sum(row["saved"].item.added_at > removed.added_at for row in rows)
        rows.insert(place, {"undo": _undo(removed)})
    return {
        "wishlist": wishlist,
        "rows": rows,
        "count": count,
        "shared_at": _shared_at(request, wishlist),
        "best": [] if rows else Product.objects.published().best_selling()[:BEST_SELLERS],
    }


def _answer(request: Request, said: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The list anew for htmx, the page itself for who waits for one."""
    context = _context(request, **more)
    if not request.htmx:
        return render(request, "shop/wishlist.html", context, status=status)
    response = render(request, "shop/wishlist.html#list", context, status=status)
    response = trigger_client_event(response, "bag:changed")
    return trigger_client_event(response, "say", {"value": said}) if said else response


@require_POST
@never_cache
def wishlist_item(request: Request, pk: UUID) -> HttpResponse:
    """Move an item's chosen size to the bag, or take the item away; `remove` wins."""
    items = WishlistItem.objects.filter(wishlist=current_wishlist(request))
    item = get_object_or_404(items.select_related("colourway__product"), pk=pk)
    name = item.colourway.product.name
    if "remove" in request.POST:
        removed = saving.remove_item(item)
        if request.htmx:
            return _answer(request, f"{name} removed.", removed=removed)
        return redirect(f"{reverse('shop:wishlist')}?{urlencode({'removed': _undo(removed)})}")
    form = AddToBagForm(request.POST)
    try:
        if not form.is_valid():
            raise SizeNotChosen
        saving.move_to_bag(item, cart_for_adding(request), form.cleaned_data["variant"])
    except Refusal as refusal:
        return _answer(request, "", status=422, refused=item, refusal=str(refusal))
    return _answer(request, f"{name} is in your bag.") if request.htmx else redirect("shop:bag")


@require_POST
@never_cache
def wishlist_undo(request: Request) -> HttpResponse:
    """Put back what was just removed."""
    removed = _removed(request.POST.get("removed", ""))
    try:
        if removed:
            saving.restore_item(wishlist_for_saving(request), removed)
    except Refusal as refusal:
        return _heart_refused(request, str(refusal))
    return _answer(request, "It is back.") if request.htmx else redirect("shop:wishlist")


@require_POST
@never_cache
def wishlist_share(request: Request) -> HttpResponse:
    """Show the wishlist to whoever has its address, or to nobody any more."""
    form = ShareForm(request.POST)
    wishlist = current_wishlist(request)
    if wishlist and form.is_valid():
        if form.cleaned_data["on"]:
            saving.share(wishlist, shared_as=form.cleaned_data["shared_as"])
        else:
            saving.stop_sharing(wishlist)
    return _answer(request, "") if request.htmx else redirect("shop:wishlist")


@require_GET
@never_cache
def shared(request: Request, key: str) -> HttpResponse:
    """Somebody's wishlist as they let others see it: what is still sold, to look at only."""
    wishlist = saving.shared_wishlist(key)
    if wishlist is None:
        raise Http404("Nobody shares a wishlist here.")
    rows = [saved for saved in saving.saved_in(wishlist) if saved.is_sold]
    return render(request, "shop/wishlist_shared.html", {"wishlist": wishlist, "rows": rows})


def _shared_at(request: Request, wishlist: Any) -> str:
    if wishlist is None or not wishlist.share_key:
        return ""
    return request.build_absolute_uri(reverse("shop:wishlist_shared", args=[wishlist.share_key]))


def _undo(removed: Removed) -> str:
    """What was removed, in words only we can write: nothing has to be kept for an undo."""
    return signing.dumps(
        [
            removed.colourway_id.hex,
            removed.price_minor,
            removed.was_in_stock,
            removed.added_at.isoformat(),
        ],
        salt=UNDO,
    )


def _removed(undo: str) -> Removed | None:
    try:
        key, price, was_in_stock, at = signing.loads(undo, salt=UNDO, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    return Removed(UUID(hex=key), price, was_in_stock, datetime.fromisoformat(at))

"""Addresses that were printed, sent and bookmarked: each leads to what it once led to, for ever."""

from django.urls import reverse

from shop.models import Category, FormerSlug, Product


def leave_address(row: Product | Category, former_slug: str) -> None:
    """Have the address `row` had until now lead to the one it has from now on.

    Idempotent; call it in the transaction that changed the slug. A chain is one step long, since
    the former address names the row and not its next address.
    """
    column = "product" if isinstance(row, Product) else "category"
    former = reverse(f"shop:{column}", args=[former_slug])
    owner = {"product": None, "category": None, column: row}
    if not FormerSlug.objects.filter(path=former).update(**owner):
        FormerSlug.objects.create(path=former, **owner)
    # An address that is in use again is nobody's former one.
    FormerSlug.objects.filter(path=row.get_absolute_url()).delete()


def current_address(path: str) -> str | None:
    """Where the row lives now that had this address once; None when no row had.

    For addresses that lead nowhere: a slug that was taken again wins, because it leads somewhere.
    """
    former = (
        FormerSlug.objects.filter(path=path[:120]).select_related("product", "category").first()
    )
    row = (former.product or former.category) if former else None
    return row.get_absolute_url() if row else None


def removed_product(path: str) -> Product | None:
    """The style that is no longer shown at this address, with its category."""
    prefix, _, rest = reverse("shop:product", args=["-"]).partition("-")
    slug = path.removeprefix(prefix).removesuffix(rest)
    if path != f"{prefix}{slug}{rest}" or len(slug) > 80:
        return None
    return Product.objects.filter(slug=slug, is_published=False).select_related("category").first()

"""Products listed before swatches knew all that listings ask of them are listed anew."""

from django.db import migrations
from django.utils import timezone

from shop.colours import family_of


def list_anew(apps, schema_editor):
    Product, Colourway = apps.get_model("shop", "Product"), apps.get_model("shop", "Colourway")
    for product in Product.objects.exclude(swatches=[]).only("pk", "swatches").iterator(1000):
        if all("sizes" in swatch for swatch in product.swatches):
            continue
        rows = Colourway.objects.filter(product_id=product.pk).order_by("position")
        swatches = [swatch_of(row) for row in rows.prefetch_related("variants", "pictures")]
        Product.objects.filter(pk=product.pk).update(swatches=swatches, listed_at=timezone.now())


def swatch_of(colourway):
    sold = sorted(colourway.variants.all(), key=lambda variant: variant.position)
    in_stock = [v.size for v in sold if v.is_active and v.on_hand > v.held]
    pictures = sorted(colourway.pictures.all(), key=lambda picture: (picture.position, picture.pk))
    covers = [
        {"key": p.key, "alt": p.alt, "dye": colourway.dye, "is_illustration": p.is_illustration}
        for p in pictures
    ]
    return {
        "key": colourway.pk.hex,
        "name": colourway.name,
        "slug": colourway.slug,
        "dye": colourway.dye,
        "family": colourway.family or family_of(colourway.dye),
        "sizes": list(dict.fromkeys(in_stock)),
        "cover": covers[0] if covers else {},
    }


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_storefront")]
    operations = [migrations.RunPython(list_anew, migrations.RunPython.noop)]

"""Products listed before swatches knew their colourway and its family are listed anew."""

from django.db import migrations
from django.utils import timezone

from shop.colours import family_of


def list_anew(apps, schema_editor):
    Product, Colourway = apps.get_model("shop", "Product"), apps.get_model("shop", "Colourway")
    for product in Product.objects.exclude(swatches=[]).only("pk", "swatches").iterator(1000):
        if all("key" in swatch for swatch in product.swatches):
            continue
        swatches = [
            {
                "key": colourway.pk.hex,
                "name": colourway.name,
                "slug": colourway.slug,
                "dye": colourway.dye,
                "family": family_of(colourway.dye),
            }
            for colourway in Colourway.objects.filter(product_id=product.pk).order_by("position")
        ]
        Product.objects.filter(pk=product.pk).update(swatches=swatches, listed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_storefront")]
    operations = [migrations.RunPython(list_anew, migrations.RunPython.noop)]

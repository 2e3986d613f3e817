"""Cases so far were sent by their customers; what was paid online goes back the way it came."""

from django.db import migrations

BATCH = 500


def tell_the_past(apps, schema_editor):
    ReturnCase = apps.get_model("returns", "ReturnCase")
    ReturnCase.objects.filter(way="").update(way="drop_off")
    cases = ReturnCase.objects.filter(refund_to="").select_related("order").order_by("pk")
    online = [case.pk for case in cases if case.order.payment_method == "online"]
    for start in range(0, len(online), BATCH):
        some = ReturnCase.objects.filter(pk__in=online[start : start + BATCH])
        some.update(refund_to="source")


class Migration(migrations.Migration):

    dependencies = [("returns", "0007_journey_and_drafts")]

    operations = [migrations.RunPython(tell_the_past, migrations.RunPython.noop)]

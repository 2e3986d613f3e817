"""What was packed so far travelled in one parcel, whose carrier and number stood on the order."""

from django.db import migrations

PACKED = ("packed", "shipped", "delivered")
BATCH = 500


def pack_the_past(apps, schema_editor):
    Order = apps.get_model("orders", "Order")
    packed = Order.objects.filter(status__in=PACKED).order_by("pk")
    pks = list(packed.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        _pack_some(apps, pks[start : start + BATCH])


def _pack_some(apps, pks):
    Order, OrderLine, OrderEvent, Parcel, ParcelLine = (
        apps.get_model("orders", name)
        for name in ("Order", "OrderLine", "OrderEvent", "Parcel", "ParcelLine")
    )
    reached = {}
    for order_id, status, at in OrderEvent.objects.filter(
        order_id__in=pks, status__in=PACKED
    ).values_list("order_id", "status", "at"):
        reached[order_id, status] = at
    orders = list(Order.objects.filter(pk__in=pks))
    parcels = {order.pk: _parcel_of(Parcel, order, reached) for order in orders}
    Parcel.objects.bulk_create(parcels.values())
    lines = list(OrderLine.objects.filter(order_id__in=pks))
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcels[line.order_id], order_line=line, quantity=line.quantity)
        for line in lines
    )
    delivered = {order.pk for order in orders if order.status == "delivered"}
    for line in lines:
        line.packed_quantity = line.quantity
        line.delivered_quantity = line.quantity if line.order_id in delivered else 0
    OrderLine.objects.bulk_update(lines, ["packed_quantity", "delivered_quantity"])
    for order in orders:
        order.parcel_steps = PACKED.index(order.status) + 1
    Order.objects.bulk_update(orders, ["parcel_steps"])


def _parcel_of(Parcel, order, reached):
    has_left = order.status != "packed"
    packed_at = reached.get((order.pk, "packed"), order.placed_at)
    return Parcel(
        order=order,
        number=1,
        status=order.status,
        carrier=order.carrier,
        tracking_number=order.tracking_number,
        packed_at=packed_at,
        shipped_at=reached.get((order.pk, "shipped"), packed_at) if has_left else None,
        delivered_at=order.delivered_at if order.status == "delivered" else None,
    )


class Migration(migrations.Migration):

    dependencies = [("orders", "0004_parcels")]

    operations = [migrations.RunPython(pack_the_past, migrations.RunPython.noop)]

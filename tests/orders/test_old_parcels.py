"""Promises of the migration to parcels: old orders keep their carrier, number and dates."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import ledgers
from tests.factories import make_variant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines("sqlite", "postgres")]
BEFORE = [("orders", "0003_external_refunds")]
DAY = {name: datetime(2026, 11, day, 9, tzinfo=UTC) for name, day in
       (("placed", 1), ("packed", 2), ("shipped", 3), ("delivered", 5))}  # fmt: skip


@pytest.fixture
def old_shop():
    """The tables as they were before; the newest again afterwards."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(newest)
    ledgers.let_it_be_emptied()


def migrate(app, name):
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name)])
    return executor.loader.project_state([(app, name)]).apps


def old_order(apps, variant, status, **columns):
    order = apps.get_model("orders", "Order").objects.create(
        number=f"VA-{status}", key=status, status=status, phone="+919876543210",
        items_minor=1000_00, total_minor=1000_00, full_name="Asha Rao", house="12",
        street="Church Street", city="Bengaluru", state="KA", pin_code="560001",
        placed_at=DAY["placed"], expires_at=DAY["placed"], **columns,
    )  # fmt: skip
    order.lines.create(
        variant_id=variant.pk, sku="KU-1", name="Kurta", colour="Indigo", size="M", quantity=2,
        unit_price_minor=500_00, unit_mrp_minor=500_00,
    )  # fmt: skip
    for step in ("packed", "shipped", "delivered"):
        order.events.create(status=step, text=step, at=DAY[step])
        if step == status:
            break
    return order


def test_what_was_packed_shipped_or_delivered_went_in_one_parcel(old_shop):
    variant = make_variant()
    sent = {"carrier": "Blue Dart", "tracking_number": "BD123"}
    old_order(old_shop, variant, "confirmed")
    old_order(old_shop, variant, "packed")
    old_order(old_shop, variant, "shipped", **sent)
    old_order(old_shop, variant, "delivered", delivered_at=DAY["delivered"], **sent)
    apps = migrate("orders", "0006_carrier_is_the_parcels")
    parcels, lines = apps.get_model("orders", "Parcel"), apps.get_model("orders", "OrderLine")
    rows = parcels.objects.values_list(
        "order__status", "number", "status", "carrier", "tracking_number",
        "packed_at", "shipped_at", "delivered_at",
    )  # fmt: skip
    packed, shipped, delivered = DAY["packed"], DAY["shipped"], DAY["delivered"]
    assert sorted(rows) == [
        ("delivered", 1, "delivered", "Blue Dart", "BD123", packed, shipped, delivered),
        ("packed", 1, "packed", "", "", packed, None, None),
        ("shipped", 1, "shipped", "Blue Dart", "BD123", packed, shipped, None),
    ]
    counted = lines.objects.values_list("order__status", "packed_quantity", "delivered_quantity")
    assert sorted(counted) == [
        ("confirmed", 0, 0), ("delivered", 2, 2), ("packed", 2, 0), ("shipped", 2, 0),
    ]  # fmt: skip
    assert set(apps.get_model("orders", "ParcelLine").objects.values_list("quantity")) == {(2,)}

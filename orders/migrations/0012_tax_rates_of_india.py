"""GST on what a clothing shop sells, from the day the tax began."""

from datetime import date

from django.db import migrations

FIRST = "Notification 1/2017-Central Tax (Rate), 28 June 2017"
SHOES_2018 = "Notification 18/2018-Central Tax (Rate), 26 July 2018"
SHOES_2022 = "Notification 14/2021-Central Tax (Rate), 18 November 2021"
BAGS_2017 = "Notification 41/2017-Central Tax (Rate), 14 November 2017"
NEW = "Notification 9/2025-Central Tax (Rate), 17 September 2025 (56th meeting of the GST Council)"

BEGUN, SHOES_FIRST, SHOES_THEN = date(2017, 7, 1), date(2018, 7, 27), date(2022, 1, 1)
BAGS_THEN, REFORM = date(2017, 11, 15), date(2025, 9, 22)

APPAREL = ("61", "62", "63")  # knitted, not knitted, other made-up articles
# Woven fabrics, sarees among them: silk, wool, cotton, linen and jute, man-made filament and staple.
FABRICS = (
    "5007", "5111", "5112", "5113", "5208", "5209", "5210", "5211", "5212", "5309", "5310", "5311",
    "5407", "5408", "5512", "5513", "5514", "5515", "5516",
)  # fmt: skip


def rates():
    """(HSN prefix, pieces up to so many paise or None, basis points, from, source)."""
    for code in APPAREL:
        yield code, 1_000_00, 5_00, BEGUN, FIRST
        yield code, None, 12_00, BEGUN, FIRST
        yield code, 2_500_00, 5_00, REFORM, NEW
        yield code, None, 18_00, REFORM, NEW
    for code in FABRICS:
        yield code, None, 5_00, BEGUN, FIRST
    yield "64", 500_00, 5_00, BEGUN, FIRST
    yield "64", None, 18_00, BEGUN, FIRST
    yield "64", 1_000_00, 5_00, SHOES_FIRST, SHOES_2018
    yield "64", None, 18_00, SHOES_FIRST, SHOES_2018
    yield "64", 1_000_00, 12_00, SHOES_THEN, SHOES_2022
    yield "64", None, 18_00, SHOES_THEN, SHOES_2022
    yield "64", 2_500_00, 5_00, REFORM, NEW
    yield "64", None, 18_00, REFORM, NEW
    yield "42", None, 28_00, BEGUN, FIRST
    yield "42", None, 18_00, BAGS_THEN, BAGS_2017
    yield "", None, 18_00, BEGUN, FIRST


def write_rates(apps, schema_editor):
    TaxRate = apps.get_model("orders", "TaxRate")
    TaxRate.objects.bulk_create(
        TaxRate(
            hsn_prefix=prefix, up_to_minor=up_to, basis_points=points, from_on=day, source=source
        )
        for prefix, up_to, points, day, source in rates()
    )


class Migration(migrations.Migration):

    dependencies = [("orders", "0011_tax_and_invoices")]

    operations = [migrations.RunPython(write_rates, migrations.RunPython.noop)]

"""A verdict used to hold the reason of a refusal, and said nothing of what the garment is good for."""

from django.db import migrations

BATCH = 500
# old verdict: (grade, verdict, refused for)
MEANT = {
    "passed": ("resellable", "passed", ""),
    "unsound": ("scrap", "unsound", ""),
    "worn": ("scrap", "refused", "worn"),
    "damaged": ("scrap", "refused", "damaged"),
    "wrong_item": ("wrong_item", "refused", "wrong_item"),
    "missing": ("missing", "refused", "missing"),
}
COLUMNS = ["grade", "verdict", "refused_for", "received_at"]


def grade_the_past(apps, schema_editor):
    ReturnUnit = apps.get_model("returns", "ReturnUnit")
    pks = list(ReturnUnit.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        units = ReturnUnit.objects.filter(pk__in=pks[start : start + BATCH])
        units = list(units.select_related("line__case"))
        for unit in units:
            grade, verdict, refused_for = MEANT.get(unit.verdict, ("", unit.verdict, ""))
            unit.grade, unit.verdict, unit.refused_for = grade, verdict, refused_for
            unit.received_at = None if grade == "missing" else unit.line.case.received_at
        ReturnUnit.objects.bulk_update(units, COLUMNS)


class Migration(migrations.Migration):

    dependencies = [("returns", "0002_grades_and_photos")]

    operations = [migrations.RunPython(grade_the_past, migrations.RunPython.noop)]

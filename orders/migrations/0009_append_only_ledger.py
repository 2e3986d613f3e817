"""The database itself refuses to change or delete a ledger entry, where it can (INV-11).

MongoDB has no triggers; there the model's own refusal stands alone. On SQLite a later migration that
alters the table makes it anew without its triggers, and has to repeat `create`; a test notices.
"""

from django.db import migrations

SAYS = "ledger entries are never changed or deleted; write a new one"
TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER ledger_never_{verb.lower()}d BEFORE {verb} ON orders_ledgerentry
            BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"""CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$""",
        """CREATE TRIGGER ledger_never_changed BEFORE UPDATE OR DELETE ON orders_ledgerentry
            FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger()""",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS ledger_never_updated",
        "DROP TRIGGER IF EXISTS ledger_never_deleted",
    ],
    "postgresql": [
        "DROP TRIGGER ledger_never_changed ON orders_ledgerentry",
        "DROP FUNCTION refuse_change_of_ledger",
    ],
}


def create(apps, schema_editor):
    for statement in TRIGGERS.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in UNDONE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0008_cash_and_express'),
    ]

    operations = [
        migrations.RunPython(create, drop),
    ]

"""Messages posted before `about` was noted name their order in what they say."""

from django.db import migrations


def note_what_they_are_about(apps, schema_editor):
    Message = apps.get_model("accounts", "Message")
    said = Message.objects.filter(about="").values_list("pk", "context")
    for pk, context in list(said):
        number = context.get("number") if isinstance(context, dict) else None
        if number:
            Message.objects.filter(pk=pk).update(about=str(number)[:32])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_message_log")]

    operations = [migrations.RunPython(note_what_they_are_about, migrations.RunPython.noop)]

"""What the check leaves behind: photos of a garment as it lay on the table."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from returns.models.case import ReturnUnit, private_storage


class InspectionPhoto(models.Model):
    """A photo staff took of a unit, re-encoded; only its customer and staff may see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(ReturnUnit, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to="returns/checks/")
    taken_at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"Photo of {self.unit}"

"""What the shop calls, as the back office names it."""

from django.db import models


class Breaker(models.Model):
    """A service the shop calls, as the back office names it: no table, its facts are in Redis."""

    name = models.CharField(primary_key=True, max_length=40)

    class Meta:
        managed = False
        default_permissions = ("view", "change")
        verbose_name = "service we call"
        verbose_name_plural = "services we call"

    def __str__(self) -> str:
        return self.name

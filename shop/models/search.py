"""The words shoppers use: what they mean, and what they asked for."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.querysets import SearchTermQuerySet
from shop.words import words_of


class Synonym(models.Model):
    """Another spelling or name for a word the catalogue uses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phrase = models.CharField(
        max_length=40, unique=True, help_text="As shoppers type it, in small letters: kurtha."
    )
    means = models.CharField(max_length=40, help_text="As the catalogue says it: kurta.")

    class Meta:
        ordering: ClassVar = ["phrase"]

    def __str__(self) -> str:
        return f"{self.phrase} → {self.means}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phrase = self.normal(self.phrase)
        super().save(*args, **kwargs)

    @staticmethod
    def normal(phrase: str) -> str:
        """A phrase as queries are looked up: the same words as a shopper's, however typed."""
        return " ".join(words_of(phrase))


class SearchTerm(models.Model):
    """How often one phrase was searched for on one day, and how much it found last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    day = models.DateField(default=timezone.localdate)
    term = models.CharField(max_length=60)
    searches = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0, help_text="Styles it found the last time.")

    objects = SearchTermQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-day", "-searches"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "term"], name="one_row_per_term_and_day")
        ]
        indexes: ClassVar = [models.Index(fields=["found", "-day"], name="search_term_misses")]

    def __str__(self) -> str:
        return self.term

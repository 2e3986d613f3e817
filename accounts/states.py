"""How anything with a status moves: one table per model, one way to change it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from accounts.errors import IllegalTransition


def _refuse_status(columns: Iterable[str]) -> None:
    if "status" in columns:
        raise TypeError("A status moves by move_to, one row at a time.")


class StatefulQuerySet(models.QuerySet[Any]):
    """Rows whose status nobody writes past the table, neither many at once nor from a shell."""

    def update(self, **columns: Any) -> int:
        _refuse_status(columns)
        return super().update(**columns)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        fields = list(fields)
        _refuse_status(fields)
        return super().bulk_update(objs, fields, batch_size)


class StatefulModel(models.Model):
    """A row whose `status` only moves along its model's TRANSITIONS."""

    TRANSITIONS: ClassVar[dict[Any, frozenset[Any]]]
    status: str
    _seen_status: str | None = None  # as it was read; none for a row that is not written yet

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, but never its status once there is one: that is for `move_to` alone.

        Raises IllegalTransition when the status was changed by hand, even along the table.
        """
        if self._state.adding or kwargs.get("force_insert"):
            super().save(*args, **kwargs)
            self._seen_status = self.status
            return
        seen, now = self._seen_status, self.__dict__.get("status")
        if seen is not None and now is not None and seen != now:
            raise IllegalTransition(self, old=seen, new=now)
        written = kwargs.pop("update_fields", None)
        if written is None:
            loaded = set(self.__dict__)
            written = [f.name for f in self._meta.concrete_fields if f.attname in loaded]
            written = [name for name in written if name != self._meta.pk.name]
        kept = [name for name in written if name != "status"]
        super().save(*args, update_fields=kept, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        row = super().from_db(*args, **kwargs)
        row._seen_status = row.__dict__.get("status")  # none when it was deferred
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._seen_status = self.__dict__.get("status")

    def move_to(self, new: str, *, provided: models.Q | None = None, **columns: Any) -> None:
        """Move to `new`, writing `columns` in the same UPDATE, guarded by the status we saw.

        This is the only assignment of `.status` in the code base. Raises IllegalTransition when
        the table forbids the move, or when somebody else moved the row first (no row updated), or
        when `provided`, a condition on the row, does not hold any more.
        """
        old = self.status
        if new not in self.TRANSITIONS[old]:
            raise IllegalTransition(self, old=old, new=new)
        rows: models.QuerySet[Any] = type(self)._base_manager.filter(pk=self.pk)
        if rows.filter(provided or models.Q(), status=old).update(status=new, **columns) == 0:
            raise IllegalTransition(self, old=old, new=new)
        for name, value in {"status": new, **columns}.items():
            setattr(self, name, value)
        self._seen_status = new

    def can_move_to(self, new: str) -> bool:
        return new in self.TRANSITIONS[self.status]

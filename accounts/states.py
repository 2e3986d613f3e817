"""How anything with a status moves: one table per model, one way to change it."""

from typing import Any, ClassVar

from django.db import models

from accounts.errors import IllegalTransition


class StatefulModel(models.Model):
    """A row whose `status` only moves along its model's TRANSITIONS."""

    TRANSITIONS: ClassVar[dict[Any, frozenset[Any]]]
    status: str

    class Meta:
        abstract = True

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

    def can_move_to(self, new: str) -> bool:
        return new in self.TRANSITIONS[self.status]

"""Unique indexes that queries can use.

The backend below us makes every unique index a partial one, `{column: {"$type": …}}`, so that many
rows may hold null. MongoDB's planner uses a partial index only for a query that repeats its
filter, which no query does: each look-up by primary key would read the whole collection.
"""

from copy import copy
from typing import Any

from django.db.models import Index, Model
from django_mongodb_backend.schema import DatabaseSchemaEditor as BackendSchemaEditor
from pymongo import IndexModel


class DatabaseSchemaEditor(BackendSchemaEditor):
    """Where no null can be the unique index is whole; else a plain one for reading joins it."""

    def add_index(
        self, model: type[Model], index: Index, *, field: Any = None, unique: bool = False,
        column_prefix: str = "", parent_model: type[Model] | None = None,
    ) -> None:  # fmt: skip
        more = {"field": field, "column_prefix": column_prefix, "parent_model": parent_model}
        fields: list[Any] = (
            [field] if field else [model._meta.get_field(name) for name, _ in index.fields_orders]
        )
        if unique and not index.condition and not any(one.null for one in fields):
            keys = [(column_prefix + one.column, 1) for one in fields]
            collection = self.get_collection((parent_model or model)._meta.db_table)
            collection.create_indexes([IndexModel(keys, name=index.name, unique=True)])
            return
        super().add_index(model, index, unique=unique, **more)
        if unique and not index.condition:
            plain = copy(index)
            plain.name = f"{index.name}_read"
            super().add_index(model, plain, unique=False, **more)

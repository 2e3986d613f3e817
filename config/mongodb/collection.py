"""A collection whose operations fail in Django's words."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from pymongo.collection import Collection as PyMongoCollection
from pymongo.command_cursor import CommandCursor

from config.mongodb.errors import in_djangos_words


def _in_djangos_words(name: str) -> Callable[..., Any]:
    operation = getattr(PyMongoCollection, name)

    @wraps(operation)
    def translated(*args: Any, **kwargs: Any) -> Any:
        with in_djangos_words():
            return operation(*args, **kwargs)

    return translated


class Rows:
    """The rows of a query; fetching the next batch can fail as the query itself can."""

    def __init__(self, cursor: CommandCursor[dict[str, Any]]) -> None:
        self.cursor = cursor

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with in_djangos_words():
            yield from self.cursor

    def next(self) -> dict[str, Any]:
        with in_djangos_words():
            return self.cursor.next()


class Collection(PyMongoCollection[dict[str, Any]]):
    """The backend calls exactly these four to read and write rows."""

    insert_many = _in_djangos_words("insert_many")
    update_many = _in_djangos_words("update_many")
    delete_many = _in_djangos_words("delete_many")

    def aggregate(self, *args: Any, **kwargs: Any) -> Rows:  # type: ignore[override]
        with in_djangos_words():
            return Rows(super().aggregate(*args, **kwargs))

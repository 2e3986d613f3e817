"""The rows of returns, by what they are about."""

from returns.models.case import (
    ReturnCase,
    ReturnEvent,
    ReturnLine,
    ReturnPhoto,
    ReturnUnit,
    private_storage,
)
from returns.models.inspection import InspectionPhoto

__all__ = [
    "InspectionPhoto",
    "ReturnCase",
    "ReturnEvent",
    "ReturnLine",
    "ReturnPhoto",
    "ReturnUnit",
    "private_storage",
]

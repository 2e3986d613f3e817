"""The rows of returns, by what they are about."""

from returns.models.case import (
    ReturnCase,
    ReturnEvent,
    ReturnLine,
    ReturnPhoto,
    ReturnUnit,
    private_storage,
)
from returns.models.dispositions import Disposition
from returns.models.drafts import DraftLine, DraftPhoto, ReturnDraft
from returns.models.inspection import InspectionPhoto
from returns.models.lessons import ReturnTally

__all__ = [
    "Disposition",
    "DraftLine",
    "DraftPhoto",
    "InspectionPhoto",
    "ReturnCase",
    "ReturnDraft",
    "ReturnEvent",
    "ReturnLine",
    "ReturnPhoto",
    "ReturnTally",
    "ReturnUnit",
    "private_storage",
]

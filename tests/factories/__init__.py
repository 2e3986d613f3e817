"""Rows for tests; every later state is reached through the shop's own operations."""

from tests.factories.catalogue import bag_with, make_category, make_product, make_variant
from tests.factories.orders import (
    cash_order,
    delivered_order,
    pack_first,
    packed_order,
    paid_order,
    place_order,
    ship,
    ship_parcel,
    shipped_order,
    started_order,
    two_parcels,
)
from tests.factories.people import make_address, make_customer, make_staff
from tests.factories.pictures import jpeg, make_picture, picture_file, upload
from tests.factories.returns import (
    accepted_case,
    filed_case,
    findings_of,
    received_case,
    refused_case,
)
from tests.factories.reviews import published_review, written_review

__all__ = [
    "accepted_case",
    "bag_with",
    "cash_order",
    "delivered_order",
    "filed_case",
    "findings_of",
    "jpeg",
    "make_address",
    "make_category",
    "make_customer",
    "make_picture",
    "make_product",
    "make_staff",
    "make_variant",
    "pack_first",
    "packed_order",
    "paid_order",
    "picture_file",
    "place_order",
    "published_review",
    "received_case",
    "refused_case",
    "ship",
    "ship_parcel",
    "shipped_order",
    "started_order",
    "two_parcels",
    "upload",
    "written_review",
]

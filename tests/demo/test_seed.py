"""What the seeded shop promises: the same every time, complete, and true to its own books."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.auth import authenticate
from django.core import mail
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from PIL import Image

import demo.seed
from accounts.models import Address, Message, MessageStatus, User
from accounts.sms import MemorySender
from demo.catalogue import PRODUCTS, SYNONYMS, goes_with
from demo.people import OWNER, SHOPPER, WAREHOUSE
from demo.seed import pictures
from demo.seed.razorpay import tell_razorpay
from orders import messages
from orders.invariants import find_breaches
from orders.models import LedgerEntry, Order, OrderEvent, OrderLine, Payment, Refund
from orders.sandbox import running_sandbox
from orders.states import ORDER_TRANSITIONS, OrderStatus, PaymentStatus, RefundStatus
from returns.models import ReturnCase, ReturnEvent, ReturnLine, ReturnUnit
from returns.states import GIVEN_UP, RETURN_TRANSITIONS, ReturnStatus, Verdict
from shop.catalogue import refresh_listing
from shop.models import (
    Category,
    Colourway,
    Coupon,
    HomeBlock,
    Pairing,
    Picture,
    Product,
    Review,
    StockMovement,
    Synonym,
    Variant,
)

pytestmark = pytest.mark.django_db

EDITIONS = 9
TOTAL = len(PRODUCTS) + EDITIONS

MAIN_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Category: ("slug", "name", "cover"),
    Product: (
        "slug",
        "name",
        "material",
        "price_minor",
        "sizes_in_stock",
        "cover",
        "rating_tenths",
        "sold_recently",
    ),
    Colourway: ("slug", "dye", "family"),
    Variant: ("sku", "size", "price_minor", "on_hand", "held"),
    Picture: ("key", "alt"),
    Review: ("title", "rating", "city"),
    Pairing: ("product__slug", "goes_with__slug", "position"),
    HomeBlock: ("kind", "headline", "product__slug", "category__slug"),
    Synonym: ("phrase", "means"),
    Coupon: ("code", "kind", "percent", "amount_minor", "minimum_minor", "is_automatic"),
    StockMovement: ("cause", "on_hand_change", "held_change"),
    User: ("email", "phone", "full_name", "is_staff"),
    Address: ("house", "city", "pin_code"),
    Order: ("number", "status", "total_minor"),
    OrderLine: ("sku", "quantity", "claimed_quantity"),
    OrderEvent: ("order__number", "status", "text"),
    Payment: ("receipt", "status", "refund_reserved_minor"),
    Refund: ("order__number", "status", "amount_minor"),
    LedgerEntry: ("order__number", "kind", "amount_minor"),
    ReturnCase: ("number", "status"),
    ReturnUnit: ("verdict", "note"),
    Message: ("template", "recipient", "status"),
}


def fingerprint(model: type[Model]) -> tuple[int, str]:
    rows = sorted(map(repr, model._default_manager.values_list(*MAIN_COLUMNS[model])))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def seed(**options: int) -> None:
    demo.seed.seed(products=TOTAL, **options)


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """One seeded shop for all tests of this file, which only read, and when it was seeded: what is
    counted over thirty days is another number a minute later. Pictures have their own test.
    """
    seeded_at = timezone.now()
    patch = pytest.MonkeyPatch()
    patch.setattr(demo.seed, "cut_pictures", lambda products: None)
    block = transaction.atomic()
    block._from_testcase = True  # as Django marks a test's own, so that operations run inside it
    with django_db_blocker.unblock(), block:
        seed()
        yield seeded_at
        transaction.set_rollback(True)
    patch.undo()


# The same shop every time


def test_seeding_again_changes_nothing(shop):
    before = {model: fingerprint(model) for model in MAIN_COLUMNS}
    with time_machine.travel(shop):
        seed()
    assert {model: fingerprint(model) for model in MAIN_COLUMNS} == before


def test_the_past_is_drawn_the_same_on_every_machine(shop):
    asha = User.objects.get(email=SHOPPER.email)
    numbers = Order.objects.of(asha).values_list("number", flat=True)
    assert sorted(numbers)[0] == "VA-9J3NX-4NQJJ"


# Everything there is


def test_every_product_and_the_editions_are_there(shop):
    assert Product.objects.count() == TOTAL
    assert Product.objects.filter(slug__endswith="-2").count() == EDITIONS


def test_every_category_shows_a_drawn_cover(shop):
    covers = Category.objects.values_list("cover", flat=True)
    assert [cover["is_illustration"] for cover in covers] == [True] * 9


def test_orders_in_every_state(shop):
    assert Order.objects.count() == 300
    assert set(Order.objects.values_list("status", flat=True)) == set(OrderStatus)


def test_returns_in_every_state(shop):
    assert set(ReturnCase.objects.values_list("status", flat=True)) == set(ReturnStatus)


def test_some_return_was_accepted_in_part(shop):
    verdicts = defaultdict(set)
    for case, verdict in ReturnUnit.objects.values_list("line__case", "verdict"):
        verdicts[case].add(verdict == Verdict.PASSED)
    accepted = ReturnCase.objects.filter(status=ReturnStatus.ACCEPTED)
    assert any(len(verdicts[case.pk]) == 2 for case in accepted)


def test_refunds_processed_pending_failed_needing_attention_and_one_to_be_sent(shop):
    assert set(Refund.objects.values_list("status", flat=True)) == {
        RefundStatus.REQUESTED,
        RefundStatus.PROCESSED,
        RefundStatus.PENDING,
        RefundStatus.FAILED,
        RefundStatus.NEEDS_ATTENTION,
    }


def test_orders_reach_back_ninety_days(shop):
    first = Order.objects.order_by("placed_at").first()
    assert timedelta(days=85) < timezone.now() - first.placed_at < timedelta(days=92)


# What shoppers filter by, and what staff would have set up


def test_every_style_has_a_material_and_every_colourway_a_family(shop):
    assert not Product.objects.filter(material="").exists()
    assert not Colourway.objects.filter(family="").exists()
    assert Colourway.objects.filter(slug="haldi").first().family == "yellow"


def test_an_edition_keeps_the_material_and_family_of_its_original(shop):
    original = Product.objects.get(slug=PRODUCTS[0].slug)
    edition = Product.objects.get(slug=f"{PRODUCTS[0].slug}-2")
    assert edition.material == original.material == PRODUCTS[0].material
    families = Colourway.objects.filter(product=original).values_list("family", flat=True)
    assert Colourway.objects.get(product=edition).family in families


def test_an_edition_is_newly_listed_and_was_never_bought(shop):
    editions = Product.objects.filter(slug__endswith="-2")
    assert set(editions.values_list("sold_recently", flat=True)) == {0}
    assert editions.filter(listed_at__gt=timezone.now() - timedelta(hours=1)).count() == EDITIONS


def test_best_sellers_are_counted_from_the_orders_of_thirty_days(shop):
    since = shop - timedelta(days=30)
    bought = Counter()
    lines = OrderLine.objects.filter(order__placed_at__gte=since)
    undone = {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.RETURNED}
    lines = lines.exclude(order__status__in=undone | {OrderStatus.PLACED})
    for product, quantity in lines.values_list("variant__colourway__product", "quantity"):
        bought[product] += quantity
    counted = Product.objects.filter(sold_recently__gt=0)
    assert len(bought) > 20
    assert dict(counted.values_list("pk", "sold_recently")) == bought


def test_every_style_is_paired_as_the_catalogue_says(shop):
    shown = defaultdict(list)
    for slug, other in Pairing.objects.values_list("product__slug", "goes_with__slug"):
        shown[slug].append(other)
    assert shown == {p.slug: [other.slug for other in goes_with(p)] for p in PRODUCTS}


def test_shoppers_spellings_are_rows_staff_can_edit(shop):
    rows = dict(Synonym.objects.values_list("phrase", "means"))
    assert (rows["kurtha"], rows["t shirt"], rows["sky blue"]) == ("kurta", "tee", "aasmani")
    assert set(rows.values()) <= set(SYNONYMS.values())
    assert [phrase for phrase in rows if phrase != Synonym.normal(phrase)] == []
    assert "kurta" not in rows  # “kurtas” is its plural, not another name


def test_the_front_page_has_a_hero_and_a_story_that_lead_to_their_shelf(shop):
    blocks = HomeBlock.objects.order_by("kind").values_list(
        "kind", "product__slug", "category__slug"
    )
    assert list(blocks) == [
        ("hero", "dabu-mud-resist-kurta", "kurtas"),
        ("story", "bandhej-silk-saree", "sarees"),
    ]


def test_three_offers_run_and_one_applies_by_itself(shop):
    festive = Coupon.objects.get(code="FESTIVE10")
    assert (festive.percent, festive.most_minor, festive.minimum_minor) == (10, 500_00, 1_499_00)
    first = Coupon.objects.get(code="FIRST150")
    assert (first.amount_minor, first.first_order_only, first.customer_limit) == (150_00, True, 1)
    automatic = Coupon.objects.get(is_automatic=True)
    assert (automatic.kind, automatic.minimum_minor) == (Coupon.Kind.DELIVERY, 999_00)
    assert automatic.category_ids == [str(Category.objects.get(slug="tees").pk)]


# People


def test_staff_sign_in_with_the_passwords_the_demo_prints(shop):
    for account in (WAREHOUSE, OWNER):
        user = authenticate(username=account.email, password=account.password)
        assert user is not None
        assert user.is_staff


def test_only_the_owner_may_do_everything(shop):
    assert [user.email for user in User.objects.filter(is_superuser=True)] == [OWNER.email]


def test_asha_has_a_phone_two_addresses_and_no_password(shop):
    asha = User.objects.get(email=SHOPPER.email)
    assert asha.phone == "+919876543210"
    assert asha.addresses.count() == 2
    assert not asha.has_usable_password()


def test_asha_has_one_order_on_the_way_and_two_she_can_still_return(shop):
    orders = Order.objects.of(User.objects.get(email=SHOPPER.email))
    assert orders.filter(status=OrderStatus.SHIPPED).count() == 1
    assert orders.filter(return_deadline__gt=timezone.now()).count() == 2
    assert orders.filter(return_deadline__lt=timezone.now()).count() == 3


def test_asha_was_refunded_for_one_return(shop):
    (case,) = ReturnCase.objects.filter(order__user__email=SHOPPER.email)
    assert [refund.status for refund in case.refunds()] == [RefundStatus.PROCESSED]


# Its books are true


def test_movements_add_up_to_the_stock(shop):
    on_hand, held = Counter(), Counter()
    movements = StockMovement.objects.values_list("variant", "on_hand_change", "held_change")
    for variant, on_hand_change, held_change in movements:
        on_hand[variant] += on_hand_change
        held[variant] += held_change
    wrong = [
        variant.sku
        for variant in Variant.objects.all()
        if (on_hand[variant.pk], held[variant.pk]) != (variant.on_hand, variant.held)
    ]
    assert wrong == []


def test_stock_was_never_promised_twice_nor_below_nothing(shop):
    on_hand, held, wrong = Counter(), Counter(), []
    for movement in StockMovement.objects.order_by("at"):
        on_hand[movement.variant_id] += movement.on_hand_change
        held[movement.variant_id] += movement.held_change
        if not 0 <= held[movement.variant_id] <= on_hand[movement.variant_id]:
            wrong.append(movement.key)
    assert wrong == []


def test_the_ledger_is_payments_less_refunds(shop):
    booked, moved = Counter(), Counter()
    for order, amount in LedgerEntry.objects.values_list("order", "amount_minor"):
        booked[order] += amount
    paid = Payment.objects.filter(status=PaymentStatus.CAPTURED)
    for order, amount in paid.values_list("order", "amount_minor"):
        moved[order] += amount
    returned = Refund.objects.filter(status=RefundStatus.PROCESSED)
    for order, amount in returned.values_list("order", "amount_minor"):
        moved[order] -= amount
    assert booked == moved


def test_payments_reserve_what_is_going_back(shop):
    going_back = Counter()
    refunds = Refund.objects.exclude(status=RefundStatus.FAILED)
    for payment, amount in refunds.values_list("payment", "amount_minor"):
        going_back[payment] += amount
    reserved = dict(Payment.objects.values_list("pk", "refund_reserved_minor"))
    assert {pk: amount for pk, amount in reserved.items() if amount} == going_back


def test_claimed_units_are_those_of_open_and_settled_returns(shop):
    claimed = Counter()
    lines = ReturnLine.objects.exclude(case__status__in=list(GIVEN_UP))
    for line, quantity in lines.values_list("order_line", "quantity"):
        claimed[line] += quantity
    noted = OrderLine.objects.filter(claimed_quantity__gt=0)
    assert dict(noted.values_list("pk", "claimed_quantity")) == claimed


def test_every_refunded_return_pays_for_the_units_that_passed(shop):
    passed = Counter()
    units = ReturnUnit.objects.filter(verdict=Verdict.PASSED)
    for case, price in units.values_list("line__case", "line__order_line__unit_price_minor"):
        passed[case] += price
    cases = ReturnCase.objects.filter(status=ReturnStatus.ACCEPTED)
    refunded = {case.pk: sum(r.amount_minor for r in case.refunds()) for case in cases}
    assert refunded == passed


@pytest.mark.parametrize(
    ("event", "owner", "transitions"),
    [(OrderEvent, "order", ORDER_TRANSITIONS), (ReturnEvent, "case", RETURN_TRANSITIONS)],
    ids=["orders", "returns"],
)
def test_events_lead_to_the_status_along_the_table(shop, event, owner, transitions):
    paths = defaultdict(list)
    for row in event.objects.exclude(status="").order_by("at", "pk").select_related(owner):
        paths[getattr(row, owner)].append(row.status)
    steps = {step for path in paths.values() for step in pairwise(path)}
    assert [row.number for row, path in paths.items() if path[-1] != row.status] == []
    assert [(old, new) for old, new in steps if new not in transitions[old]] == []
    assert len(paths) == event._meta.get_field(owner).related_model.objects.count()


def test_nothing_happened_in_the_future(shop):
    assert not OrderEvent.objects.filter(at__gt=timezone.now()).exists()
    assert not ReturnEvent.objects.filter(at__gt=timezone.now()).exists()


def test_listing_columns_are_what_the_rows_below_say(shop):
    edition = Product.objects.filter(slug__endswith="-2")
    sample = [*Product.objects.order_by("slug")[:5], *edition.order_by("slug")[:5]]
    columns = ("price_minor", "sizes_in_stock", "is_in_stock", "cover", "swatches")
    before = {p.pk: [getattr(p, column) for column in columns] for p in sample}
    for product in sample:
        refresh_listing(product)
        product.refresh_from_db()
    assert {p.pk: [getattr(p, column) for column in columns] for p in sample} == before


def test_messages_of_the_past_are_noted_as_sent_and_those_of_today_wait(shop):
    waiting = Message.objects.exclude(status=MessageStatus.SENT)
    assert set(waiting.values_list("template", flat=True)) == {
        messages.RETURNING,
        messages.RETURNED,
        messages.REFUND_STARTED,
    }
    assert mail.outbox == []
    assert MemorySender.sent == []


# The local Razorpay


def test_the_local_razorpay_knows_the_money(shop, settings, tmp_path):
    settings.SANDBOX_DATABASE = tmp_path / "razorpay.sqlite3"
    tell_razorpay()
    tell_razorpay()
    with running_sandbox(database=str(settings.SANDBOX_DATABASE)) as sandbox:
        sums = sandbox.books.sums()
    captured = Payment.objects.filter(status=PaymentStatus.CAPTURED)
    assert sums == {
        "captured_minor": sum(captured.values_list("amount_minor", flat=True)),
        "refunded_minor": money_of(RefundStatus.PROCESSED),
        "refund_pending_minor": money_of(RefundStatus.PENDING),
        "refund_failed_minor": 0,
    }


def money_of(status: RefundStatus) -> int:
    return sum(Refund.objects.filter(status=status).values_list("amount_minor", flat=True))


# Pictures


@pytest.fixture
def masters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = configured.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.MEDIA_ROOT},
        }
    }
    monkeypatch.setattr(pictures, "MASTERS", tmp_path)
    return tmp_path


def test_masters_are_cut_once_and_missing_ones_are_named(masters, caplog):
    product = PRODUCTS[0]
    look = product.colourways[0].look
    Image.new("RGBA", (80, 100), "#a2332f").save(masters / f"{look}-front.avif")
    pictures.cut_pictures([product])
    assert "drawn pictures are missing" in caplog.text
    assert default_storage.exists(f"pictures/{look}-front/600.webp")
    cut_at = default_storage.get_modified_time(f"pictures/{look}-front/600.webp")
    pictures.cut_pictures([product])
    assert default_storage.get_modified_time(f"pictures/{look}-front/600.webp") == cut_at


def test_the_books_of_the_seeded_shop_add_up(shop):
    """INV-12: nobody opens the demo to a red page."""
    found = find_breaches(pause_seconds=0)
    assert {code: rows for code, rows in found.items() if rows} == {}

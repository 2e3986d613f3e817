"""A return on its way to being filed: each step's answer is kept, and none of them is final."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.errors import PageOutOfDate
from orders.models import Order, OrderLine
from returns import eligibility
from returns.errors import NothingChosen, StepMissing, TooManyPhotos
from returns.filing import MOST_PHOTOS, FiledItem, Journey, file_return
from returns.models import DraftLine, DraftPhoto, ReturnCase, ReturnDraft
from returns.models.case import private_storage

STEPS = ("items", "why", "money", "way", "review")
UNANSWERED = ("why", "money", "way")  # of items that may not come back filing itself says why
T = TypeVar("T")


def draft_of(order: Order) -> ReturnDraft | None:
    """What was chosen so far, with its lines and photos; None where nothing was begun."""
    drafts = ReturnDraft.objects.filter(order=order)
    found: ReturnDraft | None = drafts.prefetch_related(
        "lines__order_line__variant", "lines__photos"
    ).first()
    if found is not None:
        found.order = order
    return found


def first_open_step(draft: ReturnDraft | None, *, now: datetime) -> str:
    """The first step that has no answer which still holds; `review` when all have one."""
    lines = list(draft.lines.all()) if draft else []
    if draft is None or not lines or any(map(partial(_no_longer, draft, now=now), lines)):
        return "items"
    if not all(is_explained(line) for line in lines):
        return "why"
    if not draft.refund_to and not draft.order.is_cash:
        return "money"
    if draft.order.is_cash and not draft.was_money_seen:
        return "money"
    return "review" if draft.way else "way"


def _no_longer(draft: ReturnDraft, line: DraftLine, *, now: datetime) -> bool:
    verdict = eligibility.check(draft.order, line.order_line, now=now)
    return line.quantity > verdict.returnable


def is_explained(line: DraftLine) -> bool:
    """Whether the reason is one its terms offer, with the photos they ask for."""
    terms = line.order_line.return_terms
    is_shown = line.reason not in terms.photo_reasons or bool(line.photos.all())
    return line.reason in terms.reasons and is_shown


def choose_items(order: Order, quantities: Mapping[UUID, int]) -> ReturnDraft:
    """Begin the draft of this order, or change what is in it; what stays keeps its answers.

    Raises NothingChosen.
    """
    return _once_more(partial(_choose_items, order, quantities))


@durable_transaction
def _choose_items(order: Order, quantities: Mapping[UUID, int]) -> ReturnDraft:
    chosen = {pk: count for pk, count in quantities.items() if count}
    if not chosen:
        raise NothingChosen
    draft, _ = ReturnDraft.objects.get_or_create(order=order)
    for line in draft.lines.prefetch_related("photos"):
        count = chosen.pop(line.order_line_id, 0)
        if count:
            DraftLine.objects.filter(pk=line.pk).update(quantity=count)
        else:
            _forget(line.photos.all())
            line.delete()
    for bought in OrderLine.objects.filter(order=order, pk__in=list(chosen)).order_by("position"):
        DraftLine.objects.create(draft=draft, order_line=bought, quantity=chosen[bought.pk])
    _touch(draft)
    return draft


@durable_transaction
def explain(line: DraftLine, **answers: str) -> None:
    """Keep why one line comes back: `reason`, `fit_part`, `wanted_size`, `comment`."""
    DraftLine.objects.filter(pk=line.pk).update(**answers)


@durable_transaction
def keep_photos(line: DraftLine, photos: "Sequence[ContentFile[bytes]]") -> None:
    """Add re-encoded photos; they stay whatever else was wrong. Raises TooManyPhotos."""
    if not photos:
        return
    if line.photos.count() + len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(line.order_line.name, MOST_PHOTOS)
    for photo in photos:
        DraftPhoto.objects.create(line=line, file=photo)


@durable_transaction
def drop_photos(line: DraftLine, keys: Iterable[str]) -> None:
    """Take photos out again; those of another line are not found."""
    wanted = set(keys)
    _forget([photo for photo in line.photos.all() if photo.pk.hex in wanted])


@durable_transaction
def choose_refund(draft: ReturnDraft, refund_to: str) -> None:
    """Where the money shall go; empty of a cash order whose account is still to be told."""
    _touch(draft, refund_to=refund_to, was_money_seen=True)


@durable_transaction
def choose_way(draft: ReturnDraft, journey: Journey) -> None:
    _touch(draft, **journey.travel)


@durable_transaction
def discard(order: Order) -> None:
    """Nothing comes back after all: the draft and its photos are gone. Idempotent."""
    _forget(DraftPhoto.objects.filter(line__draft__order=order))
    ReturnDraft.objects.filter(order=order).delete()


def file_draft(order: Order, *, key: str, by: str) -> ReturnCase:
    """Turn the draft with this key into a case; a second press finds the first one's.

    Raises PageOutOfDate where the draft is another one by now, StepMissing where a step has no
    answer, or as `filing.file_return` does.
    """
    draft = draft_of(order)
    if draft is None or draft.key != key:
        filed: ReturnCase | None = ReturnCase.objects.filter(order=order, key=key).first()
        if filed is None:
            raise PageOutOfDate
        return filed
    if first_open_step(draft, now=timezone.now()) in UNANSWERED:
        raise StepMissing
    return file_return(order, items_of(draft), key=key, by=by, journey=Journey.of(draft))


def items_of(draft: ReturnDraft) -> list[FiledItem]:
    return [
        FiledItem(
            line.order_line,
            line.quantity,
            line.reason,
            comment=line.comment,
            photos=[str(photo.file.name) for photo in line.photos.all()],
            fit_part=line.fit_part,
            wanted_size=line.wanted_size,
        )
        for line in draft.lines.all()
    ]


def _touch(draft: ReturnDraft, **columns: object) -> None:
    ReturnDraft.objects.filter(pk=draft.pk).update(changed_at=timezone.now(), **columns)


def _forget(photos: Iterable[DraftPhoto]) -> None:
    """Remove the rows, and after the commit their files."""
    gone = list(photos)
    names = [str(photo.file.name) for photo in gone]

    def delete_files() -> None:  # a function with a name: Django logs it where it fails
        for name in names:
            private_storage().delete(name)

    for photo in gone:
        photo.delete()
    transaction.on_commit(delete_files, robust=True)


def _once_more(work: Callable[[], T]) -> T:
    """Two tabs may begin the draft at once: whoever was second finds the first one's."""
    try:
        return work()
    except IntegrityError:
        return work()

"""Promises of returns/forms.py: how many, why, and photos; mistakes are said beside their field."""

from uuid import UUID, uuid4

import pytest
from django.utils.datastructures import MultiValueDict

from orders.models import OrderLine
from returns.eligibility import Eligibility
from returns.forms import ReturnForm
from tests.factories import jpeg, picture_file, upload

LINE = OrderLine(id=uuid4(), name="Bagru Kurta", size="M", quantity=2)
PREFIX = LINE.pk.hex


def filled(*photos, returnable=2, **answers):
    given = {"quantity": "1", "reason": "too_small", "comment": "", **answers}
    typed = {f"{PREFIX}-{name}": value for name, value in given.items()}
    files = MultiValueDict({f"{PREFIX}-photos": list(photos)})
    return ReturnForm([(LINE, Eligibility(returnable, ""))], {"key": uuid4().hex, **typed}, files)


def errors_of(form):
    form.is_valid()
    return {name: list(said) for name, said in form.lines[0].errors.items()}


def test_a_filled_line_becomes_an_item():
    form = filled(jpeg(), quantity="2", comment="Tight")
    assert form.is_valid()
    (item,) = form.items()
    assert (item.line, item.quantity, item.reason, item.comment, len(item.photos)) == (
        LINE,
        2,
        "too_small",
        "Tight",
        1,
    )


def test_a_line_that_is_kept_needs_no_reason_and_is_no_item():
    form = filled(quantity="0", reason="")
    assert form.is_valid()
    assert form.items() == []


@pytest.mark.parametrize("quantity", ["-1", "3", "1000000000", "1.5", "1e0", "abc", "NaN", "²"])
def test_a_quantity_that_may_not_come_back_is_refused_with_the_number(quantity):
    """SEC-8."""
    said = errors_of(filled(quantity=quantity))
    assert said == {"quantity": ["You can send back up to 2 of this."]}


def test_a_missing_quantity_is_refused():
    assert list(errors_of(filled(quantity=""))) == ["quantity"]


def test_a_reason_is_asked_for():
    assert errors_of(filled(reason="")) == {"reason": ["Say why this comes back."]}


def test_a_reason_of_ones_own_making_is_refused():
    assert list(errors_of(filled(reason="because"))) == ["reason"]


@pytest.mark.parametrize("reason", ["damaged", "wrong_item"])
def test_what_only_a_picture_can_show_needs_a_photo(reason):
    said = errors_of(filled(reason=reason))
    assert said == {"photos": ["Add a photo, so that we can see what is wrong."]}


@pytest.mark.parametrize(
    "content", [b"not a picture", picture_file("GIF"), b"<svg/>"], ids=["text", "gif", "svg"]
)
def test_a_photo_that_is_no_picture_is_refused_and_asked_for_only_once(content):
    """SEC-10."""
    said = errors_of(filled(upload(content), reason="damaged"))
    assert said == {"photos": ["This is not a picture we can read. Send a JPEG or PNG."]}


def test_one_bad_photo_among_good_ones_is_refused():
    assert list(errors_of(filled(jpeg(), upload(b"x")))) == ["photos"]


def test_five_photos_are_taken_and_a_sixth_is_not():
    """SEC-10."""
    assert filled(*[jpeg() for _ in range(5)]).is_valid()
    said = errors_of(filled(*[jpeg() for _ in range(6)]))
    assert said == {"photos": ["Send up to 5 photos."]}


def test_a_comment_as_long_as_a_book_is_refused():
    assert list(errors_of(filled(comment="x" * 501))) == ["comment"]


def test_the_posted_key_is_kept_and_anything_else_replaced():
    """INV-9: what makes two clicks one case."""
    posted = uuid4()
    assert ReturnForm([], {"key": str(posted)}).key == posted.hex
    assert UUID(ReturnForm([], {"key": "x' OR 1=1"}).key).hex != posted.hex
    assert ReturnForm([]).key != ReturnForm([]).key

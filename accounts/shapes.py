"""What calls of the API may hold: strict shapes, so that nothing slips in unseen (SEC-7, SEC-8)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.types import StrictBool, StrictInt

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # the same with tabs and new lines


class Asked(BaseModel):
    """The body of a call. What it does not name is refused, so no column can be slipped in."""

    model_config = ConfigDict(extra="forbid")


def words(most: int, *, least: int = 0) -> StringConstraints:
    """One line of so many letters, without control characters."""
    return StringConstraints(min_length=least, max_length=most, pattern=PRINTABLE)


def lines(most: int) -> StringConstraints:
    return StringConstraints(max_length=most, pattern=LINES)


Whole = StrictInt  # never "3", 3.0 or true
YesOrNo = StrictBool
Phone = Annotated[str, words(24, least=10), Field(examples=["98765 43210"])]
Email = Annotated[str, words(254), Field(examples=["asha@example.in"])]
PinCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$"), Field(examples=["560001"])]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(examples=["KA"])]
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]


class AddressIn(Asked):
    """Where to have things sent."""

    full_name: Annotated[str, words(120, least=1), Field(examples=["Asha Rao"])]
    phone: Phone
    pin_code: PinCode
    house: Annotated[str, words(120, least=1), Field(examples=["12, Lake View"])]
    street: Annotated[str, words(160, least=1), Field(examples=["Church Street"])]
    landmark: Annotated[str, words(120), Field(examples=["Opposite the post office"])] = ""
    city: Annotated[str, words(80, least=1), Field(examples=["Bengaluru"])]
    state: StateCode

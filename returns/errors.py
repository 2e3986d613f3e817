"""What the shop refuses about returns, with the rule, the date and the numbers."""

from typing import Any

from django.utils import timezone

from accounts.errors import Refusal


class NotReturnable(Refusal):
    """The verdict of `eligibility.check`, with its reason in words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NothingChosen(Refusal):
    def __init__(self) -> None:
        super().__init__("Choose at least one item to send back.")


class PhotoNeeded(Refusal):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Add a photo of the {name}, so that we can see what is wrong.")


class InspectionIncomplete(Refusal):
    def __init__(self) -> None:
        super().__init__("Give every unit a verdict before finishing the inspection.")


class RefusalNeedsNote(Refusal):
    def __init__(self) -> None:
        super().__init__("Say in a note why a unit is refused: the shopper reads it.")


class NothingArrived(Refusal):
    def __init__(self) -> None:
        super().__init__("Say of at least one item that it is here, or that it is missing.")


class UnitsChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else is at this return. Look at it again first.")


class NotReceived(Refusal):
    """A verdict on a garment that is not here, or “missing” of one that is."""

    def __init__(self, name: str, *, is_here: bool) -> None:
        self.name, self.is_here = name, is_here
        super().__init__(
            f"{name} was received. Correct what arrived before calling it missing."
            if is_here
            else f"{name} is not here. Receive it first, or call it missing."
        )


class VerdictDoesNotFit(Refusal):
    """A grade and a verdict that contradict each other, such as scrap that passed."""

    def __init__(self, grade: str, verdict: str) -> None:
        super().__init__(f"“{grade}” does not go with “{verdict}”.")


class NotMissing(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not missing.")


class NothingRefused(Refusal):
    def __init__(self) -> None:
        super().__init__("Nothing of this return was refused and is with us.")


class DispositionDone(Refusal):
    def __init__(self) -> None:
        super().__init__("The refused items left already, or the choice changed. Look again.")


class StillChoosing(Refusal):
    def __init__(self, disposition: Any) -> None:
        until = timezone.localtime(disposition.choose_by)
        super().__init__(
            "The customer wants something else done with it."
            if disposition.effective_choice
            else f"The customer may choose until {until:%a, %-d %b, %H:%M}."
        )


class StepMissing(Refusal):
    def __init__(self) -> None:
        super().__init__("Answer every step first.")


class TooManyPhotos(Refusal):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"{most} photos of the {name} are enough. Remove one to add another.")


class ReasonNotOffered(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(f"Choose one of the reasons that are offered for the {name}.")


class PickupDayGone(Refusal):
    def __init__(self) -> None:
        super().__init__("We cannot come on that day any more. Choose another one.")


class TooLateToMove(Refusal):
    def __init__(self) -> None:
        super().__init__("It was picked up already, or is not fetched at all.")

"""What the shop refuses about returns, with the rule, the date and the numbers."""

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

"""How something comes back and where its money goes: the same of a draft and of a case."""

from django.db import models

from accounts.places import INDIAN_STATES
from returns.states import RefundTo, ReturnWay


class JourneyModel(models.Model):
    """The way, the day and the door of a pickup, and where the refund goes; all copies."""

    way = models.CharField(max_length=8, choices=ReturnWay.choices, blank=True)
    pickup_on = models.DateField(null=True, blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    house = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=160, blank=True)
    landmark = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, choices=INDIAN_STATES, blank=True)
    pin_code = models.CharField("PIN code", max_length=6, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    refund_to = models.CharField(
        max_length=6,
        choices=RefundTo.choices,
        blank=True,
        help_text="Empty of a cash order: the customer has not said yet.",
    )

    class Meta:
        abstract = True

    @property
    def is_pickup(self) -> bool:
        return self.way == ReturnWay.PICKUP

"""What the demo says last: where everything is, who one can be, and what to try first."""

from demo.people import OWNER, SHOPPER, WAREHOUSE
from demo.programs import Ports

WORDS = """\

  ────────────────────────────────────────────────────────────────────────
  Vastra is open.        {address}

  Sign in as
    a shopper            {shopper.email}
                         no password: the code arrives in the demo inbox
    warehouse staff      {warehouse.email}   {warehouse.password}
    the owner            {owner.email}       {owner.password}
    or with one click    {address}/demo/

  Demo inbox             {address}/demo/inbox/
  Admin                  {address}/staff/

  Try first
    1. Buy something as Asha. Pay with the UPI id success@razorpay.
    2. Leave the order page open. In the admin, as warehouse staff, mark the
       order packed, shipped, delivered: the page moves by itself.
    3. Send one item back, receive and inspect it in the admin, and watch
       the refund arrive.

  Ctrl-C stops everything. The next start keeps the data; `make reset`
  starts afresh.
  ────────────────────────────────────────────────────────────────────────
"""


def welcome(ports: Ports) -> str:
    return WORDS.format(
        address=ports.address,
        shopper=SHOPPER,
        warehouse=WAREHOUSE,
        owner=OWNER,
    )

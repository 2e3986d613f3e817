"""What the demo says last: where everything is, who one can be, and what to try first."""

from demo.people import SHOPPER
from demo.programs import Ports

WORDS = """\

  ────────────────────────────────────────────────────────────────────────
  Vastra is open.        {address}

  Be anybody             {address}/demo/
                         one click: a shopper, the warehouse, the owner
  Or sign in as Asha     {shopper.email}
                         the code arrives in the demo inbox

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
    )

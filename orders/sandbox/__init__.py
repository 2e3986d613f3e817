"""A local Razorpay: same paths, JSON, signatures and webhooks, with faults on demand.

It knows nothing of the shop or of Django, so that nothing but HTTP can pass between them.
"""

from orders.sandbox.config import SandboxConfig
from orders.sandbox.running import Sandbox, running_sandbox

__all__ = ["Sandbox", "SandboxConfig", "running_sandbox"]

"""What one local Razorpay is started with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SandboxConfig:
    """Keys, places and paces of one sandbox; the defaults suit the demo shop.

    `time_scale` hurries only the retries of webhooks: at 60, an hour's wait takes a minute.
    """

    key_id: str = "rzp_test_vastrasandbox"
    key_secret: str = "sandbox-key-secret"  # noqa: S105  it guards nothing
    webhook_secret: str = "sandbox-webhook-secret"  # noqa: S105  likewise
    previous_webhook_secret: str = "sandbox-webhook-secret-before"  # noqa: S105  likewise
    webhook_url: str = ""
    host: str = "127.0.0.1"
    port: int = 0  # 0 takes any free port
    database: str = ":memory:"
    time_scale: float = 60
    refund_seconds: float = 3  # how long a refund stays pending; 0 answers "processed" at once
    idempotency_hours: float = 24  # Razorpay does not document how long it remembers a key

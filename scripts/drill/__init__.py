"""The shop under every fault we could think of: `make drill` runs all, `make drill PART=F7` one.

Each experiment is a module with a question and a `run(ground)` that yields figures beside the
bars they are held to. It runs in a process of its own, on real
servers of its own. What goes wrong is done from outside: processes are killed and frozen, the
gateway misbehaves on order, and the programs are started through modules of this folder that wrap
named functions. After each experiment the books must balance, among themselves and with the
gateway's.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Experiment:
    """The module of an experiment, and the databases it is worth asking on."""

    module: str
    engines: tuple[str, ...] = ("postgres",)


EXPERIMENTS = {
    "F1": Experiment("last_item", ("postgres", "sqlite", "mongodb")),
    "F3": Experiment("opposite_bags", ("postgres", "sqlite")),
    "F4": Experiment("told_often"),
    "F5": Experiment("event_orders", ("sqlite", "postgres")),
    "F6": Experiment("forged_webhooks"),
    "F7": Experiment("killed_refunds"),
    "F8": Experiment("lost_answers"),
    "F10": Experiment("hanging_gateway"),
    "F11": Experiment("redis_trouble"),
    "F12": Experiment("database_trouble", ("postgres", "sqlite")),
    "F14": Experiment("late_captures", ("postgres", "sqlite")),
    "F16": Experiment("lost_bells"),
    "F17": Experiment("poison"),
    "F18": Experiment("two_of_each"),
    "F20": Experiment("fuzzed_api"),
    "F27": Experiment("backup", ("sqlite", "postgres", "mongodb")),
    "services": Experiment("services", ("postgres", "mongodb")),
}

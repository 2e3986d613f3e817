"""Some doors have one key: who may touch a status, the environment and the payment SDK."""

import ast

import pytest

from tests.architecture.source import imported, modules, nodes


def test_only_move_to_writes_a_status():
    """INV-7: a status that moves past its table moves past its history as well."""
    writers = {path for path, tree in modules().items() if writes_status(tree)}
    assert writers <= {"accounts/states.py"}


def writes_status(tree: ast.Module) -> bool:
    """Rows are never built in an `__init__`; an error may keep the status it was refused for."""
    made = [part for node in ast.walk(tree) if is_init(node) for part in ast.walk(node)]
    return any(is_write(node) and node not in made for node in ast.walk(tree))


def is_init(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"


def is_write(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(is_status(target) for target in targets)
        case ast.AugAssign(target=target):
            return is_status(target)
        case ast.AnnAssign(target=target, value=value):
            return value is not None and is_status(target)
        case ast.Call(func=ast.Attribute(attr="update" | "aupdate"), keywords=keywords):
            return any(keyword.arg == "status" for keyword in keywords)
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="status"), _]):
            return True
    return False


def is_status(target: ast.AST) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "status"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("order.status = 'shipped'", True),
        ("a = order.status = 'shipped'", True),
        ("order.status: str = 'shipped'", True),
        ("orders.update(status='shipped')", True),
        ("setattr(order, 'status', 'shipped')", True),
        ("def __init__(self): self.status = 500", False),
        ("order.status == 'shipped'", False),
        ("status = order.status", False),
        ("orders.filter(status='shipped')", False),
    ],
)
def test_a_write_is_told_from_a_look(line: str, expected: bool):
    assert writes_status(ast.parse(line)) is expected


def test_only_env_reads_the_environment():
    """A door that picks its settings by default is no reader."""
    readers = {path for path, tree in modules().items() if reads_environment(tree)}
    assert readers <= {"config/env.py"}


def reads_environment(tree: ast.Module) -> bool:
    uses = [node for node in ast.walk(tree) if is_environment(node)]
    defaults = [node.func.value for node in ast.walk(tree) if is_settings_default(node)]
    return any(use not in defaults for use in uses)


def is_environment(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "getenv"):
            return True
        case ast.ImportFrom(module="os", names=names):
            return any(alias.name in {"environ", "getenv"} for alias in names)
    return False


def is_settings_default(node: ast.AST) -> bool:
    match node:
        case ast.Call(
            func=ast.Attribute(attr="setdefault"),
            args=[ast.Constant(value="DJANGO_SETTINGS_MODULE"), _],
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("os.environ['PORT']", True),
        ("os.getenv('PORT')", True),
        ("from os import environ", True),
        ("os.environ.setdefault('PORT', '1')", True),
        ("os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.prod')", False),
        ("env('PORT')", False),
    ],
)
def test_a_read_of_the_environment_is_recognised(line: str, expected: bool):
    assert reads_environment(ast.parse(line)) is expected


def test_only_the_gateway_knows_razorpay():
    """PAY-1: one module owns the SDK, with its time-outs and its traps."""
    users = {
        path
        for path, node in nodes()
        for name in imported(node)
        if name.partition(".")[0] == "razorpay"
    }
    assert users <= {"orders/gateway.py"}

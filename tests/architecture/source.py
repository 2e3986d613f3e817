"""Our own source code, parsed once, for the tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "shop", "orders", "returns", "config", "demo")


@cache
def modules() -> dict[str, ast.Module]:
    """Syntax trees by path from the root, without generated migrations."""
    paths = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    written = [path for path in paths if not _is_migration(path)]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in written}


def _is_migration(path: Path) -> bool:
    return "migrations" in path.parts or "mongo_migrations" in path.parts


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module, with the path of its module."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            yield path, node


def imported(node: ast.AST) -> list[str]:
    """Dotted names an import statement names; nothing for any other node."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []

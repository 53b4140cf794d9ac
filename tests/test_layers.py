"""Imports point only downward: the shape of the package that the README draws."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "policybrief"
# From the roof to the ground; what stands in one line does not import one another, unless it is one package.
LAYERS = [
    {"__main__"},
    {"cli"},
    {"__init__"},
    {"pipeline", "locking", "schemas", "verify", "progress"},
    {"building"},
    {"reading_back"},
    {"reports", "request"},
    {"outputs"},
    {"engines"},
    {"assemble"},
    {"pictures"},
    {"checks"},
    {"reading"},
    {"text"},
    {"model"},
    {"markup"},
    {"diagnostics", "explain", "pdf_file"},
    {"codes", "position", "errors", "version", "xml_text", "pdf_words", "languages"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
            if node.module == "policybrief":
                names = [f"policybrief.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("policybrief.")}
    return found


def test_every_module_has_a_layer() -> None:
    assert {_module(path) for path in PACKAGE.rglob("*.py")} == set(LEVEL)


def test_imports_point_downward() -> None:
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        for name in _imports(path)
        if name in LEVEL and name != _module(path) and LEVEL[name] <= LEVEL[_module(path)]
    ]
    assert upward == []


def test_sizes() -> None:
    long_modules = [
        str(path.relative_to(ROOT))
        for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.lua")]
        if len(path.read_text("utf-8").splitlines()) > 350
    ]
    long_functions = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert (long_modules, long_functions) == ([], [])

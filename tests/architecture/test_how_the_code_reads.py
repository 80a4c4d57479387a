"""The house rules that a machine can check."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "vivavoce"
FILES = sorted(SOURCE.rglob("*.py"))
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_CLASS_METHODS = 400, 50, 15
CATCH_ALL_ALLOWED = {"interview/host.py", "api/errors.py"}
"""The two isolation points: one interview's bug never ends another; an unforeseen error in a request is an answer, not a hang."""
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "util", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _nodes[T: ast.AST](path: Path, kind: type[T]) -> Iterator[T]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, kind))


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, Function))


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_has_one_subject_and_fits_on_few_screens(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= MAX_FILE_LINES
    assert not FORBIDDEN_NAMES & set(path.relative_to(SOURCE).with_suffix("").parts)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_functions_and_classes_stay_small(path: Path) -> None:
    long_functions = [
        f"{node.name}: {size} lines"
        for node in _functions(path)
        if (size := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    large_classes = [
        f"{node.name}: {methods} methods"
        for node in _nodes(path, ast.ClassDef)
        if (methods := sum(isinstance(part, Function) for part in node.body)) > MAX_CLASS_METHODS
        and not any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    ]

    assert long_functions == []
    assert large_classes == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_catches_everything(path: Path) -> None:
    catch_all = [
        node.lineno
        for node in _nodes(path, ast.ExceptHandler)
        if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
    ]

    assert catch_all == [] or _name(path) in CATCH_ALL_ALLOWED


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(_tree(path)), "the module has no docstring"


@pytest.mark.parametrize("path", sorted((SOURCE / "domain").rglob("*.py")), ids=_name)
def test_the_domain_imports_only_itself_and_the_standard_library(path: Path) -> None:
    imported = {alias.name for node in _nodes(path, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in _nodes(path, ast.ImportFrom)}

    foreign = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}

    assert all(name.startswith("vivavoce.domain") for name in foreign)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_only_the_app_reads_the_environment(path: Path) -> None:
    reads = [
        node.lineno
        for node in _nodes(path, ast.Attribute)
        if node.attr in {"environ", "getenv"} and isinstance(node.value, ast.Name) and node.value.id == "os"
    ]

    assert reads == [] or _name(path).startswith("app/")


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nobody_is_told_apart_by_voice(path: Path) -> None:
    """Law 8: no diarization, no speaker identification, no voiceprints."""
    forbidden = {"pyannote", "resemblyzer", "speechbrain", "nemo", "titanet", "wespeaker"}
    imported = {alias.name.split(".")[0] for node in _nodes(path, ast.Import) for alias in node.names}
    imported |= {(node.module or "").split(".")[0] for node in _nodes(path, ast.ImportFrom)}

    assert not imported & forbidden

"""What the documents say about commands and settings is true."""

import re
from pathlib import Path

from vivavoce.app.settings import Settings

ROOT = Path(__file__).parents[3]


def test_every_setting_is_documented_and_nothing_else() -> None:
    table = (ROOT / "docs/howto/configure.md").read_text(encoding="utf-8")

    documented = {
        name.lower()
        for row in re.findall(r"^\| (`[A-Z`, _]+`) \|", table, re.M)
        for name in re.findall(r"[A-Z_]+", row)
    }

    assert documented == set(Settings.model_fields)


def test_every_make_target_named_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        named = set(re.findall(r"`make ([a-z-]+)`|^\s*make ([a-z-]+) ", document.read_text(encoding="utf-8"), re.M))
        assert {first or second for first, second in named} <= targets, document.name


def test_ci_runs_exactly_what_the_readme_tells() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    commands = [line.strip() for line in ci.splitlines() if line.strip() and not line.startswith(("#", "set", "cd"))]

    assert commands == ["make test"]
    assert re.search(r"^make test ", readme, re.M)

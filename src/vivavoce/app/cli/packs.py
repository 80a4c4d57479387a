"""`vivavoce pack`: look at role packs and check your own."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from vivavoce.domain.errors import InvalidInputError
from vivavoce.knowledge.packs import lint_pack, pack_json_schema, shipped_pack_text, shipped_packs

application = typer.Typer(no_args_is_help=True, help="Role packs: list, show, lint.")


@application.command("list")
def list_packs() -> None:
    """List the packs that are shipped."""
    for pack in shipped_packs().values():
        questions = sum(len(section.questions) for section in pack.sections)
        print(f"{pack.id:20} {pack.minutes:3.0f} min  {questions:2} questions  {pack.title}")


@application.command("show")
def show(pack_id: str) -> None:
    """Print a shipped pack's YAML, to start your own from."""
    sys.stdout.write(pack_text(pack_id))


@application.command("lint")
def lint(files: Annotated[list[Path], typer.Argument(help="YAML files")]) -> None:
    """Check packs; every fault comes with its file, line and field. Exit status 1 when there is one."""
    faults = [fault for file in files for fault in lint_pack(read_pack(file), file=str(file))]
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "no faults", file=sys.stderr)
    if faults:
        raise typer.Exit(1)


@application.command("schema")
def schema() -> None:
    """Print the JSON Schema of the format, for editors that check as you type."""
    print(json.dumps(pack_json_schema(), indent=2))


def read_pack(file: Path) -> str:
    """Return a file's text; raise `InvalidInputError` when it is none."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidInputError(f"{file} is not UTF-8 text", fix="Save it as UTF-8.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}") from None


def pack_text(pack: str) -> str:
    """Return the YAML of a shipped pack by its id, or of a file by its path."""
    if pack in shipped_packs():
        return shipped_pack_text(pack)
    if Path(pack).suffix in {".yaml", ".yml"}:
        return read_pack(Path(pack))
    raise InvalidInputError(
        f"there is no pack {pack!r}", fix=f"Give a YAML file, or one of: {', '.join(shipped_packs())}."
    )

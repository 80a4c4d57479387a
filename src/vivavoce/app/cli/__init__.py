"""The command line: `vivavoce run`, `serve`, `check`, `pack`, `rehearse`."""

import sys

import typer
from rich.console import Console

from vivavoce import __version__
from vivavoce.app.cli import check, cost, erasing, packs, providers, rehearsing, running, simulate
from vivavoce.domain.errors import VivaVoceError

application = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Self-hosted spoken interviews with an AI, and reports in which every score can be heard.",
)
application.command("run")(running.run)
application.command("serve")(running.serve)
application.command("setup-link")(running.setup_link)
application.command("practice-link")(running.practice_link)
application.command("check")(check.check)
application.command("rehearse")(rehearsing.rehearse)
application.command("simulate")(simulate.simulate)
application.command("erase")(erasing.erase)
application.add_typer(packs.application, name="pack")
application.command("cost")(cost.cost)
application.add_typer(providers.application, name="providers")


@application.command("version")
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Run a command; an expected error is one message and what to do about it, never a trace."""
    try:
        application()
    except VivaVoceError as error:
        console = Console(stderr=True, highlight=False)
        console.print(f"[bold red]{error.code}[/]: ", end="")
        console.print(error.message, markup=False)
        if error.fix:
            console.print(error.fix, markup=False, style="bold")
        sys.exit(1)

"""`python -m vivavoce.app` is the command line."""

from vivavoce.app.cli import main

main()

"""`python -m pipelines`: see cli.py."""

from pipelines.cli import main

main()

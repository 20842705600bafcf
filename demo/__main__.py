"""Command line: `python -m demo OUT_WORKSPACE [--seed 1] [--weeks 156] [--wijken 24]`.

Exit codes: 0 done, 2 the call is wrong (message on stderr).
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from demo.settings import (
    DEFAULT_UNTIL,
    MAX_WEEKS,
    MAX_WIJKEN,
    MIN_WEEKS,
    MIN_WIJKEN,
    Settings,
)
from demo.workspace import STEPS, WrongCall, write_workspace

app = typer.Typer(add_completion=False)

# Typer keeps its class for wrong calls to itself; every kind of it descends from this one.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def _whole(option: str, text: str, low: int, high: int) -> int:
    """Read a whole number from the command line. Read here, so that the message is in Dutch."""
    try:
        value = int(text)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise WrongCall(f"{option} moet een geheel getal van {low} tot en met {high} zijn.")
    return value


def _day(text: str) -> date:
    """Read an ISO date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        raise WrongCall("--until moet een datum zijn als 2026-11-15, van 2000 tot en met 2100.")
    return day


@app.command()
def main(
    out_workspace: Annotated[Path, typer.Argument(help="Map voor de fictieve gemeente.")],
    seed: Annotated[str, typer.Option(help="Zelfde getal, zelfde bestanden.")] = "1",
    weeks: Annotated[str, typer.Option(help="Lengte van de geschiedenis in weken.")] = "156",
    wijken: Annotated[str, typer.Option(help="Aantal wijken.")] = "24",
    until: Annotated[
        str, typer.Option(help="Laatste dag van de geschiedenis.")
    ] = DEFAULT_UNTIL.isoformat(),
) -> None:
    """Maakt een fictieve gemeente: alle bestanden van het datacontract, en truth.csv."""
    settings = Settings(
        seed=_whole("--seed", seed, 0, 2**31 - 1),
        weeks=_whole("--weeks", weeks, MIN_WEEKS, MAX_WEEKS),
        wijken=_whole("--wijken", wijken, MIN_WIJKEN, MAX_WIJKEN),
        until=_day(until),
    )
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Fictieve gemeente", total=len(STEPS))
        planted = write_workspace(
            out_workspace,
            settings,
            lambda step: progress.update(task, advance=1, description=f"Klaar: {step}"),
        )
    faults = sum(sum(kinds.values()) for kinds in planted.values())
    typer.echo(
        f"Fictieve gemeente geschreven in {out_workspace}: {settings.wijken} wijken, "
        f"{settings.weeks} weken tot en met {settings.until}, {faults} opzettelijk foute rijen."
    )


def _in_dutch(fault: Exception) -> str:
    """Say what is wrong with a call that Typer could not read."""
    option = getattr(fault, "option_name", "")
    messages = {
        "NoSuchOption": f"Onbekende optie: {option}.",
        "BadOptionUsage": f"Achter {option} ontbreekt een waarde.",
        "MissingParameter": "Geef de map op waarin de fictieve gemeente moet komen.",
    }
    return messages.get(type(fault).__name__, "Deze aanroep klopt niet.")


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; every message is in Dutch."""
    try:
        code = app(args=arguments, prog_name="python -m demo", standalone_mode=False)
        return int(code or 0)
    except WrongCall as fault:
        message = str(fault)
    except _UsageError as fault:
        message = _in_dutch(fault)
    except OSError as fault:
        message = f"Schrijven is niet gelukt: {fault.filename or ''} ({fault.__class__.__name__})."
    print(f"{message}\nHulp: python -m demo --help", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(run())

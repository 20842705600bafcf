"""The command line of the logbook. Exit codes: 0 done, 2 the input or the call is wrong, 1 a
fault of ours.

    python -m logbook WORKSPACE check
    python -m logbook WORKSPACE export FOLDER
    python -m logbook WORKSPACE import FOLDER
    python -m logbook WORKSPACE retention [--apply]
    python -m logbook WORKSPACE migrate [--to 0001]

Messages for people go to standard error, what was done to standard output. Dutch, or English with
--lang en before the folder.
"""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from language import Texts, texts_for
from logbook import audit, database, files, retention
from logbook.contents import KINDS
from logbook.errors import LogbookError, UnreachableError
from logbook.store import Logbook, has_logbook, open_logbook

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Het logboek van een gemeente.")
# Typer keeps its class for wrong calls to itself; every kind of it descends from this one.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


class Lang(StrEnum):
    """Language of the messages."""

    nl = "nl"
    en = "en"


class NoLogbookError(LogbookError):
    """There is no workspace, or no logbook in it."""

    def message(self, _: Texts) -> str:
        return _("In deze map staat geen logboek. Controleer de map van de gemeente.")


@app.callback()
def workspace(
    context: typer.Context,
    workspace: Annotated[Path, typer.Argument(help="Map met gemeente.yaml en de bestanden.")],
    lang: Annotated[Lang, typer.Option(help="Taal van de meldingen: nl of en.")] = Lang.nl,
) -> None:
    """Het logboek van een gemeente."""
    context.obj = (workspace, texts_for(lang.value))


@app.command()
def check(context: typer.Context) -> None:
    """Lees alle versies en tel ze per soort."""
    folder, _ = context.obj
    with _opened(folder) as logbook:
        for kind in KINDS:
            subjects = logbook.find(kind)
            versions = sum(len(logbook.history(kind, one.subject_id)) for one in subjects)
            typer.echo(f"{kind},{len(subjects)},{versions}")


@app.command()
def export(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="Map voor de bestanden.")]
) -> None:
    """Schrijf signalen, agenda en alle versies naar bestanden."""
    workspace, _ = context.obj
    with _opened(workspace) as logbook:
        for name, rows in files.export_to(logbook, folder).items():
            typer.echo(_("{file}: {n} regels", file=name, n=rows))


@app.command("import")
def import_(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="Map met logbook.jsonl.")]
) -> None:
    """Voeg de versies uit een export toe; wat er al staat blijft."""
    workspace, _ = context.obj
    if not workspace.is_dir():
        raise NoLogbookError
    with open_logbook(workspace) as logbook:
        added, known = files.import_from(logbook, folder)
    typer.echo(_("{n} versies toegevoegd, {m} stonden er al.", n=added, m=known))


@app.command("retention")
def retention_(
    context: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Voer het uit.")] = False,
) -> None:
    """Toon wat volgens de bewaarregels weg moet; met --apply gaat het ook weg."""
    workspace, _ = context.obj
    today = datetime.now(retention.AMSTERDAM).date()
    if (workspace / "gemeente.yaml").is_file() and not has_logbook(workspace):
        _say(_("Er is nog geen logboek; er is niets om op te ruimen."))
        return
    with _opened(workspace) as logbook:
        if apply:
            found = retention.apply(logbook, today, "beheer")
            lines = audit.delete_past_period(logbook, today)
        else:
            found = retention.due(logbook, today)
            lines = audit.past_period(logbook, today)
    for one in found:
        typer.echo(f"{one.rule},{one.kind},{one.subject_id},{one.last_changed},{one.versions}")
    done = _("{n} onderwerpen verwijderd of ontdaan van hun tekst.", n=len(found))
    dry = _(
        "{n} onderwerpen zouden weggaan of hun tekst verliezen. Er is niets gewijzigd.",
        n=len(found),
    )
    _say(done if apply else dry)
    if lines:
        _say(_("Regels van wie wat deed, voorbij hun termijn: {n}.", n=lines))


@app.command("migrate")
def migrate_(
    context: typer.Context,
    to: Annotated[str | None, typer.Option(help="Stand, bijvoorbeeld 0001.")] = None,
) -> None:
    """Breng de tabellen naar de nieuwste stand, of met --to terug naar een eerdere."""
    folder, _ = context.obj
    if not has_logbook(folder):
        raise NoLogbookError
    engine = database.engine_on(database.database_url(folder))
    try:
        stand = database.migrate(engine, to)
    except sa.exc.OperationalError as fault:
        raise UnreachableError from fault
    finally:
        engine.dispose()
    typer.echo(stand)
    if stand != database.revisions()[-1]:
        _say(
            _(
                "Zet nu de versie van Wijkpuls terug die bij deze stand hoort. Opent deze versie "
                "het logboek opnieuw, dan gaat het weer naar de nieuwste stand."
            )
        )


def main() -> None:
    """Run the command line; no traceback ever reaches the user."""
    english = "--lang=en" in sys.argv or ("--lang", "en") in zip(
        sys.argv, sys.argv[1:], strict=False
    )
    _ = texts_for("en" if english else "nl")
    try:
        app(standalone_mode=False)
    except LogbookError as fault:
        _say(fault.message(_))
        sys.exit(2)
    except _UsageError as fault:
        message = str(getattr(fault, "message", "")) or str(fault)
        _say(message or _("Zo kan dit niet worden aangeroepen. Zie --help."))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say(_("Afgebroken. Wat al was opgeslagen, staat er nog."))
        sys.exit(1)
    except Exception as fault:
        _say(
            _(
                "Er ging iets mis in het programma ({kind}). Meld dit bij de makers.",
                kind=type(fault).__name__,
            )
        )
        sys.exit(1)


def _opened(folder: Path) -> Logbook:
    if not has_logbook(folder):
        raise NoLogbookError
    return open_logbook(folder)


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")

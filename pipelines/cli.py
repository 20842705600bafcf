"""The command line of the pipelines. Exit codes: 0 done, 2 the input or the call is wrong, 1 a
fault of ours.

    python -m pipelines fetch GM0106 WORKSPACE [--year 2024]
    python -m pipelines check WORKSPACE
    python -m pipelines run WORKSPACE [--as-of 2026-11-20]
    python -m pipelines phases WORKSPACE [--week 2026-W46|all] [--format csv|json]
    python -m pipelines crosswalk WORKSPACE [--format text|csv]
    python -m pipelines series WORKSPACE --division 2014 [--format text|csv]
    python -m pipelines use WORKSPACE BUILD
    python -m pipelines register WORKSPACE
    python -m pipelines backup WORKSPACE FOLDER [--tidy] [--without-logbook]
    python -m pipelines restore COPY WORKSPACE
    python -m pipelines backtest WORKSPACE [--truth truth.csv] [--format text|json]

Messages for people go to standard error, figures for programs to standard output. Dutch, or
English with --lang en.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from indicators import load_knowledge
from indicators.register_card import register_card
from language import Texts, texts_for
from language.spreadsheets import plain
from logbook import LogbookError, rules
from pipelines import backup, publish, read_model
from pipelines.backtest import run_backtest
from pipelines.backtest_text import backtest_text
from pipelines.build import check_workspace, run_build
from pipelines.crosswalk_text import crosswalk_csv, crosswalk_text, crosswalks_of
from pipelines.faults import NothingToBuildError
from pipelines.fetch import cards_in, fetch_gemeente, newest_year
from pipelines.making import OnStep
from pipelines.quality import quality_lines, write_out
from pipelines.report import counts_table, set_aside_lines
from pipelines.series_text import open_with_division, series_csv, series_text
from pipelines.wording import step_name
from pipelines.workspace import TABLE_SUFFIXES, open_workspace

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Van bestanden naar fasen per wijk."
)
# Typer keeps its class for wrong calls to itself; every kind of it descends from this one.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

# Steps of a build besides one for each file: areas, logbook, facts, indicators, criteria, phases,
# series, checks.
OTHER_STEPS = 8


class Lang(StrEnum):
    """Language of the messages."""

    nl = "nl"
    en = "en"


class Format(StrEnum):
    """Form of the output for programs."""

    csv = "csv"
    json = "json"


WorkspaceArgument = Annotated[Path, typer.Argument(help="Map met gemeente.yaml en de bestanden.")]
LangOption = Annotated[Lang, typer.Option(help="Taal van de meldingen: nl of en.")]


@app.command()
def fetch(
    gemeentecode: Annotated[str, typer.Argument(help="CBS-code van de gemeente, zoals GM0106.")],
    workspace: Annotated[Path, typer.Argument(help="Map van de gemeente; mag nog nieuw zijn.")],
    year: Annotated[
        int | None, typer.Option(help="Jaar van de grenzen en inwoners; anders het nieuwste.")
    ] = None,
    lang: LangOption = Lang.nl,
) -> None:
    """Haal grenzen, inwoners en registers op bij PDOK en het CBS, elk met een bronkaart."""
    _ = texts_for(lang.value)
    console = Console(stderr=True)
    now = _now()
    with console.status(_("Ophalen")) as status:
        failed = fetch_gemeente(
            workspace,
            gemeentecode.upper(),
            year or newest_year(),
            now,
            lambda url: status.update(_("Opgehaald: {address}", address=url.split("?")[0])),
        )
    for card, _as_fetched in cards_in(workspace):
        typer.echo(
            _(
                "{file}: {title}, {n} rijen",
                file=card.file,
                title=card.title,
                n=_.number(card.rows_written),
            )
        )
        if card.accessed != now:
            typer.echo("  " + _("Al eerder opgehaald: {moment}.", moment=_.moment(card.accessed)))
        for gap in card.known_gaps:
            typer.echo("  " + _.of({"nl": gap.nl, "en": gap.en}))
    if failed:
        raise NothingToBuildError(
            "\n".join(fault.message_nl for fault in failed),
            "\n".join(fault.message_en for fault in failed),
        )


@app.command()
def check(
    workspace: WorkspaceArgument,
    out: Annotated[
        Path | None, typer.Option(help="Bestand voor de leverancier: .csv of .xlsx.")
    ] = None,
    lang: LangOption = Lang.nl,
) -> None:
    """Controleer de bestanden zonder iets te bouwen."""
    _ = texts_for(lang.value)
    with _progress(workspace, _) as on_step:
        build = check_workspace(workspace, _now(), on_step)
    try:
        typer.echo(_report(build.connection, _, with_set_aside=True))
        typer.echo("\n" + quality_lines(build.connection, _))
        if out is not None:
            write_out(build.connection, _, out)
            typer.echo(_("Geschreven: {file}", file=str(out)))
    finally:
        build.connection.close()


@app.command()
def run(
    workspace: WorkspaceArgument,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Peildatum (jjjj-mm-dd).")] = None,
    lang: LangOption = Lang.nl,
) -> None:
    """Bouw de fasen en maak ze zichtbaar. Mislukt de bouw, dan blijft de vorige staan."""
    _ = texts_for(lang.value)
    reference_date = None if as_of is None else _day(as_of)
    with _progress(workspace, _) as on_step:
        build_id, build = run_build(workspace, reference_date, _now(), on_step)
    with read_model.open_build(workspace, build_id) as published:
        typer.echo(_report(published.cursor(), _, with_set_aside=False))
    typer.echo(
        _("Gebouwd: {build_id}, peildatum {date}.", build_id=build_id, date=_.date(build.as_of))
    )


@app.command()
def phases(
    workspace: WorkspaceArgument,
    week: Annotated[str | None, typer.Option(help="Week zoals 2026-W46, of all.")] = None,
    format: Annotated[Format, typer.Option(help="csv of json.")] = Format.csv,
    lang: LangOption = Lang.nl,
) -> None:
    """Druk de voorgestelde fase per wijk af; zonder --week de nieuwste volledige week."""
    build = read_model.open_current(workspace)
    if build is None:
        open_workspace(workspace)  # says it, when the workspace itself is what is wrong
        raise NothingToBuildError(
            "Er is nog geen build. Voer eerst uit: python -m pipelines run WORKSPACE",
            "There is no build yet. First run: python -m pipelines run WORKSPACE",
        )
    with build:
        frame = build.phases_for_export(_chosen_week(build, week))
    if format is Format.json:
        frame["complete"] = frame["complete"] == "true"
        typer.echo(frame.to_json(orient="records", force_ascii=False, indent=1))
    else:
        frame["wijknaam"] = frame["wijknaam"].map(plain)
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)


class TableFormat(StrEnum):
    """Form of a table: for people or for programs."""

    text = "text"
    csv = "csv"


@app.command()
def crosswalk(
    workspace: WorkspaceArgument,
    format: Annotated[TableFormat, typer.Option(help="text of csv.")] = TableFormat.text,
    lang: LangOption = Lang.nl,
) -> None:
    """Toon hoe wijken van andere jaren overgaan in die op de kaart, en wat om te rekenen is."""
    walks = crosswalks_of(workspace, _now())
    if format is TableFormat.csv:
        typer.echo(crosswalk_csv(walks), nl=False)
    else:
        typer.echo(crosswalk_text(walks, texts_for(lang.value)))


@app.command()
def series(
    workspace: WorkspaceArgument,
    division: Annotated[int, typer.Option(help="Jaar van de wijkindeling, zoals 2014.")],
    format: Annotated[TableFormat, typer.Option(help="text of csv.")] = TableFormat.text,
    lang: LangOption = Lang.nl,
) -> None:
    """Toon reeksen op de wijken van een gekozen jaar: omgerekend, en wat niet om te rekenen is."""
    _ = texts_for(lang.value)
    with open_with_division(workspace, division) as build:
        if format is TableFormat.csv:
            typer.echo(series_csv(build, division, _), nl=False)
        else:
            typer.echo(series_text(build, division, load_knowledge(), _))


class ReportFormat(StrEnum):
    """Form of a report: for people or for programs."""

    text = "text"
    json = "json"


@app.command()
def backtest(
    workspace: WorkspaceArgument,
    truth: Annotated[
        Path | None, typer.Option(help="Bestand met de bekende fasen; anders truth.csv.")
    ] = None,
    format: Annotated[ReportFormat, typer.Option(help="text of json.")] = ReportFormat.text,
    lang: LangOption = Lang.nl,
) -> None:
    """Vergelijk de voorstellen met bekende fasen (truth.csv), naast vier eenvoudige regels."""
    _ = texts_for(lang.value)
    with _progress(workspace, _) as on_step:
        result = run_backtest(workspace, truth or workspace / "truth.csv", _now(), on_step)
    if format is ReportFormat.json:
        typer.echo(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        typer.echo(backtest_text(result, lang.value))


@app.command()
def register(workspace: WorkspaceArgument) -> None:
    """Druk de kaart voor het Algoritmeregister af als JSON; lege velden vult de gemeente in."""
    gemeente = open_workspace(workspace).gemeente
    weeks = rules().confirmed_phase_weeks.value
    card = register_card(load_knowledge(), gemeente.naam, gemeente.gemeentecode, weeks)
    typer.echo(json.dumps(card, indent=1, ensure_ascii=False))


@app.command()
def use(
    workspace: WorkspaceArgument,
    build: Annotated[str, typer.Argument(help="Nummer van een build die er nog is.")],
    lang: LangOption = Lang.nl,
) -> None:
    """Laat een eerdere build zien, tot de volgende keer dat er gebouwd wordt."""
    if build not in read_model.list_builds(workspace):
        raise NothingToBuildError(
            f"Build {build} is er niet (meer). Kies uit de lijst op het scherm Beheer.",
            f"Build {build} is not there (any more). Choose from the list on the screen Beheer.",
        )
    with read_model.open_build(workspace, build) as chosen:
        chosen.newest_complete_week()
    publish.point_to(workspace, build)
    typer.echo(texts_for(lang.value)("Getoond wordt nu: {build_id}.", build_id=build))


@app.command("backup")
def backup_(
    workspace: WorkspaceArgument,
    folder: Annotated[Path, typer.Argument(help="Map voor kopieën, liefst op een andere schijf.")],
    tidy: Annotated[
        bool, typer.Option("--tidy", help="Verwijder kopieën voorbij hun bewaartermijn.")
    ] = False,
    without_logbook: Annotated[
        bool, typer.Option("--without-logbook", help="Het logboek heeft een eigen kopie.")
    ] = False,
) -> None:
    """Kopieer bestanden, logboek en de huidige build naar een nieuwe map."""
    now = _now()
    typer.echo(str(backup.save(workspace, folder, now, with_logbook=not without_logbook)))
    if tidy:
        for name in backup.tidy(folder, rules().backup_weeks.value, now):
            typer.echo(f"- {name}")


@app.command()
def restore(
    copy: Annotated[Path, typer.Argument(help="Map van een kopie.")],
    workspace: Annotated[Path, typer.Argument(help="Nieuwe of lege map.")],
    lang: LangOption = Lang.nl,
) -> None:
    """Zet een kopie terug in een nieuwe map."""
    files = backup.restore(copy, workspace)
    typer.echo(texts_for(lang.value)("Teruggezet: {n} bestanden.", n=files))


def main() -> None:
    """Run the command line; no traceback ever reaches the user."""
    for library in ("pyogrio", "urllib3"):  # what they remark is said in our words
        logging.getLogger(library).setLevel(logging.ERROR)
    lang = "en" if _asks_for_english(sys.argv) else "nl"
    try:
        app(standalone_mode=False)
    except NothingToBuildError as fault:
        _say(fault.message_en if lang == "en" else fault.message_nl)
        sys.exit(2)
    except LogbookError as fault:
        _say(fault.message(texts_for(lang)))
        sys.exit(2)
    except _UsageError as fault:
        message = str(getattr(fault, "message", "")) or str(fault)
        _say(message or texts_for(lang)("Zo kan dit niet worden aangeroepen. Zie --help."))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say(texts_for(lang)("Afgebroken. De vorige build staat er nog."))
        sys.exit(1)
    except Exception as fault:
        _say(_own_fault(fault, texts_for(lang)))
        sys.exit(1)


def _chosen_week(build: read_model.Build, week: str | None) -> date | None:
    if week == "all":
        return None
    if week is None:
        return build.newest_complete_week()
    chosen = build.week_of_label(week)
    if chosen is None:
        weeks = build.weeks()["iso_week"]
        raise NothingToBuildError(
            f"Week {week} staat niet in deze build ({weeks.iat[0]} tot en met {weeks.iat[-1]}).",
            f"Week {week} is not in this build ({weeks.iat[0]} to {weeks.iat[-1]}).",
        )
    return chosen


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        raise NothingToBuildError(
            "--as-of moet een datum zijn als 2026-11-20.",
            "--as-of must be a date such as 2026-11-20.",
        )
    return day


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _progress(workspace: Path, _: Texts) -> Iterator[OnStep]:
    """A progress bar on a terminal; silence elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        files = sum(path.suffix.lower() in TABLE_SUFFIXES for path in workspace.glob("*"))
        task = progress.add_task(_("Bezig"), total=files + OTHER_STEPS)
        yield lambda step: progress.update(task, advance=1, description=step_name(_, step))


def _report(connection: duckdb.DuckDBPyConnection, _: Texts, with_set_aside: bool) -> str:
    return "\n".join([counts_table(connection, _), *set_aside_lines(connection, _, with_set_aside)])


def _own_fault(fault: Exception, _: Texts) -> str:
    """The message for a fault of ours; where it went wrong is in a file, without any delivered
    value.
    """
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return _(
        "Er ging iets mis in het programma ({kind} in {file}, regel {line}). "
        "De vorige build staat er nog. Meld dit bij de makers.",
        kind=type(fault).__name__,
        file=Path(place.filename).name,
        line=place.lineno,
    )


def _asks_for_english(arguments: list[str]) -> bool:
    return "--lang=en" in arguments or ("--lang", "en") in zip(
        arguments, arguments[1:], strict=False
    )


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")

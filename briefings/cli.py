"""The command line of the briefings. Exit codes: 0 done, 2 the call is wrong, 1 a fault of ours.

    python -m briefings WORKSPACE [--wijk WK000001] --format pdf --out FILE

Formats: pdf, docx, xlsx, gpkg, geojson, csv, and pack (a zip with the overview and every wijk).
Messages go to standard error, in Dutch, or in English with --lang en.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from briefings.making import FORMATS, OnPart, make, write_whole
from briefings.model import LEVELS
from briefings.reading import Reader, Request
from briefings.reviews import check_reviewer, record_review
from indicators import load_knowledge
from language import Texts, texts_for
from pipelines import read_model
from pipelines.faults import NothingToBuildError
from pipelines.workspace import open_workspace

app = typer.Typer(add_completion=False, no_args_is_help=True)
# Typer keeps its class for wrong calls to itself; every kind of it descends from this one.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

MOST_PERIOD_WEEKS = 156


class FormatName(StrEnum):
    """Kinds of file."""

    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"
    gpkg = "gpkg"
    geojson = "geojson"
    csv = "csv"
    pack = "pack"


class LevelName(StrEnum):
    """Levels of redaction."""

    intern = "intern"
    college = "college"
    openbaar = "openbaar"


class Lang(StrEnum):
    """Language of the briefing and of the messages."""

    nl = "nl"
    en = "en"


@app.command()
def briefing(
    workspace: Annotated[Path, typer.Argument(help="Map met gemeente.yaml en een build.")],
    format: Annotated[FormatName, typer.Option(help="Soort bestand.")],
    out: Annotated[Path, typer.Option(help="Het bestand dat gemaakt wordt.")],
    wijk: Annotated[
        list[str] | None,
        typer.Option(help="Code van een wijk, vaker te geven; zonder: de hele gemeente."),
    ] = None,
    week: Annotated[
        str | None, typer.Option(help="Week zoals 2026-W46; zonder: de nieuwste volledige.")
    ] = None,
    period_weeks: Annotated[
        int, typer.Option(help="Zoveel weken, tot en met de week, is de periode.")
    ] = 13,
    level: Annotated[
        LevelName, typer.Option(help="Voor wie: intern, college of openbaar.")
    ] = LevelName.intern,
    lang: Annotated[Lang, typer.Option(help="Taal: nl of en.")] = Lang.nl,
    build: Annotated[
        str | None, typer.Option(help="Build waaruit de briefing komt; zonder: de huidige.")
    ] = None,
    reviewed_by: Annotated[
        str | None, typer.Option(help="Functie van wie een openbare briefing nakeek.")
    ] = None,
) -> None:
    """Maak een briefing over een wijk, een paar wijken of de gemeente."""
    _ = texts_for(lang.value)
    open_workspace(workspace)
    chosen_level = LEVELS[list(LevelName).index(level)]
    role = check_reviewer(chosen_level, reviewed_by)
    _check_out(out)
    with _open(workspace, build) as published:
        reader = Reader(published, load_knowledge())
        request = Request(
            week_start=_week(published, week),
            level=chosen_level,
            wijken=_wijken(reader, wijk or []),
            period_weeks=_period(period_weeks),
            reviewed_by=role,
        )
        chosen_format = FORMATS[list(FormatName).index(format)]
        parts = len(request.wijken or reader.codes())
        with _progress(_, parts) as on_part:
            content = make(_, load_knowledge(), reader, request, chosen_format, on_part)
        write_whole(out, content)
        record_review(workspace, published.build_id, request, chosen_format, content)
    _say(_("Gemaakt: {file}, uit {build_id}.", file=out, build_id=published.build_id))


def main() -> None:
    """Run the command line; no traceback ever reaches the user."""
    logging.getLogger("pyogrio").setLevel(logging.ERROR)
    lang = "en" if _asks_for_english(sys.argv) else "nl"
    try:
        app(standalone_mode=False)
    except NothingToBuildError as fault:
        _say(fault.message_en if lang == "en" else fault.message_nl)
        sys.exit(2)
    except _UsageError as fault:
        message = str(getattr(fault, "message", "")) or str(fault)
        _say(message or texts_for(lang)("Zo kan dit niet worden aangeroepen. Zie --help."))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say(texts_for(lang)("Afgebroken. Er is geen bestand geschreven."))
        sys.exit(1)
    except Exception as fault:
        _say(_own_fault(fault, texts_for(lang)))
        sys.exit(1)


@contextmanager
def _open(workspace: Path, build_id: str | None) -> Iterator[read_model.Build]:
    """The named build, or the one that counts."""
    kept = read_model.list_builds(workspace)
    if build_id is not None and build_id not in kept:
        raise NothingToBuildError(
            f"Build {build_id} is er niet (meer). Wel: {', '.join(kept) or 'geen'}.",
            f"Build {build_id} is not there (any more). These are: {', '.join(kept) or 'none'}.",
        )
    chosen = build_id or read_model.current_build_id(workspace)
    if chosen is None:
        raise NothingToBuildError(
            "Er is nog geen build. Voer eerst uit: python -m pipelines run WORKSPACE",
            "There is no build yet. First run: python -m pipelines run WORKSPACE",
        )
    with read_model.open_build(workspace, chosen) as build:
        yield build


def _week(build: read_model.Build, week: str | None) -> dt.date:
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


def _wijken(reader: Reader, asked: list[str]) -> tuple[str, ...]:
    """The asked wijken in the order of the build, each once. Codes may be split by commas."""
    codes = {code.strip().upper() for text in asked for code in text.split(",") if code.strip()}
    unknown = sorted(codes - set(reader.codes()))
    if unknown:
        raise NothingToBuildError(
            f"Deze wijken staan niet in de build: {', '.join(unknown)}. Geef een code als "
            f"{reader.codes()[0]}.",
            f"These wijken are not in the build: {', '.join(unknown)}. Give a code such as "
            f"{reader.codes()[0]}.",
        )
    return tuple(code for code in reader.codes() if code in codes)


def _period(weeks: int) -> int:
    if not 1 <= weeks <= MOST_PERIOD_WEEKS:
        raise NothingToBuildError(
            f"--period-weeks moet een getal zijn van 1 tot en met {MOST_PERIOD_WEEKS}.",
            f"--period-weeks must be a number from 1 to {MOST_PERIOD_WEEKS}.",
        )
    return weeks


def _check_out(out: Path) -> None:
    if out.is_dir() or not out.parent.is_dir():
        raise NothingToBuildError(
            f"Kan niet schrijven naar {out}: geef een bestand in een map die bestaat.",
            f"Cannot write to {out}: give a file in a folder that exists.",
        )


@contextmanager
def _progress(_: Texts, parts: int) -> Iterator[OnPart]:
    """A progress bar on a terminal; silence elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task(_("Bezig"), total=parts)
        yield lambda name: progress.update(task, advance=1, description=name)


def _own_fault(fault: Exception, _: Texts) -> str:
    """The message for a fault of ours, without any delivered value."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return _(
        "Er ging iets mis in het programma ({kind} in {file}, regel {line}). Er is geen bestand "
        "geschreven. Meld dit bij de makers.",
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

"""Charts of one wijk: the history of its phase, and one indicator against its goalposts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from views.palette import GREY, HATCH, INK, PHASES, WHITE

CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
_FONT = {"family": '"Source Sans", system-ui, sans-serif', "color": INK, "size": 14}
# From low to high; the lack of data is no step of the ladder and stands apart, below it.
LANES = ("onvoldoende_gegevens", "rust", "ongemak", "spanning", "incidenten")
_LINE = "#1F4E79"


@dataclass(frozen=True)
class Run:
    """Weeks in a row with the same phase; `until` is the Monday after the last of them. `other` is
    the second phase of a doubt.
    """

    phase: str
    since: dt.date
    until: dt.date
    weeks: int
    other: str | None = None


def runs(history: Sequence[tuple[dt.date, str, str | None]]) -> list[Run]:
    """Consecutive weeks with one phase and one doubt, oldest first; a missing week ends a run."""
    found: list[Run] = []
    for monday, phase, other in history:
        after = monday + dt.timedelta(weeks=1)
        last = found[-1] if found else None
        if last and (last.phase, last.other, last.until) == (phase, other, monday):
            found[-1] = Run(phase, last.since, after, last.weeks + 1, other)
        else:
            found.append(Run(phase, monday, after, 1, other))
    return found


def phase_history(history: Sequence[Run], names: dict[str, str], chosen: dt.date) -> go.Figure:
    """A bar per run of weeks on the lane of its phase; a week without a proposal stays empty.

    At doubt both phases have a bar, speckled and less high.
    """
    drawing = go.Figure()
    for phase in LANES:
        own = [run for run in history if phase in (run.phase, run.other)]
        if not own:
            # Keeps the lane on the axis.
            drawing.add_trace(go.Bar(orientation="h", x=[None], y=[names[phase]], showlegend=False))
            continue
        paint = PHASES[phase]
        speckle = "/" if paint.is_hatched else "."
        pattern = {
            "shape": [speckle if run.other or paint.is_hatched else "" for run in own],
            "fgcolor": HATCH if paint.is_hatched else INK,
            "bgcolor": paint.fill,
            "size": 7 if paint.is_hatched else 6,
            "solidity": 0.25 if paint.is_hatched else 0.12,
        }
        drawing.add_trace(
            go.Bar(
                orientation="h",
                base=[run.since.isoformat() for run in own],
                x=[_milliseconds(run.until - run.since) for run in own],
                y=[names[phase] for _run in own],
                text=[paint.sign if run.weeks >= 4 and not run.other else "" for run in own],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": paint.ink, "size": 14},
                marker={
                    "color": paint.fill,
                    "line": {"color": INK, "width": 1},
                    "pattern": pattern,
                },
                width=[0.4 if run.other else 0.8 for run in own],
                name=names[phase],
                hovertemplate="%{y}<br>%{base|%d-%m-%Y}<extra></extra>",
                showlegend=False,
            )
        )
    drawing.add_vline(x=chosen.isoformat(), line={"color": INK, "width": 1.5, "dash": "dot"})
    _lay_out(drawing, height=220)
    drawing.update_yaxes(
        categoryorder="array",
        categoryarray=[names[lane] for lane in LANES],
        # All lanes, also those that this wijk never was in.
        range=[-0.6, len(LANES) - 0.4],
    )
    drawing.update_layout(barmode="overlay", bargap=0)
    return drawing


@dataclass(frozen=True)
class Week:
    """The chances of one week: phase -> chance (0-1), empty where no phase is proposed."""

    monday: dt.date
    chances: dict[str, float]
    hover: str


def phase_bands(weeks: Sequence[Week], names: dict[str, str], chosen: dt.date) -> go.Figure:
    """One band per phase, stacked: the higher a band, the likelier its phase in that week.

    A week is as wide as it lasts; a week without a proposal is a gap in every band.
    """
    known = [week for week in weeks if week.chances]
    drawing = go.Figure()
    for place, phase in enumerate(LANES[1:]):
        x: list[str | None] = []
        y: list[float | None] = []
        for stretch in _stretches(known):
            low, high = [], []
            for week in stretch:
                values = [week.chances[lane] for lane in LANES[1:]]
                low.append(100 * sum(values[:place]))
                high.append(100 * sum(values[: place + 1]))
            edges = [(week.monday, week.monday + dt.timedelta(weeks=1)) for week in stretch]
            there = [day.isoformat() for edge in edges for day in edge]
            x += [*there, *reversed(there), None]
            y += [*_doubled(high), *reversed(_doubled(low)), None]
        paint = PHASES[phase]
        drawing.add_trace(
            go.Scatter(
                x=x[:-1],
                y=y[:-1],
                mode="lines",
                fill="toself",
                fillcolor=paint.fill,
                line={"color": INK, "width": 0.5},
                hoverinfo="skip",
                showlegend=False,
                name=names[phase],
            )
        )
    drawing.add_trace(
        go.Scatter(
            x=[(week.monday + dt.timedelta(days=3)).isoformat() for week in known],
            y=[50.0] * len(known),
            mode="markers",
            marker={"opacity": 0, "size": 12, "color": INK},
            text=[week.hover for week in known],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
            name="hover",
        )
    )
    drawing.add_vline(x=chosen.isoformat(), line={"color": INK, "width": 1.5, "dash": "dot"})
    _lay_out(drawing, height=280)
    drawing.update_layout(hovermode="x")
    steps = [0, 25, 50, 75, 100]
    drawing.update_yaxes(range=[0, 100], tickvals=steps, ticktext=[f"{step}%" for step in steps])
    if weeks:
        end = weeks[-1].monday + dt.timedelta(weeks=1)
        drawing.update_xaxes(range=[weeks[0].monday.isoformat(), end.isoformat()])
    return drawing


def _stretches(weeks: Sequence[Week]) -> list[list[Week]]:
    """Weeks that follow each other without a gap."""
    found: list[list[Week]] = []
    for week in weeks:
        if found and found[-1][-1].monday + dt.timedelta(weeks=1) == week.monday:
            found[-1].append(week)
        else:
            found.append([week])
    return found


def _doubled(values: Sequence[float]) -> list[float]:
    """A value at the start and at the end of its week."""
    return [value for value in values for _side in range(2)]


@dataclass(frozen=True)
class Trend:
    """One indicator over time; None in `values` is a gap and stays one."""

    days: list[dt.date]
    values: list[float | None]
    hover: list[str]
    unit: str
    is_survey: bool


def trend(series: Trend, goalposts: Sequence[tuple[float, str]]) -> go.Figure:
    """The values with a line per goalpost. Survey waves are loose points: between them nothing is
    known.
    """
    drawing = go.Figure()
    drawing.add_trace(
        go.Scatter(
            x=[day.isoformat() for day in series.days],
            y=series.values,
            mode="markers" if series.is_survey else "lines+markers",
            connectgaps=False,
            line={"color": _LINE, "width": 2},
            marker={"size": 10 if series.is_survey else 4, "color": _LINE},
            text=series.hover,
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )
    for value, label in goalposts:
        drawing.add_hline(
            y=value,
            line={"color": GREY, "width": 1, "dash": "dash"},
            annotation={"text": label, "font": {"size": 13, "color": GREY}, "bgcolor": WHITE},
            annotation_position="top left",
        )
    _lay_out(drawing, height=320)
    drawing.update_yaxes(title={"text": series.unit}, rangemode="tozero", gridcolor="#E6EAEF")
    return drawing


def calibration(points: Sequence[tuple[float, float, str]], given: str, right: str) -> go.Figure:
    """Share that was right (percent) by the chance given (percent); on the line both are equal."""
    drawing = go.Figure()
    drawing.add_trace(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"color": GREY, "width": 1, "dash": "dash"},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    drawing.add_trace(
        go.Scatter(
            x=[x for x, _y, _text in points],
            y=[y for _x, y, _text in points],
            mode="markers",
            marker={"size": 10, "color": _LINE},
            text=[text for _x, _y, text in points],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )
    _lay_out(drawing, height=320)
    percent = {"range": [-3, 103], "ticksuffix": "%", "gridcolor": "#E6EAEF"}
    drawing.update_xaxes(**percent, type="linear", tickformat=None, title={"text": given})
    drawing.update_yaxes(**percent, title={"text": right})
    return drawing


def agreement(
    bands: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]],
    ticks: Sequence[tuple[float, str]],
) -> go.Figure:
    """Agreement (kappa) per band: (name, values, their texts) per line; lines differ in dash and
    mark as well as in colour.
    """
    drawing = go.Figure()
    looks = (("solid", "circle", _LINE), ("dash", "square", INK), ("dot", "diamond", GREY))
    for (name, values, texts), (dash, symbol, colour) in zip(series, looks, strict=False):
        drawing.add_trace(
            go.Scatter(
                x=list(bands),
                y=list(values),
                name=name,
                mode="lines+markers",
                line={"color": colour, "width": 2, "dash": dash},
                marker={"symbol": symbol, "size": 9},
                text=list(texts),
                hovertemplate="%{x}: %{text}<extra></extra>",
            )
        )
    _lay_out(drawing, height=320)
    drawing.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.25})
    drawing.update_xaxes(type="category")
    drawing.update_yaxes(
        range=[0, 1.02],
        gridcolor="#E6EAEF",
        tickvals=[value for value, _text in ticks],
        ticktext=[text for _value, text in ticks],
    )
    return drawing


def weekly_counts(
    days: Sequence[dt.date], series: Sequence[tuple[str, str, list[int]]]
) -> go.Figure:
    """Stacked bars per week: (name, colour, counts) each."""
    drawing = go.Figure()
    for name, colour, counts in series:
        drawing.add_trace(
            go.Bar(
                x=[day.isoformat() for day in days],
                y=counts,
                name=name,
                marker={"color": colour, "line": {"color": INK, "width": 0.5}},
                hovertemplate="%{x|%d-%m-%Y}: %{y}<extra>" + name + "</extra>",
            )
        )
    _lay_out(drawing, height=240)
    drawing.update_layout(barmode="stack", legend={"orientation": "h", "y": 1.18, "x": 0})
    drawing.update_yaxes(gridcolor="#E6EAEF", rangemode="tozero")
    return drawing


def _milliseconds(length: dt.timedelta) -> float:
    """Plotly measures bars on a date axis in milliseconds."""
    return length / dt.timedelta(milliseconds=1)


def _lay_out(drawing: Any, height: int) -> None:
    drawing.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        paper_bgcolor=WHITE,
        plot_bgcolor=WHITE,
        font=_FONT,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"bgcolor": WHITE, "bordercolor": INK, "font": {"color": INK, "size": 14}},
    )
    drawing.update_xaxes(type="date", fixedrange=True, tickformat="%m-%Y", automargin=True)
    drawing.update_yaxes(fixedrange=True, automargin=True)

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
    """Weeks in a row with the same phase; `until` is the Monday after the last of them."""

    phase: str
    since: dt.date
    until: dt.date
    weeks: int


def runs(history: Sequence[tuple[dt.date, str]]) -> list[Run]:
    """Consecutive weeks with one phase, oldest first; a missing week ends a run."""
    found: list[Run] = []
    for monday, phase in history:
        after = monday + dt.timedelta(weeks=1)
        last = found[-1] if found else None
        if last and last.phase == phase and last.until == monday:
            found[-1] = Run(phase, last.since, after, last.weeks + 1)
        else:
            found.append(Run(phase, monday, after, 1))
    return found


def phase_history(history: Sequence[Run], names: dict[str, str], chosen: dt.date) -> go.Figure:
    """A bar per run of weeks on the lane of its phase; a week without a proposal stays empty."""
    drawing = go.Figure()
    for phase in LANES:
        own = [run for run in history if run.phase == phase]
        if not own:
            # Keeps the lane on the axis.
            drawing.add_trace(go.Bar(orientation="h", x=[None], y=[names[phase]], showlegend=False))
            continue
        paint = PHASES[phase]
        pattern = {
            "shape": "/",
            "fgcolor": HATCH,
            "bgcolor": paint.fill,
            "size": 7,
            "solidity": 0.25,
        }
        drawing.add_trace(
            go.Bar(
                orientation="h",
                base=[run.since.isoformat() for run in own],
                x=[_milliseconds(run.until - run.since) for run in own],
                y=[names[phase] for _run in own],
                text=[paint.sign if run.weeks >= 4 else "" for run in own],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": paint.ink, "size": 14},
                marker={
                    "color": paint.fill,
                    "line": {"color": INK, "width": 1},
                    "pattern": pattern if paint.is_hatched else None,
                },
                width=0.8,
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

"""From what was simulated to the texts of the contract files, each with its dirty rows."""

from datetime import timedelta

import numpy as np
import pandas as pd

from demo.faults import (
    FUTURE_YEARS,
    UNKNOWN_BUURT,
    UNKNOWN_WIJK,
    Change,
    Dirtied,
    Row,
    dirty,
    future,
    impossible,
    setting,
)
from demo.files import Dialect, decimals
from demo.geography import Town
from demo.placing import lonlat
from demo.settings import Settings
from demo.truth import PHASES, Truth

# What the fictional front office calls things -> the category of the contract.
LOCAL_CATEGORIES = {
    "Geluid": "geluidsoverlast",
    "Jongeren op straat": "overlast_jeugd",
    "Overlast van en door personen": "overlast_personen",
    "Afval en zwerfvuil": "afval_vervuiling",
    "Burenoverlast": "burenruzie",
    "Overlast anders": "overlast_overig",
    "Overig": "overig",
}
LOCAL_COLUMNS = {
    "incident_id": "Meldnr",
    "occurred_at": "Datum melding",
    "category": "Hoofdgroep",
    "x": "X-coord",
    "y": "Y-coord",
}
_EXPORT_SHARE = 0.35  # of the reports to the front office that come in its own export


def _far_away(town: Town) -> tuple[float, float]:
    """A point in open water, 4 km west of the gemeente (EPSG:28992)."""
    west, south, _, north = town.wijken.total_bounds
    return float(west) - 4000.0, float(south + north) / 2


def in_export(incidents: pd.DataFrame, year: int, settings: Settings) -> "pd.Series[bool]":
    """Which incidents of a year come as XLSX: a part, in the last two years."""
    recent = year > settings.until.year - 2
    return (incidents["source"] == "meldpunt") & (incidents["in_system"] < _EXPORT_SHARE) & recent


def incident_table(
    rng: np.random.Generator, incidents: pd.DataFrame, town: Town, dialect: Dialect
) -> Dirtied:
    """One incidents-<year>.csv: located by wijk, by buurt or by point."""
    code = incidents["source"].map({"meldpunt": "MP", "politie": "PO", "handhaving": "HA"})
    year = incidents["occurred_at"].dt.strftime("%y")
    serial = (incidents.groupby("source").cumcount() + 1).astype(str).str.zfill(5)
    draw = rng.random(len(incidents))
    crime = (incidents["source"] != "meldpunt").to_numpy()
    by_wijk = draw < np.where(crime, 0.6, 0.15)
    by_buurt = ~by_wijk & (draw < np.where(crime, 0.85, 0.4))
    by_point = ~by_wijk & ~by_buurt
    lon = incidents["lon"].where(by_point).to_numpy(dtype=float)
    lat = incidents["lat"].where(by_point).to_numpy(dtype=float)
    frame = pd.DataFrame(
        {
            "incident_id": code + year + "-" + serial,
            "occurred_at": incidents["occurred_at"].dt.strftime("%Y-%m-%d %H:%M"),
            "category": incidents["category"],
            "wijkcode": np.where(by_wijk, town.wijkcodes[incidents["wijk"]], ""),
            "buurtcode": np.where(by_buurt, incidents["buurtcode"], ""),
            "lon": decimals(lon, 6, dialect),
            "lat": decimals(lat, 6, dialect),
            "group_dimension": incidents["group_dimension"],
            "severity": incidents["severity"],
            "verified": incidents["verified"],
            "source": incidents["source"],
        }
    )
    away = lonlat(np.array([_far_away(town)]))
    far_lon, far_lat = (decimals(away[:, axis], 6, dialect)[0] for axis in (0, 1))
    nowhere = {"wijkcode": "", "buurtcode": "", "lon": "", "lat": ""}
    changes: dict[str, Change] = {
        "unknown_code": setting(**{**nowhere, "wijkcode": UNKNOWN_WIJK}),
        "unknown_category": setting(category="lantaarnpaal_kapot"),
        "impossible_date": impossible("occurred_at"),
        "future_date": future("occurred_at"),
        "outside_gemeente": setting(**{**nowhere, "lon": far_lon, "lat": far_lat}),
        "wrong_type": setting(**{**nowhere, "lon": "onbekend", "lat": "onbekend"}),
        "duplicate_id": setting(verified="ja"),
    }
    return dirty(rng, frame, changes, "incident_id")


def export_table(rng: np.random.Generator, incidents: pd.DataFrame, town: Town) -> Dirtied:
    """One meldingen_<year>.xlsx: the front office's own export, with its own words."""
    local = {category: name for name, category in LOCAL_CATEGORIES.items()}
    moments = incidents["occurred_at"]
    frame = pd.DataFrame(
        {
            "Meldnr": "M"
            + moments.dt.strftime("%y")
            + "-"
            + pd.Series(np.arange(1, len(moments) + 1), index=moments.index)
            .astype(str)
            .str.zfill(5),
            "Datum melding": pd.Series(list(moments.dt.to_pydatetime()), moments.index, object),
            "Hoofdgroep": incidents["category"].map(local),
            "X-coord": incidents["x"],
            "Y-coord": incidents["y"],
            "Status": np.where(rng.random(len(moments)) < 0.93, "afgehandeld", "in behandeling"),
        }
    )
    far_x, far_y = _far_away(town)

    def far_ahead(row: Row) -> Row:
        moment = pd.Timestamp(str(row["Datum melding"])) + pd.DateOffset(years=FUTURE_YEARS)
        return {**row, "Datum melding": moment.to_pydatetime()}

    def no_day(row: Row) -> Row:
        return {**row, "Datum melding": f"30-02-20{str(row['Meldnr'])[1:3]}"}

    changes: dict[str, Change] = {
        "unknown_category": setting(Hoofdgroep="Straatverlichting"),
        "impossible_date": no_day,
        "future_date": far_ahead,
        "outside_gemeente": setting(**{"X-coord": round(far_x, 1), "Y-coord": round(far_y, 1)}),
        "wrong_type": setting(**{"X-coord": "nvt", "Y-coord": "nvt"}),
        "duplicate_id": setting(Status="heropend"),
    }
    return dirty(rng, frame, changes, "Meldnr", broken=False)


def survey_table(rng: np.random.Generator, answers: pd.DataFrame, dialect: Dialect) -> Dirtied:
    """One surveys-<year>.csv."""
    frame = answers.assign(
        weight=decimals(answers["weight"].to_numpy(dtype=float), 3, dialect),
        answer=decimals(answers["answer"].to_numpy(dtype=float), 1, dialect, trim=True),
    )
    changes: dict[str, Change] = {
        "unknown_code": setting(wijkcode=UNKNOWN_WIJK),
        "weight_not_positive": setting(weight="0"),
        "impossible_date": impossible("fieldwork_end"),
        "future_date": future("fieldwork_end"),
        "wrong_type": setting(answer="mee eens"),
    }
    return dirty(rng, frame, changes, "respondent_id")


def survey_result_table(
    rng: np.random.Generator, results: pd.DataFrame, dialect: Dialect
) -> Dirtied:
    """One survey_results-<year>.csv."""
    frame = results.assign(
        n=results["n"].astype(str),
        value=decimals(results["value"].to_numpy(dtype=float), 2, dialect, trim=True),
        se=decimals(results["se"].to_numpy(dtype=float), 2, dialect, trim=True),
    )
    changes: dict[str, Change] = {
        "unknown_code": setting(wijkcode=UNKNOWN_WIJK),
        "negative_count": setting(n="-9"),
        "wrong_type": setting(value="n.b."),
    }
    return dirty(rng, frame, changes)


def signal_table(rng: np.random.Generator, signals: pd.DataFrame) -> Dirtied:
    """One signals-<year>.csv."""
    seen = {"nothing_to_report": "nee", "criterion": "C5"}
    changes: dict[str, Change] = {
        "unknown_code": setting(wijkcode=UNKNOWN_WIJK),
        "impossible_date": impossible("observed_on"),
        "future_date": future("observed_on"),
        "level_out_of_range": setting(**{**seen, "level": "5"}),
        "wrong_type": setting(**{**seen, "level": "hoog"}),
        "duplicate_id": setting(confirmed="ja"),
    }
    return dirty(rng, signals, changes, "signal_id")


def registration_table(rng: np.random.Generator, counts: pd.DataFrame) -> Dirtied:
    """One registrations-<register>.csv."""
    code = "buurtcode" if "buurtcode" in counts else "wijkcode"
    changes: dict[str, Change] = {
        "unknown_code": setting(**{code: UNKNOWN_BUURT if code == "buurtcode" else UNKNOWN_WIJK}),
        "impossible_date": impossible("period"),
        "future_date": future("period"),
        "negative_count": setting(count="-1"),
        "wrong_type": setting(count="enkele"),
    }
    return dirty(rng, counts, changes)


def agenda_table(rng: np.random.Generator, agenda: pd.DataFrame) -> Dirtied:
    """agenda.csv. A date to come is no fault here."""
    changes: dict[str, Change] = {
        "unknown_code": setting(wijkcode=UNKNOWN_WIJK),
        "impossible_date": impossible("date"),
    }
    return dirty(rng, agenda, changes)


def offer_table(rng: np.random.Generator, offer: pd.DataFrame) -> Dirtied:
    """offer.csv: small and typed by hand, so one row names a wijk of before the new division."""
    return dirty(rng, offer, {"unknown_code": setting(wijken=UNKNOWN_WIJK)}, broken=False)


def code_table(rng: np.random.Generator, frame: pd.DataFrame) -> Dirtied:
    """Give a small table one row of a wijk that does not exist: population.csv, reporters.csv."""
    return dirty(rng, frame, {"unknown_code": setting(wijkcode=UNKNOWN_WIJK)}, broken=False)


def truth_table(settings: Settings, town: Town, truth: Truth) -> pd.DataFrame:
    """truth.csv: every wijk and every ISO week, without faults."""
    iso = [
        (settings.first_monday + timedelta(weeks=t)).isocalendar() for t in range(settings.weeks)
    ]
    weeks = np.array([f"{day.year}-W{day.week:02d}" for day in iso], dtype=object)
    return pd.DataFrame(
        {
            "wijkcode": np.repeat(town.wijkcodes, settings.weeks),
            "week": np.tile(weeks, len(town.residents)),
            "phase": np.array(PHASES, dtype=object)[truth.phase.ravel()],
        }
    )

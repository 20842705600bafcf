"""The knowledge and the areas as small tables beside the data, so that SQL can join them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import duckdb
import geopandas as gpd
import pandas as pd

from indicators import Knowledge
from indicators.advice.gaps import OTHER_KIND
from indicators.models import Localized
from pipelines.contracts import Kind
from pipelines.sql import run
from pipelines.workspace import Gemeente


class Named(Protocol):
    """Knowledge with a name in both languages."""

    @property
    def name(self) -> Localized: ...


NO_POINTS = pd.DataFrame(
    {
        "row_number": pd.Series(dtype="int32"),
        "wijkcode": pd.Series(dtype="str"),
        "column_name": pd.Series(dtype="str"),
    }
)


def write_table(
    connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame, is_temporary: bool = True
) -> None:
    """Make a table of a data frame, in the build or only for as long as it is being made."""
    connection.register("frame_to_write", frame)
    run(connection, "write_table", name=name, is_temporary=is_temporary)
    connection.unregister("frame_to_write")


def closed_lists(knowledge: Knowledge) -> dict[str, dict[str, dict[str, str]]]:
    """Type of column -> value of the contract -> language -> name, for every list that the
    knowledge defines.
    """

    def named(of: Mapping[str, Named]) -> dict[str, dict[str, str]]:
        return {key: {"nl": one.name.nl, "en": one.name.en} for key, one in of.items()}

    vocabulary, lists = knowledge.vocabulary, knowledge.advice.lists
    items = {i.source.item: i for i in knowledge.indicators.values() if i.source.item}
    other = {"nl": "een andere soort aanbod", "en": "another kind of offer"}
    return {
        "category": named(knowledge.categories),
        "criterion": named(knowledge.criteria),
        "item": named(items),
        "source_kind": named({term.id: term for term in vocabulary.source_kind.terms}),
        "scheidslijn": named({term.id: term for term in vocabulary.scheidslijn.terms}),
        "agenda_kind": named({term.id: term for term in vocabulary.agenda_kind.terms}),
        "offer_kind": named(knowledge.interventions) | {OTHER_KIND: other},
        "target_group": named({term.id: term for term in lists.target_group.terms}),
    }


def write_knowledge(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> None:
    """ref_vocabulary, ref_categories, ref_items: what the contract allows, as the knowledge
    defines it.
    """
    lists = closed_lists(knowledge)
    write_table(
        connection,
        "ref_vocabulary",
        pd.DataFrame(
            [(name, value) for name, values in lists.items() for value in values],
            columns=["list", "value"],
        ),
    )
    write_table(
        connection,
        "ref_categories",
        pd.DataFrame(
            [(c.id, c.criterion, c.condition is not None) for c in knowledge.categories.values()],
            columns=["category", "criterion", "needs_group_dimension"],
        ),
    )
    write_table(
        connection,
        "ref_items",
        pd.DataFrame(
            [
                (
                    i.source.item,
                    i.id,
                    i.criterion,
                    i.statistic,
                    i.scale.min,
                    i.scale.max,
                    i.statistic != "mean",
                    i.scale.min if i.statistic == "mean" else 0.0,
                    i.scale.max if i.statistic == "mean" else 100.0,
                    i.minimum_n,
                    i.maximum_age_weeks,
                    i.unit.nl,
                )
                for i in knowledge.indicators.values()
                if i.source.item and i.scale
            ],
            columns=[
                "item_id", "indicator_id", "criterion", "statistic", "scale_min", "scale_max",
                "is_whole", "value_min", "value_max", "minimum_n", "maximum_age_weeks", "unit",
            ],
        ),
    )  # fmt: skip


def write_areas(
    connection: duckdb.DuckDBPyConnection,
    division: gpd.GeoDataFrame,
    buurten: gpd.GeoDataFrame | None,
) -> None:
    """ref_wijken and ref_buurten: the codes that exist in this gemeente."""
    write_table(
        connection, "ref_wijken", pd.DataFrame({"wijkcode": division["wijkcode"].astype("str")})
    )
    known = pd.DataFrame({"buurtcode": pd.Series(dtype="str"), "wijkcode": pd.Series(dtype="str")})
    if buurten is not None:
        of_map = buurten[buurten["jaar"] == division["jaar"].iat[0]]
        usable = buurten if of_map.empty else of_map
        inside = usable[usable["wijkcode"].isin(division["wijkcode"])]
        known = pd.DataFrame(inside[["buurtcode", "wijkcode"]]).drop_duplicates(
            "buurtcode", keep="last"
        )
    write_table(connection, "ref_buurten", known)


def write_settings(
    connection: duckdb.DuckDBPyConnection, gemeente: Gemeente, last_day: date
) -> None:
    """ref_horizon (the last day a row may be about) and ref_known_gaps."""
    write_table(connection, "ref_horizon", pd.DataFrame({"last_day": [last_day]}))
    gaps = [(gap.register_name, gap.period) for gap in gemeente.known_gaps]
    frame = pd.DataFrame(gaps, columns=["register", "period"], dtype="str").drop_duplicates()
    write_table(connection, "ref_known_gaps", frame)


def empty_columns(kind: Kind) -> list[dict[str, str]]:
    """The columns of a kind with nothing in them."""
    return [{"name": column.name, "expression": "NULL::VARCHAR"} for column in kind.columns]

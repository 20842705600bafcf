"""From the columns of a delivered file to those of the contract, as pieces of a query."""

from __future__ import annotations

from typing import Any

from pipelines.contracts import Kind
from pipelines.faults import FileRefusedError
from pipelines.mapping import SourceMapping
from pipelines.sql import ident, literal
from pipelines.workspace import SourceFile

#: The column of the contract that the answers of a file with questions side by side go to.
ANSWER_COLUMN = {"surveys": "answer", "survey_results": "value"}


def local_names(source: SourceFile, kind: Kind, delivered: tuple[str, ...]) -> dict[str, str]:
    """Contract column -> delivered column: by the mapping, by its preset, or by the same name. Case
    does not matter. Raises FileRefusedError.
    """
    by_folded = {name.casefold(): name for name in delivered}
    names: dict[str, str] = {}
    mapped = source.mapping.columns if source.mapping else {}
    ready = source.mapping.ready if source.mapping else None
    for column in kind.columns:
        if column.name in mapped:
            local = by_folded.get(mapped[column.name].strip().casefold())
            if local is None:
                raise FileRefusedError("mapped_column_missing", column=mapped[column.name])
            names[column.name] = local
    taken = set(names.values())
    for column in kind.columns:
        usual = ready.columns.get(column.name, ()) if ready else ()
        found = (by_folded.get(name.casefold()) for name in (*usual, column.name))
        local = next((name for name in found if name is not None and name not in taken), None)
        if column.name not in names and local is not None:
            names[column.name] = local
            taken.add(local)
    return names


def require_columns(source: SourceFile, kind: Kind, names: dict[str, str]) -> None:
    """Whether every column that must be there is. Raises FileRefusedError."""
    present = set(names)
    if source.mapping:
        present |= set(source.mapping.all_defaults)
        if source.mapping.items:
            present |= {"item_id", "respondent_id", ANSWER_COLUMN[source.kind]}
    for column in kind.columns:
        if column.must_be_present and column.name not in present:
            raise FileRefusedError("missing_column", column=column.name)
    if kind.one_of and not any(set(group) <= present for group in kind.one_of):
        choices = " / ".join("+".join(group) for group in kind.one_of)
        raise FileRefusedError("missing_column", column=choices)


def expression(column: str, source: SourceFile, names: dict[str, str]) -> str:
    """How one column of the contract comes out of `delivered`."""
    mapping = source.mapping
    defaults = mapping.all_defaults if mapping else {}
    default = literal(defaults[column]) if column in defaults else None
    if column not in names:
        if column == "respondent_id" and mapping and mapping.items:
            return "('r' || place_in_file)"  # random and meaningless is what it should be
        return f"{default or 'NULL'}::VARCHAR"
    local = ident(names[column])
    pairs = _translation(column, mapping)
    if pairs:
        local = f"coalesce({_looked_up(local, pairs)}, {local})"
    return f"coalesce(nullif(trim({local}), ''), {default})" if default else local


def items_of(source: SourceFile, delivered: tuple[str, ...]) -> list[dict[str, Any]]:
    """For a file with questions side by side: per question the expressions of its item and answer.
    A code that the mapping does not name is no answer. Raises FileRefusedError.
    """
    if source.mapping is None:
        return []
    by_folded = {name.casefold(): name for name in delivered}
    found = []
    for item, where in source.mapping.items.items():
        local = by_folded.get(where.column.strip().casefold())
        if local is None:
            raise FileRefusedError("mapped_column_missing", column=where.column)
        answers = source.mapping.answers_of(item)
        value = _looked_up(ident(local), answers) if answers else ident(local)
        found.append({"expressions": {"item_id": literal(item), ANSWER_COLUMN[source.kind]: value}})
    return found


def left_out(source: SourceFile, delivered: tuple[str, ...]) -> str:
    """Whether the mapping leaves a row out, as a condition."""
    by_folded = {name.casefold(): name for name in delivered}
    conditions = []
    for column, values in (source.mapping.all_leave_out if source.mapping else {}).items():
        local = by_folded.get(column.casefold())
        if local is not None and values:
            listed = ", ".join(literal(value) for value in values)
            conditions.append(f"coalesce(trim({ident(local)}) IN ({listed}), false)")
    return " OR ".join(conditions) or "false"


def columns_of_items(source: SourceFile) -> set[str]:
    """The delivered columns that hold answers."""
    return {where.column for where in source.mapping.items.values()} if source.mapping else set()


def columns_that_leave_out(source: SourceFile) -> set[str]:
    """The delivered columns that say whether a row counts."""
    return set(source.mapping.all_leave_out) if source.mapping else set()


def _translation(column: str, mapping: SourceMapping | None) -> dict[str, str]:
    if mapping is None:
        return {}
    return mapping.all_categories if column == "category" else mapping.values.get(column, {})


def _looked_up(local: str, pairs: dict[str, str]) -> str:
    listed = ", ".join(
        f"{literal(theirs.strip())}: {literal(ours)}" for theirs, ours in pairs.items()
    )
    return f"MAP {{{listed}}}[trim({local})]"

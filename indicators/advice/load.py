"""Read the lists, rules, sources and meeting design of the advice."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from indicators.advice.models import (
    AdviceKnowledge,
    AdviceLists,
    AdviceRules,
    MeetingKnowledge,
    Sources,
)
from indicators.reading import by_id, files, read


def load_advice_knowledge(folder: Path) -> AdviceKnowledge:
    """The newest version of each; faults are KnowledgeErrors. `folder` holds advice/."""
    part = folder / "advice"
    library = read(folder, part / "sources.yaml", Sources)
    rules = [read(folder, path, AdviceRules) for path in files(folder, "advice", "rules-*.yaml")]
    meetings = [
        read(folder, path, MeetingKnowledge) for path in files(folder, "advice", "meeting-*.yaml")
    ]
    return AdviceKnowledge(
        lists=read(folder, part / "lists.yaml", AdviceLists),
        rules=max(rules, key=lambda version: version.valid_from),
        meeting=max(meetings, key=lambda version: version.valid_from),
        sources=MappingProxyType(
            by_id("advice/sources.yaml", ((source.id, source) for source in library.sources))
        ),
    )

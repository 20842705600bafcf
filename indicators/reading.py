"""Reading YAML into checked models; every kind of fault names the file and the key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from indicators.errors import KnowledgeError

Model = TypeVar("Model", bound=BaseModel)
Thing = TypeVar("Thing")


class _StrictLoader(yaml.CSafeLoader):
    """Safe YAML that refuses a key given twice: plain YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(f"key '{key}' is given twice (line {line})")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def files(folder: Path, part: str, pattern: str) -> list[Path]:
    """The files of one kind, by name; none at all is a fault."""
    found = sorted((folder / part).glob(pattern))
    if not found:
        raise KnowledgeError(part, pattern, "no such file")
    return found


def by_id(file: str, pairs: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    """Things by id; an id given twice is a fault."""
    found: dict[str, Thing] = {}
    for key, thing in pairs:
        if key in found:
            raise KnowledgeError(file, f"id {key}", "is given twice")
        found[key] = thing
    return found


def name_of(folder: Path, path: Path) -> str:
    """How a file is called in a message."""
    return path.relative_to(folder).as_posix()


def read(folder: Path, path: Path, model: type[Model]) -> Model:
    """One file as one model; every kind of fault becomes a KnowledgeError."""
    name = name_of(folder, path)
    try:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=_StrictLoader)
    except FileNotFoundError:
        raise KnowledgeError(name, "", "file is missing") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise KnowledgeError(name, "", f"is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeError(name, "", "must hold keys and values")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(name, key, first["msg"]) from error

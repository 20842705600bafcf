"""The one kind of error that faulty knowledge gives."""

from __future__ import annotations


class KnowledgeError(ValueError):
    """Faulty knowledge: which file, which key, and what is wrong with it."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        """`file` and `key` say where; an empty key means the file as a whole."""
        self.file = file
        self.key = key
        self.problem = problem
        place = f"{file}: {key}" if key else file
        super().__init__(f"{place}: {problem}")

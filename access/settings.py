"""Which group of the gemeente's own directory gets which role: access.toml, outside any
workspace.

groups_claim = "groups"          # the claim with the groups; may be a path: "realm_access.roles"
session_minutes = 480            # how long a sign-in counts

[roles]                          # role -> groups
analist = ["wijkpuls-analist"]
beleid = ["wijkpuls-beleid"]
beheer = ["wijkpuls-beheer"]

[wijkteams]                      # group -> the wijken it works in
wijkteam-noord = ["WK123401", "WK123402"]
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from language import Texts

SETTING = "WIJKPULS_ACCESS"
USUAL_FILE = Path(__file__).resolve().parent.parent / "access.toml"

Group = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Wijkcode = Annotated[str, StringConstraints(pattern=r"^WK\d{4}[0-9A-Z]{2}$")]
# A wijkteam is given by its wijken, so it has a table of its own.
GroupRole = Literal["analist", "beleid", "beheer"]


class SettingsError(Exception):
    """access.toml is not there or not right; `place` names the key."""

    def __init__(self, file: Path, place: str = "") -> None:
        super().__init__(f"{file.name}: {place or 'not there'}")
        self.file = file
        self.place = place

    def message(self, _: Texts) -> str:
        """What is wrong and what to do."""
        if not self.place:
            return _(
                "Het bestand {file} met groepen en rollen ontbreekt. Zie docs/operations.md.",
                file=str(self.file),
            )
        return _(
            "In {file} klopt dit niet: {place}. Zie docs/operations.md.",
            file=str(self.file),
            place=self.place,
        )


class Settings(BaseModel):
    """access.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups_claim: Annotated[str, StringConstraints(pattern=r"^[\w:/.-]{1,200}$")] = "groups"
    session_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 480
    roles: dict[GroupRole, tuple[Group, ...]] = {}
    wijkteams: dict[Group, Annotated[tuple[Wijkcode, ...], Field(min_length=1)]] = {}


def settings_file() -> Path:
    """The file that counts: the one WIJKPULS_ACCESS names, else access.toml beside the product."""
    return Path(os.environ.get(SETTING, "").strip() or USUAL_FILE)


def read_settings(file: Path | None = None) -> Settings:
    """Read access.toml. Raises SettingsError."""
    path = file or settings_file()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise SettingsError(path) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(path, "TOML") from fault
    try:
        return Settings.model_validate(content)
    except ValidationError as fault:
        places = {".".join(str(part) for part in error["loc"]) for error in fault.errors()}
        raise SettingsError(path, ", ".join(sorted(places))) from None

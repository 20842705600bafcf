"""What can go wrong with the logbook, as types a screen can tell apart. Every one has a sentence
for the person at the screen: `fault.message(_)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import Texts
from privacy import Finding

if TYPE_CHECKING:
    from logbook.contents import Content
    from logbook.store import Version


class LogbookError(Exception):
    """Something about the logbook that a person can do something about."""

    def message(self, _: Texts) -> str:
        """What is wrong and what to do."""
        raise NotImplementedError


class NoteRefusedError(LogbookError):
    """A free text holds something that may not be stored. `field` is its place in the content
    (`note`, `oorzaken.1`), `findings` what was found where. The text itself is not in here.
    """

    def __init__(self, field: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{field}: {', '.join(finding.kind for finding in findings)}")
        self.field = field
        self.findings = findings

    def message(self, _: Texts) -> str:
        return finding_text(self.findings[0].kind, _)


class ContentError(LogbookError):
    """What is to be saved is not right. `fields` names what to look at."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields

    def message(self, _: Texts) -> str:
        return _("Dit is nog niet goed ingevuld: {fields}.", fields=", ".join(self.fields))


class ConflictError(LogbookError):
    """Somebody else saved in the meantime; nothing was stored.

    `theirs`: the newest version. `yours`: what was to be saved. `merged`: both together, where the
    fields that changed do not overlap; save that with `theirs.version` as expected version.
    `overlapping`: the fields that both changed.
    """

    def __init__(
        self,
        theirs: Version,
        yours: Content,
        merged: Content | None,
        overlapping: tuple[str, ...],
    ) -> None:
        super().__init__(f"{theirs.kind} {theirs.subject_id} has version {theirs.version}")
        self.theirs = theirs
        self.yours = yours
        self.merged = merged
        self.overlapping = overlapping

    def message(self, _: Texts) -> str:
        if self.merged is not None:
            return _(
                "{role} heeft dit intussen ook gewijzigd. "
                "De wijzigingen raken elkaar niet en kunnen allebei blijven.",
                role=self.theirs.role,
            )
        return _(
            "{role} heeft dit intussen ook gewijzigd. Kies welke tekst blijft.",
            role=self.theirs.role,
        )


class GoneError(LogbookError):
    """The version that was worked on is not there (any more)."""

    def message(self, _: Texts) -> str:
        return _("Deze versie is er niet meer. Open het opnieuw.")


class OwnSignalError(LogbookError):
    """A signal can only be confirmed by another reporter."""

    def message(self, _: Texts) -> str:
        return _("Een signaal kan alleen door een andere melder worden bevestigd.")


class UnreachableError(LogbookError):
    """The database cannot be opened or does not answer; nothing was stored."""

    def message(self, _: Texts) -> str:
        return _("Het logboek is nu niet bereikbaar. Er is niets opgeslagen; probeer het opnieuw.")


class NewerLogbookError(UnreachableError):
    """The tables are of a later version of Wijkpuls. `newest`: the last stand this one knows."""

    def __init__(self, newest: str) -> None:
        super().__init__(newest)
        self.newest = newest

    def message(self, _: Texts) -> str:
        return _(
            "Dit logboek hoort bij een nieuwere versie van Wijkpuls. Er is niets gewijzigd. Zet de "
            "nieuwere versie terug, of breng het logboek met die versie terug naar stand {stand}; "
            "zie docs/operations.md.",
            stand=self.newest,
        )


class UnknownRevisionError(LogbookError):
    """The tables have no such stand. `known`: those they have, oldest first."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted)
        self.known = known

    def message(self, _: Texts) -> str:
        return _(
            "Die stand heeft het logboek niet. Kies uit: {known}.", known=", ".join(self.known)
        )


class ImportRefusedError(LogbookError):
    """A file to be imported is not right; nothing of it was stored. `line` counts from 1."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line

    def message(self, _: Texts) -> str:
        return _(
            "{file}, regel {line}, is geen regel van een logboek. Er is niets ingelezen.",
            file=self.file,
            line=self.line,
        )


def finding_text(kind: str, _: Texts) -> str:
    """Why something in a text may not be stored, and what to write instead."""
    sentences = {
        "name": _("Hier staat een naam. Schrijf een rol, bijvoorbeeld: een bewoner."),
        "person": _(
            "Hier staat een beschrijving van één persoon. Schrijf wat er gebeurde, niet wie."
        ),
        "group": _(
            "Hier staat een groep naar herkomst, geloof of politieke kleur. "
            "Schrijf bijvoorbeeld: jongeren, of nieuwe bewoners."
        ),
        "address": _("Hier staat een adres. Noem hooguit de straat of het plein."),
        "postcode": _("Hier staat een postcode. Noem hooguit de straat of het plein."),
        "phone": _("Hier staat een telefoonnummer. Haal het weg."),
        "email": _("Hier staat een e-mailadres. Haal het weg."),
        "account": _("Hier staat een account op sociale media. Haal het weg."),
        "bsn": _("Hier staat een burgerservicenummer. Haal het weg."),
        "iban": _("Hier staat een rekeningnummer. Haal het weg."),
        "licence_plate": _("Hier staat een kenteken. Haal het weg."),
        "birth_date": _("Hier staat een geboortedatum. Haal hem weg."),
        "too_long": _("De tekst is te lang: hooguit {n} tekens.", n=280),
    }
    return sentences[kind]

"""The parts a form is made of: fields in sections, and a mistake in an answer. Read through forms.spec."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forms.words import Choice, Words

Severity = Literal["stop", "confirm", "info"]
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One question. `when`: field or derived id -> the answers at which it is asked; all must hold."""

    id: str
    kind: str  # a row of forms.fieldtypes
    label: Words
    required: bool = False
    choices: tuple[Choice, ...] = ()
    max_length: int = 0  # characters; 0: the kind's own
    help: Words | None = None
    when: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True)
class Section:
    """Fields that stand together under one heading."""

    id: str
    label: Words
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Signer:
    """Somebody who signs beside the applicant: `name` is the field with the name, asked and answered.

    instead: signs in the applicant's place, who is not there (a delegate with a written authority).
    """

    id: str
    label: Words
    name: str
    when: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    instead: bool = False


@dataclass(frozen=True)
class FormSpec:
    """One form. `version` grows with every change; an Application names the version it was taken with."""

    id: str
    version: int
    matter: str
    sections: tuple[Section, ...]
    rules: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()

    @property
    def name(self) -> str:
        """What Application.form holds."""
        return f"{self.id}@{self.version}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(entry for section in self.sections for entry in section.fields)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one answer. `code` is the key of its words; `values` hold no personal data."""

    field: str
    code: str
    severity: Severity
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

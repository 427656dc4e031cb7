"""Make this laptop a real van's: the office's enrolment file, and the first officer with a pass-phrase.

`./run enrol --office FILE --officer NUMBER --name NAME --unit UNIT` (asks for the pass-phrase twice).
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography import x509

from sync.client import Client
from sync.errors import SyncError
from vanapp.clock import Clock, SystemClock
from vanapp.files import write_whole
from vanapp.keys.errors import KeysError
from vanapp.keys.vault import Officer, Vault
from vanapp.local_office import Enrolment
from vanapp.papers import DevicePapers
from vanapp.paths import Paths
from vanapp.problems import words
from vanapp.store import open_store

Ask = Callable[[str], str]


class NoEnrolment(Exception):
    """The file is not an office's enrolment file, or one of a training office. values: reason."""

    code = "enrol.no_enrolment"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NotTheSame(Exception):
    """The pass-phrase was typed differently the second time."""

    code = "enrol.not_the_same"
    values: dict[str, object] = {}  # noqa: RUF012 - never written


def read_office(office: Path) -> Enrolment:
    """What a real office says of this van. Raises NoEnrolment."""
    try:
        told = Enrolment.read(office)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoEnrolment(reason="unreadable") from error
    if told.training:
        raise NoEnrolment(reason="training")
    try:
        for pem in (told.ca, *told.bureau):
            x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise NoEnrolment(reason="certificates") from error
    if not told.bureau:
        raise NoEnrolment(reason="certificates")
    return told


def enrol(paths: Paths, office: Path, officer: Officer, pass_phrase: str, clock: Clock) -> str:
    """Returns the recovery code: print it, it is shown this once.

    The enrolment file is written last: a crash before it leaves the laptop practising, with nothing lost.
    Raises KeysError.
    """
    paths.make()
    created = Vault(paths.keys, clock).create(officer, pass_phrase)
    write_whole(paths.enrolment, office.read_bytes())
    return created.recovery_code


def fetch_certificate(paths: Paths, officer: Officer, pass_phrase: str, clock: Clock) -> None:
    """Ask the office to certify this laptop, while the technician is there to see it.

    Where the line is missing today, the program asks by itself whenever it finds the office. Raises sync
    errors, store errors.
    """
    store = open_store(paths.database, Vault(paths.keys, clock).unlock(officer.number, pass_phrase), clock)
    try:
        papers = DevicePapers(store.device, Enrolment.read(paths.enrolment), clock, paths.device)
        client = Client(papers.door(), now=clock.now)
        try:
            papers.look_after(client)
        finally:
            client.close()
    finally:
        store.close()


def main(arguments: list[str], paths: Paths, ask: Ask = getpass.getpass) -> int:
    parser = argparse.ArgumentParser(prog="./run enrol")
    parser.add_argument("--office", type=Path, required=True, metavar="FILE")
    parser.add_argument("--officer", required=True, metavar="NUMBER")
    parser.add_argument("--name", required=True)
    parser.add_argument("--unit", required=True)
    asked = parser.parse_args(arguments)
    try:
        van = read_office(asked.office).van
        pass_phrase = ask(_both("enrol.pass_phrase", " / ") + ": ")
        if ask(_both("enrol.once_more", " / ") + ": ") != pass_phrase:
            raise NotTheSame
        officer = Officer(asked.officer, asked.name, asked.unit, van)
        code = enrol(paths, asked.office, officer, pass_phrase, SystemClock())
    except (NoEnrolment, NotTheSame, KeysError) as error:
        sys.stderr.write(_both(error) + "\n")
        return 1
    sys.stdout.write(f"\n    {code}\n\n{_both('enrol.keep_the_code')}\n")
    try:
        fetch_certificate(paths, officer, pass_phrase, SystemClock())
        sys.stdout.write(f"{_both('enrol.certified')}\n")
    except SyncError as error:
        sys.stdout.write(f"{_both(error)}\n{_both('enrol.certified_later')}\n")
    return 0


def _both(told: BaseException | str, between: str = "\n") -> str:
    """In Chinese and in English: a technician's terminal has no language setting."""
    return between.join(words(told, language=language) for language in ("zh", "en"))

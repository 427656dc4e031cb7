"""`python -m sync.gateway accounts`: who may sign in at the console.

Passwords are typed, or come on standard input; never on a command line.
"""

from __future__ import annotations

import getpass
import json
import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from sync.gateway.desk import staff
from sync.gateway.desk.staff import ADMIN, REVIEWER, ROLES, STATION, Person
from sync.gateway.errors import DeskError
from sync.gateway.office import Office
from sync.gateway.secret_files import write_secret

Out = Callable[[object], None]
WHO = "command-line"
TRAINING_FILE = "console.json"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("word", choices=("add", "list", "password", "roles", "lock", "unlock"))
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--display", default="", help="the person's name")
    parser.add_argument("--roles", default="", help=f"of {', '.join(ROLES)}; commas between")
    parser.add_argument("--officer", default="", help="the person's number as a police officer")
    parser.add_argument("--unit", default="", help="code of the division they work for; empty = all")


def run(office: Office, asked: Namespace, out: Out) -> int:
    """Exit code. Raises DeskError."""
    if asked.word == "list":
        for person in staff.listed(office.database):
            out({**vars(person), "roles": [role for role in ROLES if role in person.roles]})
        return 0
    if not asked.name:
        raise DeskError("bad-form", field="name")
    roles = frozenset(filter(None, asked.roles.split(",")))
    if asked.word == "add":
        person = Person(asked.name, asked.display or asked.name, roles, asked.officer, asked.unit)
        staff.add(office.database, person, _typed(), WHO, office.now())
    elif asked.word == "roles":
        staff.change(office.database, asked.name, WHO, office.now(), roles=roles)
    elif asked.word == "password":
        staff.change(office.database, asked.name, WHO, office.now(), password=_typed())
    else:
        staff.change(office.database, asked.name, WHO, office.now(), locked=asked.word == "lock")
    out({"account": asked.name, "done": asked.word})
    return 0


def for_training(office: Office) -> None:
    """A training office has one account for each role from the start: see console.json in its folder."""
    path = office.folder / TRAINING_FILE
    if not office.training or path.exists() or staff.listed(office.database):
        return
    password = secrets.token_urlsafe(9)
    for role, display, officer in (
        (STATION, "训练受理员", "TRAIN-01"),
        (REVIEWER, "训练审批员", "TRAIN-02"),
        (ADMIN, "训练管理员", ""),
    ):
        person = Person(role, display, frozenset({role}), officer)
        staff.add(office.database, person, password, "gateway", office.now())
    write_secret(path, json.dumps({"accounts": ROLES, "password": password}))


def _typed() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("password: ")
    return sys.stdin.readline().rstrip("\n")

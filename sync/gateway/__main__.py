"""`python -m sync.gateway`: run the office, or say one word to it (decide, records, vans, enrol ...)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from forms.errors import FormError
from sync.gateway import commands, pack_desk, service_desk, staff_desk, unit_desk
from sync.gateway.console.serve import Hosting, alone
from sync.gateway.desk.states import BY_MACHINES
from sync.gateway.errors import DeskError, GatewayError, Problem
from sync.gateway.office import open_office
from sync.gateway.serve import Serving, serve
from sync.sealing.seal import SUITES

CONSOLE = "console"


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in commands.COMMANDS:
        asked = _command_parser().parse_args(arguments)
        asked.command = arguments[0]
        return commands.run(arguments[0], asked, _say)
    if arguments and arguments[0] == CONSOLE:
        return _console(_console_parser().parse_args(arguments[1:]))
    asked = _serve_parser().parse_args(arguments)
    van = asked.van or ("D027" if asked.training else None)
    serving = Serving(
        host=asked.host,
        port=asked.port,
        auto_review_s=asked.auto_review,
        van=van,
        tls_certificate=asked.tls_cert,
        tls_key=asked.tls_key,
        names=tuple(asked.name),
        proxies=frozenset(asked.proxy),
        until_stdin_closes=asked.until_stdin_closes,
        console=_hosting(asked),
    )
    storage = commands.storage(asked)
    serve(
        asked.data,
        serving,
        lambda: open_office(asked.data, training=asked.training, name=asked.office, storage=storage),
    )
    return 0


def _console(asked: argparse.Namespace) -> int:
    """The staff's pages alone, against an office that is there."""
    office = open_office(asked.data, storage=commands.storage(asked))
    try:
        alone(office, Hosting(asked.port, asked.host, asked.tls_cert, asked.tls_key, tuple(asked.name)))
    finally:
        office.close()
    return 0


def _hosting(asked: argparse.Namespace) -> Hosting | None:
    if asked.console_port is None:
        return None
    return Hosting(
        asked.console_port,
        asked.console_host,
        asked.console_tls_cert,
        asked.console_tls_key,
        tuple(asked.console_name),
    )


def _add_storage(parser: argparse.ArgumentParser) -> None:
    """Where things are kept; secrets rather come from the environment than stand on a command line."""
    from_environment = os.environ.get
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--database",
        metavar="URL",
        default=from_environment("VANAPP_OFFICE_DATABASE"),
        help="postgresql://… for many gateways (or VANAPP_OFFICE_DATABASE); default: SQLite in DIR",
    )
    parser.add_argument(
        "--objects",
        metavar="URL",
        default=from_environment("VANAPP_OFFICE_OBJECTS"),
        help="s3://host/bucket for many gateways (or VANAPP_OFFICE_OBJECTS); default: files in DIR",
    )
    parser.add_argument(
        "--keys", type=Path, metavar="DIR", help="where the office's keys lie, if not in --data"
    )


def _serve_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync.gateway", description="Serve one office.")
    _add_storage(parser)
    parser.add_argument("--port", type=int, default=0, help="0 = any")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--training", action="store_true", help="takes only parcels with the training mark")
    parser.add_argument("--auto-review", type=float, metavar="SECONDS", help="simulated reviewer (training)")
    parser.add_argument("--office", metavar="NAME", help="its name, when the folder is new")
    parser.add_argument("--van", metavar="VAN", help="keep an enrolment file for this van in DIR/vans")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the one who started it")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE")
    parser.add_argument("--tls-key", type=Path, metavar="FILE")
    parser.add_argument(
        "--name", action="append", default=[], help="a name vans reach it by (own certificate)"
    )
    parser.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help="ends TLS before us")
    parser.add_argument("--console-port", type=int, metavar="N", help="the staff's web pages, too; 0 = any")
    parser.add_argument("--console-host", default="127.0.0.1", metavar="HOST")
    parser.add_argument("--console-tls-cert", type=Path, metavar="FILE")
    parser.add_argument("--console-tls-key", type=Path, metavar="FILE")
    parser.add_argument("--console-name", action="append", default=[], help="a name browsers call it by")
    return parser


def _console_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync.gateway console")
    _add_storage(parser)
    parser.add_argument("--port", type=int, default=0, help="0 = any")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE")
    parser.add_argument("--tls-key", type=Path, metavar="FILE")
    parser.add_argument("--name", action="append", default=[], help="a name browsers call it by")
    return parser


def _command_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync.gateway")
    words = parser.add_subparsers(required=True)
    each = {name: words.add_parser(name) for name in commands.COMMANDS}
    for one in each.values():
        _add_storage(one)
    each["decide"].add_argument("record")
    each["decide"].add_argument("decision", choices=sorted(BY_MACHINES))
    each["decide"].add_argument("--reason", action="append", default=[])
    each["decide"].add_argument("--field", action="append", default=[])
    each["records"].add_argument("--state")
    each["check"].add_argument("--read", action="store_true", help="read every byte that is kept")
    each["import"].add_argument("folder", type=Path)
    pack_desk.arguments(each["packs"])
    staff_desk.arguments(each["accounts"])
    unit_desk.units_arguments(each["units"])
    unit_desk.numbers_arguments(each["numbers"])
    service_desk.messages_arguments(each["messages"])
    service_desk.ratings_arguments(each["ratings"])
    service_desk.export_arguments(each["export"])
    service_desk.demo_arguments(each["demo"])
    each["profile"].add_argument(
        "profile", nargs="?", choices=sorted(SUITES), help="cms, or gm: SM2, SM3, SM4"
    )
    each["revoke"].add_argument("--van", required=True)
    each["revoke"].add_argument("--reason", default="", help="for the event log; names nobody")
    each["enrol"].add_argument("--van", required=True)
    each["enrol"].add_argument("--url", default="")
    each["enrol"].add_argument("--out", type=Path, required=True, metavar="FILE")
    for name in commands.WORK:
        _add_work(each[name])
    each["work"].add_argument("--van")
    each["work"].add_argument("--tell", metavar="VAN", help="tell again what its device cannot have read")
    each["withdraw"].add_argument("what", choices=sorted(commands.WORK))
    each["withdraw"].add_argument("id")
    each["withdraw"].add_argument("--van", required=True)
    each["pictures"].add_argument("roster", help="its id")
    each["pictures"].add_argument("path", type=Path, help="folder or zip: NUMBER.jpg, NUMBER.11.iso")
    return parser


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON, or a table as CSV; columns: forms/sheets/columns.toml")
    parser.add_argument("--van", required=True)
    parser.add_argument("--id", default="", help="the office's own name for it, never a person's")
    parser.add_argument("--day", default="", help="on which it is for; of lists: until when")
    parser.add_argument("--title", default="", help="unit, school, community")


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (GatewayError, FormError) as error:
        kind = error.kind if isinstance(error, DeskError | Problem) else error.code
        sys.stderr.write(json.dumps({"error": kind, **error.values}, default=str) + "\n")
        sys.exit(2)

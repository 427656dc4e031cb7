"""`./run tour --out DIR [--mode MODE]`: the main job, unattended; exits 1 when something is wrong.

Three applications are taken while the line is down; it comes up and they go; the office returns one, which is
corrected and goes again; the office accepts all. Or (consult) what to bring is found, printed and shown as a
code, and an application begins with the answers. Pictures, papers and summary.json are left in DIR.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from vanapp.tour import people
from vanapp.tour.consulting import ConsultTour
from vanapp.tour.errands import Errand, Record
from vanapp.tour.hand import NothingHappened
from vanapp.tour.reviewer import Reviewer
from vanapp.tour.started import Started

CONSULT = "consult"
REASON = "相片右肩过曝，请重拍"


@dataclass(frozen=True)
class Ledger:
    """What was sealed here and what the office holds, record by record."""

    sealed: dict[str, str]  # id -> sha256
    held: tuple[tuple[str, str, str], ...]  # id, sha256, state

    @property
    def lost(self) -> int:
        there = {(id, digest) for id, digest, _ in self.held}
        return sum((id, digest) not in there for id, digest in self.sealed.items())

    @property
    def duplicate(self) -> int:
        return len(self.held) - len({id for id, _, _ in self.held})

    @property
    def foreign(self) -> int:
        return sum(id not in self.sealed for id, _, _ in self.held)


class Tour(Started):
    """The main job. GUI thread."""

    def __init__(self, app: QApplication, out: Path, errands: tuple[Errand, ...]) -> None:
        super().__init__(app, out)
        self._errands = errands
        office = self._program.unopened.office
        assert office is not None, "a fresh folder has no enrolment: this is training"
        self._office = office
        self._reviewer = Reviewer(office.data)
        self._records: list[Record] = []

    def run(self) -> dict[str, Any]:
        """Everything, in order. Raises NothingHappened when the program stands still."""
        self._sign_in()
        self._office.stop()
        self._hand.until(lambda: self._line == "down", "the line to be noticed down")
        for errand in self._errands:
            self._show("today", f"{errand.name}-today")
            self._records.append(self._officer.serve(errand, self._begin))
        self._show("outbox", "outbox-line-down")
        began = time.monotonic()
        self._office.start()
        self._hand.until(lambda: len(self._ids("office")) == len(self._errands), "all to be at the office")
        delivered_s = time.monotonic() - began
        self._show("outbox", "outbox-at-the-office")
        correction = self._return_one()
        for record in self._reviewer.records():
            if record.state == "received":
                self._reviewer.accept(record.id)
        self._hand.until(lambda: len(self._ids("accepted")) == len(self._errands), "all to be accepted")
        self._show("outbox", "outbox-accepted")
        self._others()
        return self._summary(correction, delivered_s)

    # --- steps ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Enter on the day's page begins at the next door that is still to do."""
        self._hand.press(Qt.Key.Key_Return)

    def _return_one(self) -> Record:
        """The office sends the first one back; the officer corrects it and it goes again."""
        returned = self._records[0].application
        self._reviewer.send_back(returned, REASON, "portrait")
        self._hand.until(lambda: bool(self._ids("needs_you")), "the returned application")
        self._show("today", "today-returned")
        self._show("outbox", "outbox-returned")
        correction = self._officer.correct("correction", lambda: self._program.shell.office.correct(returned))
        self._hand.until(
            lambda: any(row.id == correction.application for row in self._reviewer.records()),
            "the corrected one to be at the office",
        )
        return correction

    def _others(self) -> None:
        """The pages beside the main job, and the same in English, dark, in high contrast and at 150 %."""
        for name in ("today", "instruments", "settings"):
            self._show(name, name)
        self._in_every_look("today", "outbox")

    # --- what is so -------------------------------------------------------------------------------------

    def _ids(self, state: str) -> list[str]:
        from vanapp.usecases.list_outbox import list_outbox

        return [row.id for row in list_outbox(self._services, state).rows]

    def _ledger(self) -> Ledger:
        sealed = self._services.store.outbox.digests()
        return Ledger(sealed, tuple((h.id, h.sha256, h.state) for h in self._reviewer.records()))

    def _summary(self, correction: Record, delivered_s: float) -> dict[str, Any]:
        services = self._services
        ledger = self._ledger()
        first = {record.application for record in self._records}
        papers = sorted((services.paths.data / "prints").glob("*.pdf"))
        (self._out / "papers").mkdir(exist_ok=True)
        for paper in papers:
            shutil.copy(paper, self._out / "papers")
        return {
            "taken": len(self._records),
            "corrected": 1,
            "delivered": len(first & {id for id, _, _ in ledger.held}),
            "accepted": sum(state == "accepted" for _, _, state in ledger.held),
            "parcels_sealed": len(ledger.sealed),
            "parcels_at_office": len(ledger.held),
            "lost": ledger.lost,
            "duplicate": ledger.duplicate,
            "foreign": ledger.foreign,
            "office_sound": self._reviewer.sound(),
            "audit_entries": services.store.audit.verify(),
            "seconds_from_line_up_to_all_delivered": round(delivered_s, 2),
            "applications": [record.plain() for record in (*self._records, correction)],
            "pictures": self._hand.taken,
            "papers": [paper.name for paper in papers],
        }


def good(summary: dict[str, Any]) -> bool:
    """Nothing lost, nothing twice, everything sound; or every question answered as it should be."""
    if "asked" in summary:
        return all(summary["as_expected"].values())
    return (
        summary["taken"] == summary["delivered"]
        and summary["lost"] == summary["duplicate"] == summary["foreign"] == 0
        and bool(summary["office_sound"])
    )


def in_a_line(summary: dict[str, Any]) -> str:
    if "asked" in summary:
        wrong = [name for name, is_so in summary["as_expected"].items() if not is_so]
        done = f"{len(summary['asked'])} asked, {len(summary['lists'])} lists kept"
        return f"{done}, wrong: {', '.join(wrong) or 'nothing'}"
    return (
        f"{summary['taken']} taken, {summary['delivered']} delivered, "
        f"{summary['lost']} lost, {summary['duplicate']} duplicate"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./run tour", description="The main job, unattended, with pictures."
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--mode", choices=sorted({*people.MODES, CONSULT}), default="all")
    asked = parser.parse_args(arguments)
    out: Path = asked.out.resolve()
    if (out / "home").exists():
        shutil.rmtree(out / "home")
    (out / "pages").mkdir(parents=True, exist_ok=True)
    for old in (out / "pages").glob("*.png"):
        old.unlink()
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    tour: Tour | ConsultTour
    tour = ConsultTour(app, out) if asked.mode == CONSULT else Tour(app, out, people.MODES[asked.mode])
    try:
        summary = tour.run()
    except NothingHappened as error:
        tour.look("stuck")
        sys.stderr.write(f"tour: {error}\n")
        return 1
    finally:
        tour.close()
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shutil.rmtree(out / "home")
    sys.stdout.write(in_a_line(summary) + "\n")
    return 0 if good(summary) else 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)

"""An office restored from yesterday's backup has forgotten records it gave receipts for: they are sent again.

A laptop keeps every sealed parcel beyond its receipt for this day.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Mapping
from typing import Protocol

from sync.parcel import Held
from sync.protocol import MAX_HELD
from vanapp.papers import DevicePapers
from vanapp.store import Store

log = logging.getLogger(__name__)


class Office(Protocol):
    """sync.client.Client, as far as this needs it. epoch: of its last proven answer, "" before the first."""

    @property
    def epoch(self) -> str: ...
    def held(self, records: Mapping[str, str]) -> Held: ...


def reconcile(store: Store, papers: DevicePapers, office: Office) -> int:
    """Ask which of our records the office has, when it is not the one we knew. How many must go again.

    Blocking; lane: net. The epoch is noted last: a cut asks again from the start, which changes nothing.
    Raises sync errors.
    """
    epoch, missing = office.epoch, 0
    if epoch in ("", papers.epoch):
        return 0
    if papers.epoch:
        for page in _pages(store.outbox.digests()):
            held = office.held(page)
            for id in sorted(held.missing & page.keys()):
                store.outbox.forgotten(id)
                missing += 1
            for id in sorted(held.conflicts & page.keys()):
                store.outbox.alarm(id, "sync.digest_conflict", {"reason": "after-restore"})
        store.inbox.restart()
        store.numbers.tell_again()
        log.info("office restored: %d records go again", missing)
    papers.note_epoch(epoch)
    return missing


def _pages(digests: Mapping[str, str]) -> Iterator[dict[str, str]]:
    rest = iter(sorted(digests.items()))
    while page := dict(itertools.islice(rest, MAX_HELD)):
        yield page

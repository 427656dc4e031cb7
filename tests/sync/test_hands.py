"""How many parcels are on their way at the same time."""

from __future__ import annotations

import hashlib
import os

from sync.gate import Bulk
from sync.hands import FEW, MANY, USUAL, Hands
from sync.parcel import Parcel
from tests.sync.letters import new_id
from tests.sync.small_office import small_office


def test_a_hand_is_free_when_the_last_byte_has_left_and_taken_again_with_the_receipt() -> None:
    hands = Hands()
    freed: list[int] = []
    hands.freed = lambda: freed.append(hands.count)
    with hands.transfer() as all_left:
        assert hands.count == USUAL
        all_left()
        all_left()  # a line that died: the rest was sent once more
        assert hands.count == USUAL + 1
    assert hands.count == USUAL
    assert freed == [USUAL + 1]


def test_there_are_never_more_than_the_crew_has() -> None:
    hands = Hands()
    leaving = [hands.transfer() for _ in range(MANY + 2)]
    for one in leaving:
        one.__enter__()()
    assert hands.count == MANY


def test_on_a_crawling_line_they_go_one_after_the_other_also_while_one_waits() -> None:
    hands = Hands()
    hands.learn(None, 100.0)
    with hands.transfer() as all_left:
        all_left()
        assert hands.count == FEW


def test_loss_takes_more_hands_and_a_clean_line_gives_them_back() -> None:
    hands = Hands()
    hands.learn(0.05, 1e6)
    assert (hands.count, hands.lossy) == (MANY, True)
    hands.learn(0.0, 1e6)
    assert (hands.count, hands.lossy) == (USUAL, False)


def test_bulk_tells_when_its_last_block_is_taken() -> None:
    told: list[int] = []
    bulk = Bulk(bytes(40_000), 0, None, lambda: told.append(len(bulk)))
    bulk.read(16_000)
    assert told == []
    bulk.read(24_000)
    assert told == [0]


def test_a_delivery_frees_its_hand_before_the_receipt_is_here() -> None:
    seen: list[int] = []
    with small_office() as office, office.client() as client:
        client.hands.freed = lambda: seen.append(client.hands.count)
        body = os.urandom(100_000)
        client.deliver(Parcel(new_id(), hashlib.sha256(body).hexdigest(), body, training=True))
        assert seen == [USUAL + 1]
        assert client.hands.count == USUAL

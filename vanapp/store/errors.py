"""What can be wrong with the van's own file.

StoreError
 +- WrongKey      the key does not open this file
 +- Damaged       the key is right, the file is not
 +- NewerFile     a later version of the program wrote it
 +- DiskFull      no room left: nothing of the last step was kept, all before it is
 +- RoomLow       too little room to begin another application
 +- DiskTrouble   the disk does not read or write
 +- StoreBusy     another program holds the file
 +- Unknown       nothing of that id is kept here
 +- AlreadySealed sealed answers and captures do not change
 +- ChainBroken   the audit's chain has been tampered with
"""

from __future__ import annotations


class StoreError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "store.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class WrongKey(StoreError):
    code = "store.wrong_key"


class Damaged(StoreError):
    code = "store.damaged"


class NewerFile(StoreError):
    """values: file, program (schema numbers)."""

    code = "store.newer_file"


class DiskFull(StoreError):
    code = "store.disk_full"


class RoomLow(StoreError):
    """values: free_mb."""

    code = "store.room_low"


class DiskTrouble(StoreError):
    code = "store.disk_trouble"


class StoreBusy(StoreError):
    code = "store.busy"


class Unknown(StoreError):
    """values: what, id."""

    code = "store.unknown"


class AlreadySealed(StoreError):
    code = "store.already_sealed"


class ChainBroken(StoreError):
    """values: seq of the first entry that does not fit."""

    code = "store.chain_broken"

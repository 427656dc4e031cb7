"""What can go wrong with a document scanner, beyond what goes wrong with every instrument.

DeviceError
 +- PaperJam
 |   +- FeederJam         paper is stuck in the feeder
 +- CoverOpen
 |   +- ScannerCoverOpen
 +- NoDocuments           the feeder is empty
 +- ScanEmpty             the scanner reports success and gives no picture, or an empty one
 +- ScanFailed            the scanner (values: status) or its maker's software (status: crashed) gave up
 +- ScanSoftwareMissing   SANE or python3-sane is not installed
"""

from __future__ import annotations

from devices.errors import CoverOpen, DeviceError, PaperJam


class FeederJam(PaperJam):
    code = "scan.feeder_jam"


class ScannerCoverOpen(CoverOpen):
    code = "scan.cover_open"


class NoDocuments(DeviceError):
    code = "scan.no_documents"


class ScanEmpty(DeviceError):
    code = "scan.empty"


class ScanFailed(DeviceError):
    code = "scan.failed"


class ScanSoftwareMissing(DeviceError):
    code = "scan.software_missing"

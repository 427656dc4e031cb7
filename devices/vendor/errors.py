"""What can go wrong with a maker's library, beside what can go wrong with any instrument.

DeviceError
 +- LibraryMissing    the file or the interpreter named in vendors.toml is not there
 +- LibraryUnfit      it is no library this interpreter can load (32 or 64 bit)
 +- LibraryFailed     it says no, with a number that is all we know
 +- LibraryResting    it failed several times in a row and is left alone for a moment
 +- NoLicence         the maker's licence is missing or has run out
 +- BadSetting        vendors.toml says something it may not
Silent
 +- LibraryHung       a call did not end in time; its process was ended
BadReply
 +- LibraryGarbage    it returned what its interface does not have
Removed
 +- LibraryCrashed    it took its process down
FingerGone
 +- PoorPrint         the scanner itself says the print is too poor
"""

from __future__ import annotations

from devices.errors import BadReply, DeviceError, FingerGone, Removed, Silent
from devices.errors import BadSetting as BadSettingAnywhere


class LibraryMissing(DeviceError):
    code = "devices.vendor.missing"


class LibraryUnfit(DeviceError):
    code = "devices.vendor.unfit"


class LibraryFailed(DeviceError):
    code = "devices.vendor.failed"


class LibraryResting(DeviceError):
    code = "devices.vendor.resting"


class NoLicence(DeviceError):
    code = "devices.vendor.no_licence"


class BadSetting(BadSettingAnywhere):
    code = "devices.vendor.bad_setting"


class LibraryHung(Silent):
    code = "devices.vendor.hung"


class LibraryGarbage(BadReply):
    code = "devices.vendor.garbage"


class LibraryCrashed(Removed):
    code = "devices.vendor.crashed"


class PoorPrint(FingerGone):
    code = "devices.vendor.poor_print"

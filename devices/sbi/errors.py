"""What can go wrong with an SBI service, beyond what goes wrong with every instrument.

DeviceError
 +- Untrusted       its signature, certificate or digital id does not hold; values: reason
 +- NotReady        the service is there, its device is not
 +- NotRegistered   the device has no valid registration with its maker's server
 +- Tampered        the device says that somebody opened it
 +- OtherFinger     it sent another finger than the one asked for
 +- NothingSeen     no finger came in the time it was given
 +- CaptureFailed   it saw a finger but made no picture of it
 +- ClockDiffers    its clock and ours are minutes apart
 +- ServiceError    an error of the maker's own; values: number
"""

from __future__ import annotations

from devices.errors import DeviceError


class Untrusted(DeviceError):
    """reason: algorithm, certificate, chain, expired, key, signature, unsigned, device, transaction, hash,
    repeated.
    """

    code = "sbi.untrusted"


class NotReady(DeviceError):
    code = "sbi.not_ready"


class NotRegistered(DeviceError):
    code = "sbi.not_registered"


class Tampered(DeviceError):
    code = "sbi.tampered"


class OtherFinger(DeviceError):
    code = "sbi.other_finger"


class NothingSeen(DeviceError):
    code = "sbi.nothing_seen"


class CaptureFailed(DeviceError):
    code = "sbi.capture_failed"


class ClockDiffers(DeviceError):
    code = "sbi.clock_differs"


class ServiceError(DeviceError):
    code = "sbi.service_error"

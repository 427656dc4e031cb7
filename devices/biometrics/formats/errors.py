"""What can go wrong with a record of another system.

BiometricsError
 +- BadRecord       bytes that contradict themselves or the standard (values: format, part, expected, got)
 +- NotWritable     the standard has no place for what is to be written (values: format, part, got)
 +- CodecMissing    the library for this format is not installed on this machine (values: format)
"""

from __future__ import annotations

from devices.biometrics.errors import BiometricsError


class BadRecord(BiometricsError):
    code = "formats.bad_record"


class NotWritable(BiometricsError):
    code = "formats.not_writable"


class CodecMissing(BiometricsError):
    code = "formats.codec_missing"

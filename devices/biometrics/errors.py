"""What can go wrong while a picture is judged.

BiometricsError
 +- AnalysisFailed   the child process that judges fingerprints died or hung twice
 +- EngineMissing    the fingerprint engine is not installed on this machine
 +- NoPerson         there is nobody to cut a portrait of
"""

from __future__ import annotations


class BiometricsError(Exception):
    """An expected error: `code` is the key of its words. No personal data in `values`."""

    code = "biometrics.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class AnalysisFailed(BiometricsError):
    code = "biometrics.analysis_failed"


class EngineMissing(BiometricsError):
    code = "biometrics.engine_missing"


class NoPerson(BiometricsError):
    code = "biometrics.no_person"

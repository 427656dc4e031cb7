"""What can go wrong while a picture is judged.

BiometricsError
 +- AnalysisFailed   the child process that judges fingerprints died or hung twice
 +- BadFaceSetup     the bureau's embedder.toml or its model is damaged or does not fit
 +- BadPhoto         a photo that cannot be opened, or is no picture, or too large
 +- BadPicture       not a grey picture of a size a finger can have
 +- BadTemplate      bytes that are no template of ours, or a damaged one
 +- (formats/errors.py: records of other systems)
 +- EngineMissing    the fingerprint engine is not installed on this machine
 +- FaceAnalysisFailed   the child process that looks at faces died or hung twice
 +- FaceEngineMissing    onnxruntime or a network's file is not there, or not whole
 +- NoPerson         there is nobody to cut a portrait of
 +- NoPrint          there is no fingerprint in the picture, or too little of it
 +- NotComparable    templates of two engines, or of two versions of one
 +- TwoPeople        a photo to compare shows more than one face
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


class BadFaceSetup(BiometricsError):
    code = "biometrics.bad_face_setup"


class BadPhoto(BiometricsError):
    code = "biometrics.bad_photo"


class BadPicture(BiometricsError):
    code = "biometrics.bad_picture"


class BadTemplate(BiometricsError):
    code = "biometrics.bad_template"


class EngineMissing(BiometricsError):
    code = "biometrics.engine_missing"


class FaceAnalysisFailed(BiometricsError):
    code = "biometrics.face_failed"


class FaceEngineMissing(BiometricsError):
    code = "biometrics.face_engine_missing"


class NoPerson(BiometricsError):
    code = "biometrics.no_person"


class NoPrint(BiometricsError):
    code = "biometrics.no_print"


class NotComparable(BiometricsError):
    code = "biometrics.not_comparable"


class TwoPeople(BiometricsError):
    code = "biometrics.two_people"

"""Not a verb: the template of a print, by the engine this machine has. Brings numpy with its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.biometrics.fingers import FingerTemplate
    from devices.contract import FingerImage
    from forms.record import Capture
    from vanapp.services import Services


def template_of(image: FingerImage, position: int, engine: str = "") -> FingerTemplate | None:
    """None: there is no print to speak of. engine: "default" or "network"; "" for the one that is installed.

    Raises biometrics.analysis_failed, biometrics.engine_missing.
    """
    from devices.biometrics import fingers
    from devices.biometrics.errors import BadPicture, EngineMissing, NoPrint

    names = (engine,) if engine else (fingers.DEFAULT, fingers.NETWORK)
    for name in names:
        try:
            return fingers.extract(image, position=position, engine=fingers.engine_named(name))
        except (NoPrint, BadPicture):
            return None
        except EngineMissing:
            if name == names[-1]:
                raise
    return None


def template_of_capture(services: Services, capture: Capture, engine: str = "") -> FingerTemplate | None:
    """Lane: finger or analysis. The same for a print that is in the store."""
    from vanapp.usecases.fingers import position_of
    from vanapp.usecases.take_finger import from_png

    image = from_png(services.store.captures.content(capture.sha256), capture.dpi)
    return template_of(image, position_of(capture), engine)

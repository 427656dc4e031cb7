"""Look at the photos ahead of the comparison, so that the verdict page does not wait for it."""

from __future__ import annotations

from contextlib import suppress

from vanapp.services import Services
from vanapp.usecases.earlier_photo import earlier_photo
from vanapp.usecases.verify_face import setup_path


def prepare_face(services: Services, application_id: str) -> bool:
    """Lane: analysis. Changes nothing; whether there is a photo to compare with. Trouble is told by
    verify_face. Called once that photo may be there, again with the new portrait: the engine remembers both.
    """
    application = services.store.applications.get(application_id)
    against = earlier_photo(services, application)
    if against is None:
        return False
    from devices.biometrics import face
    from devices.biometrics.errors import BiometricsError

    pictures = [against.picture]
    if (portrait := application.capture("portrait")) is not None:
        pictures.append(services.store.captures.content(portrait.sha256))
    for picture in pictures:
        with suppress(BiometricsError):
            face.describe(picture, setup=setup_path(services))
    return True

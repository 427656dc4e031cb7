"""Load the bytes of a capture, for a thumbnail or a print."""

from __future__ import annotations

from vanapp.services import Services


def load_media(services: Services, sha256: str) -> bytes:
    """Lane: store. sha256: Capture.sha256 (a capture id is understood too).

    Raises store.unknown, store.damaged.
    """
    return services.store.captures.content(sha256)

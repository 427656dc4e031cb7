"""Take packs: which one is in use, and what the bureau sent on a USB stick."""

from __future__ import annotations

from pathlib import Path

from vanapp.packs import NoStickPacks, Standing
from vanapp.services import Services
from vanapp.usecases.errors import NoStick
from vanapp.usecases.export_parcels import sticks

__all__ = ["Standing", "pack_standing", "take_packs"]


def pack_standing(services: Services) -> Standing | None:
    """What new applications begin with, what is ready, what was refused. None: nobody keeps packs (tests).

    Any lane: reads files.
    """
    return services.packs.standing() if services.packs is not None else None


def take_packs(services: Services, stick: Path | None = None) -> Standing | None:
    """From the stick, the first that is plugged in with something of the bureau's. Lane: net.

    Raises usecases.no_stick, packs.none_on_stick, packs.no_root, packs.cannot_keep, sync.bad_offer.
    """
    packs = services.packs
    found = (stick,) if stick is not None else sticks()
    if not found:
        raise NoStick
    if packs is None:
        return None
    for place in found:
        try:
            standing = packs.look_at_stick(place)
        except NoStickPacks:
            continue
        services.store.audit.add(
            services.session.officer, "packs", "", next=standing.next or standing.using.name
        )
        return standing
    raise NoStickPacks

"""Tick a material the officer has seen or taken, or take the tick away."""

from __future__ import annotations

from vanapp.services import Services


def tick_material(
    services: Services, application_id: str, material_id: str, done: bool = True, by: str = "officer"
) -> None:
    """Lane: store. by: "officer" (original seen or taken), "licence" (electronic licence), "card" (read)."""
    raise NotImplementedError

"""Where another system is, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Site:
    """url: https, or http on this machine only. ca: the one authority that is trusted; None: the system's."""

    url: str
    ca: Path | None = None
    timeout_s: float = 5.0


def is_safe(url: str) -> bool:
    """https; plain only where nothing leaves the machine."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))

"""The gateway over TLS on any address, for the link bench: arguments FOLDER ADDRESS PORT.

The product's own program keeps a training office on loopback; the bench's line ends at another address.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from sync.gateway import app
from sync.gateway.office import open_office


def main(folder: Path, address: str, port: int) -> None:
    office = open_office(folder, training=True)
    holder = office.authority.gateway([address], datetime.now(UTC))
    certificate, key = folder / "bench.pem", folder / "bench.key"
    certificate.write_bytes(holder.certificate.public_bytes(Encoding.PEM))
    key.write_bytes(holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    uvicorn.run(
        app.build(office),
        host=address,
        port=port,
        log_level="warning",
        access_log=False,
        ssl_certfile=certificate,
        ssl_keyfile=str(key),
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

"""An invented certificate authority for the virtual SBI service: root, maker, device."""

from __future__ import annotations

import base64
import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A key and its certificate; chain: leaf first, without the root."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    def x5c(self) -> list[str]:
        return [base64.b64encode(one.public_bytes(serialization.Encoding.DER)).decode() for one in self.chain]


@dataclass(frozen=True)
class Authority:
    root: x509.Certificate
    maker: Holder
    device: Holder  # signs infos, captures and (L0) the digital id
    expired: Holder  # the same maker's, run out yesterday
    end_entity_issued: Holder  # signed by a device, which may not sign


@functools.cache
def _key(who: str) -> rsa.RSAPrivateKey:
    """Made once a process: making one takes up to half a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def authority(name: str = "training") -> Authority:
    """Another name gives another root."""
    now = datetime.now(UTC)
    long = (now - 400 * _DAY, now + 400 * _DAY)
    root_key, maker_key = _key(f"{name} root"), _key(f"{name} maker")
    root = _certificate(f"{name} root", root_key, long, authority=True)
    maker = _certificate(f"{name} maker", maker_key, long, (root, root_key), authority=True)
    device_key = _key(f"{name} device")
    device = _certificate(f"{name} device", device_key, long, (maker, maker_key))
    old = _certificate(f"{name} device", device_key, (now - 30 * _DAY, now - _DAY), (maker, maker_key))
    below = _certificate(f"{name} below", maker_key, long, (device, device_key))
    return Authority(
        root,
        Holder(maker_key, maker, (maker,)),
        Holder(device_key, device, (device, maker)),
        Holder(device_key, old, (old, maker)),
        Holder(maker_key, below, (below, device, maker)),
    )


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    valid: tuple[datetime, datetime],
    issuer: tuple[x509.Certificate, rsa.RSAPrivateKey] | None = None,
    *,
    authority: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256())

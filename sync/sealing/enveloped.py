"""The outer layer: CMS AuthEnvelopedData (RFC 5083), to be opened by whoever holds one of the keys."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat import asn1

from sync.errors import BadParcel
from sync.sealing.structures import (
    AUTH_ENVELOPED_DATA,
    DATA,
    AuthEnvelopedData,
    ContentAlgorithm,
    EncryptedContent,
    EnvelopedMessage,
    GcmParameters,
    IssuerAndSerial,
    KeyTransport,
    Recipient,
    der,
    name_of,
    read,
    same,
)
from sync.sealing.suites import Holder, Suite

_NONCE, _TAG = 12, 16  # bytes


def encrypt(data: bytes, certificates: Sequence[x509.Certificate], suite: Suite) -> bytes:
    """Readable with the key of any of the certificates, and with no other. Raises ValueError for none."""
    if not certificates:
        raise ValueError("sealed for nobody")
    key, nonce = secrets.token_bytes(suite.key_bytes), secrets.token_bytes(_NONCE)
    cipher = suite.encrypt(key, nonce, data)
    enveloped = AuthEnvelopedData(
        version=0,
        recipients=asn1.SetOf([suite.wrap(certificate, key) for certificate in certificates]),
        encrypted=EncryptedContent(
            kind=DATA,
            algorithm=ContentAlgorithm(
                kind=suite.cipher, parameters=GcmParameters(nonce=nonce, tag_bytes=_TAG)
            ),
            content=cipher[:-_TAG],
        ),
        tag=cipher[-_TAG:],
    )
    return der(EnvelopedMessage(kind=AUTH_ENVELOPED_DATA, content=enveloped))


def cipher_of(sealed: bytes) -> x509.ObjectIdentifier:
    """Which cipher it was sealed with: tells the suite. Raises BadParcel."""
    return _read(sealed).encrypted.algorithm.kind


def decrypt(sealed: bytes, holders: Sequence[Holder], suite: Suite) -> bytes:
    """Raises BadParcel: container (no such message, or changed on the way), not-for-us."""
    enveloped = _read(sealed)
    if enveloped.encrypted.algorithm.kind != suite.cipher:
        raise BadParcel(reason="container")
    return _content(enveloped, _key(enveloped, holders, suite), suite)


def decrypt_by_key(sealed: bytes, key: Any, suite: Suite) -> bytes:
    """What was sealed to one device, whichever of its certificates was named. Raises BadParcel: container,
    not-for-us.
    """
    enveloped = _read(sealed)
    if enveloped.encrypted.algorithm.kind != suite.cipher:
        raise BadParcel(reason="container")
    for recipient in enveloped.recipients.as_list():
        with suppress(ValueError):
            return _content(enveloped, suite.unwrap_by_key(recipient, key), suite)
    raise BadParcel(reason="not-for-us")


def _content(enveloped: AuthEnvelopedData, key: bytes, suite: Suite) -> bytes:
    if enveloped.encrypted.algorithm.parameters.tag_bytes != _TAG or len(key) != suite.key_bytes:
        raise BadParcel(reason="container")
    nonce = enveloped.encrypted.algorithm.parameters.nonce
    try:
        return suite.decrypt(key, nonce, enveloped.encrypted.content + enveloped.tag)
    except (InvalidTag, ValueError) as error:
        raise BadParcel(reason="container") from error


def _read(sealed: bytes) -> AuthEnvelopedData:
    message = read(EnvelopedMessage, sealed, "container")
    content = message.content
    if message.kind != AUTH_ENVELOPED_DATA or content.encrypted.kind != DATA or content.version:
        raise BadParcel(reason="container")
    return content


def _key(enveloped: AuthEnvelopedData, holders: Sequence[Holder], suite: Suite) -> bytes:
    for holder in holders:
        mine = name_of(holder.certificate)
        for recipient in enveloped.recipients.as_list():
            if not any(same(mine, name) for name in _names(recipient)):
                continue
            try:
                key = suite.unwrap(recipient, holder)
            except ValueError as error:
                raise BadParcel(reason="container") from error
            return key
    raise BadParcel(reason="not-for-us")


def _names(recipient: Recipient) -> list[IssuerAndSerial]:
    if isinstance(recipient, KeyTransport):
        return [recipient.recipient]
    return [key.recipient for key in recipient.keys]

"""This laptop's papers for its office: asked for, kept, renewed; what the post seals and speaks with.

The key is made here before the office is asked, and kept: a lost answer is simply asked for again.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sync import enrolment as est
from sync.connection import Door
from sync.connection import Papers as TlsPapers
from sync.errors import Refused, ServerTrouble, SyncError
from sync.parcel import SealedTo
from sync.sealing import sm2, sm2_papers
from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.seal import SUITES, Sealer, open_by_key
from sync.sealing.suites import Holder
from vanapp.clock import Clock
from vanapp.files import write_whole
from vanapp.local_office import Enrolment
from vanapp.store.device import Device
from vanapp.store.device import Papers as Kept

BUREAU_EVERY = timedelta(hours=6)  # its certificates change once a year, and overlap for as long


class NoCertificate(Exception):
    """The office has not certified this laptop yet: nothing can be sealed before it has."""

    code = "enrol.no_certificate"
    values: dict[str, object] = {}  # noqa: RUF012 - never written


class Office(Protocol):
    """sync.client.Client, as far as papers need it."""

    def certificate(self, request: bytes, one_time_token: str | None = None) -> x509.Certificate: ...
    def bureau(self) -> SealedTo: ...
    def use(self, door: Door) -> None: ...


class DevicePapers:
    """folder: where TLS finds certificate and (encrypted) key. All methods may be called from any thread."""

    def __init__(self, device: Device, enrolment: Enrolment, clock: Clock, folder: Path) -> None:
        self._device = device
        self._enrolment = enrolment
        self._clock = clock
        self._folder = folder
        self._kept = device.papers(enrolment.van) or self._new()
        self._key = est.read_key(self._kept.private_key)
        self._ask_bureau_at = datetime.min.replace(tzinfo=UTC)

    def _new(self) -> Kept:
        made = Kept(
            self._enrolment.van,
            est.new_key(),
            secrets.token_urlsafe(32),
            authority=self._enrolment.ca,
            bureau=self._enrolment.bureau,
        )
        self._device.put(made)
        return made

    @property
    def complete(self) -> bool:
        """Whether there is all that sealing needs."""
        return bool(self._kept.certificate and self._kept.bureau)

    @property
    def epoch(self) -> str:
        """The office's, as last noted."""
        return self._kept.epoch

    def note_epoch(self, epoch: str) -> None:
        self._keep(replace(self._kept, epoch=epoch))

    def sealer(self) -> Sealer:
        """Raises NoCertificate."""
        if not self.complete:
            raise NoCertificate
        kept = self._kept
        bureau = [_read(pem) for pem in kept.bureau]
        if kept.suite == National.name:
            device = Holder(_read(kept.sm2_certificate), sm2_papers.read_key(kept.sm2_key))
        else:
            device = Holder(_read(kept.certificate), self._key)
        return Sealer(device, bureau, SUITES[kept.suite])

    def open(self, sealed: bytes) -> bytes:
        """What the office sealed to this device. Raises BadParcel."""
        keys: dict[str, object] = {International.name: self._key}
        if self._kept.sm2_key:
            keys[National.name] = sm2_papers.read_key(self._kept.sm2_key)
        return open_by_key(sealed, keys)

    def door(self) -> Door:
        """How to reach the office: with our certificate, once there is one."""
        told = self._enrolment
        if told.training:
            return Door(told.url, told.van, True, told.key, token=told.token)
        authority = self._folder / "office-ca.pem"
        write_whole(authority, self._kept.authority.encode())
        return Door(told.url, told.van, False, told.key, ca=str(authority), papers=self._for_tls())

    def _for_tls(self) -> TlsPapers | None:
        if not self._kept.certificate:
            return None
        certificate, key = self._folder / "device.pem", self._folder / "device.key"
        write_whole(key, est.protected(self._key, self._kept.pass_phrase))
        write_whole(certificate, self._kept.certificate.encode())
        return TlsPapers(certificate, key, self._kept.pass_phrase)

    def look_after(self, office: Office) -> None:
        """Ask for a certificate when there is none or two thirds of its life are over; for the bureau's, too.

        Blocking; lane: net. Raises sync errors.
        """
        if not self._kept.certificate:
            self._take(office, self._enrolment.enrol)
        elif est.renewal_is_due(_read(self._kept.certificate), self._clock.now()):
            self._take(office, None)
        due, now = self._ask_bureau_at, self._clock.now()
        if due <= now:
            self._ask_bureau_at = now + BUREAU_EVERY  # first: a word of the office's meanwhile is not lost
            try:
                self._ask_bureau(office)
            except SyncError:
                self._ask_bureau_at = due
                raise

    def ask_bureau_soon(self) -> None:
        """The office says its certificates are others."""
        self._ask_bureau_at = datetime.min.replace(tzinfo=UTC)

    def _ask_bureau(self, office: Office) -> None:
        """What we cannot seal with we do not take up: the office opens what is sealed as before, too."""
        told = office.bureau()
        if told.profile not in SUITES or not told.certificates:
            return
        if told.profile == National.name and not self._has_sm2(office, told.authority):
            return
        pems = tuple(_pem(one) for one in told.certificates)
        if (told.profile, pems) != (self._kept.suite, self._kept.bureau):
            self._keep(replace(self._kept, suite=told.profile, bureau=pems))

    def _has_sm2(self, office: Office, authority: x509.Certificate | None) -> bool:
        """A certificate of this authority's for our SM2 key: asked for when there is none, or it is to be
        renewed. False: there is none, and this office gives us none now.
        """
        if authority is None:
            return False
        if not self._kept.sm2_key:
            self._keep(replace(self._kept, sm2_key=sm2_papers.write_key(sm2.new_private_key())))
        key, present = sm2_papers.read_key(self._kept.sm2_key), self._kept.sm2_certificate
        fits = bool(present) and est.fits_sm2(_read(present), key, authority)
        if fits and not est.renewal_is_due(_read(present), self._clock.now()):
            return True
        try:
            certificate = office.certificate(sm2_papers.request(key, est.subject(self._kept.van)))
        except Refused:
            return fits
        if not est.fits_sm2(certificate, key, authority):
            raise ServerTrouble(reason="certificate")
        self._keep(replace(self._kept, sm2_certificate=_pem(certificate)))
        return True

    def _take(self, office: Office, one_time_token: str | None) -> None:
        certificate = office.certificate(est.request(self._key, self._kept.van), one_time_token)
        if not est.fits(certificate, self._key, _read(self._kept.authority)):
            raise ServerTrouble(reason="certificate")
        self._keep(replace(self._kept, certificate=_pem(certificate)))
        office.use(self.door())

    def _keep(self, papers: Kept) -> None:
        self._device.put(papers)
        self._kept = papers


def _read(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()

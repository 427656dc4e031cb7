"""Parcels' bytes in an S3 store (Ceph, SeaweedFS, Swift ...): plain PUT and GET, nothing conditional.

Keys are digests, so a body put twice lands on itself; stores differ in what they make of conditions, and
PostgreSQL has decided before anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from sync.gateway.errors import CannotStart, Problem

CONNECT_S, ANSWER_S = 3, 10  # a store that is slower than this is away
CONNECTIONS = 64
_PREFIX = "parcels/"
_FULL = ("507", "EntityTooLarge", "QuotaExceeded", "InsufficientStorage", "XMinioStorageFull")


class S3Objects:
    def __init__(self, url: str, answer_s: float = ANSWER_S) -> None:
        """url: `s3://[key:secret@]host[:port]/bucket` (TLS), `s3+http://…` (plain: a store on this machine).

        Without key and secret boto3 looks where it always does (AWS_ACCESS_KEY_ID …). Raises CannotStart.
        """
        parts = urlsplit(url)
        scheme = {"s3": "https", "s3+http": "http"}.get(parts.scheme)
        self._bucket = parts.path.strip("/")
        if scheme is None or not parts.hostname or not self._bucket or "/" in self._bucket:
            raise CannotStart(reason="unknown-objects")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self._client = boto3.client(
            "s3",
            endpoint_url=f"{scheme}://{host}" + (f":{parts.port}" if parts.port else ""),
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            region_name="us-east-1",
            config=Config(
                connect_timeout=CONNECT_S,
                read_timeout=answer_s,
                retries={"total_max_attempts": 2, "mode": "standard"},
                max_pool_connections=CONNECTIONS,
                s3={"addressing_style": "path"},
                # Newer checksums are sent only where a store asks for them: many do not know them.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                proxies={},
            ),
        )
        self._make_bucket()

    def room(self, size: int) -> None:
        """The store says so itself when it is full."""

    def ready(self) -> None:
        try:
            with _troubles_told():
                self._client.head_bucket(Bucket=self._bucket)
        except ClientError as error:
            raise Problem("busy") from error

    def put(self, sha256: str, body: bytes) -> None:
        try:
            with _troubles_told():
                said = self._client.put_object(Bucket=self._bucket, Key=_PREFIX + sha256, Body=body)
        except ClientError as error:  # the bucket itself is gone
            raise Problem("busy") from error
        # The store's own word on what it holds, where it gives one (single PUTs: the MD5).
        etag = str(said.get("ETag", "")).strip('"')
        if len(etag) == 32 and etag != hashlib.md5(body, usedforsecurity=False).hexdigest():
            raise Problem("busy")

    def read(self, sha256: str) -> bytes:
        try:
            with _troubles_told():
                answer = self._client.get_object(Bucket=self._bucket, Key=_PREFIX + sha256)
                body: bytes = answer["Body"].read()
        except ClientError as error:
            raise KeyError(sha256) from error
        return body

    def digests(self) -> Iterator[str]:
        with _troubles_told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=_PREFIX
            )
            for page in pages:
                yield from (item["Key"].removeprefix(_PREFIX) for item in page.get("Contents", ()))

    def close(self) -> None:
        self._client.close()

    def _make_bucket(self) -> None:
        try:
            self._client.head_bucket(Bucket=self._bucket)
        except ClientError as error:
            if _status(error) != 404:
                raise CannotStart(reason="objects-refused", status=_status(error)) from error
            try:
                self._client.create_bucket(Bucket=self._bucket)
            except ClientError as other:
                if _code(other) not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                    raise CannotStart(reason="objects-refused", status=_status(other)) from other
        except BotoCoreError as error:
            raise CannotStart(reason="no-objects") from error


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _troubles_told() -> Iterator[None]:
    """Away, ill or slow: the van comes back. A missing key passes through as ClientError."""
    try:
        yield
    except ClientError as error:
        if _code(error) in _FULL or _status(error) == 507:
            raise Problem("disk-full") from error
        if _status(error) != 404:
            raise Problem("busy") from error
        raise
    except BotoCoreError as error:
        raise Problem("busy") from error

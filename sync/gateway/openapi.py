"""The gateway's questions and answers as an OpenAPI 3.1 document.

Written by hand from `sync/protocol.md`; a test holds it to the routes, and schemathesis to what is answered.
"""

from __future__ import annotations

from typing import Any

from forms.sheets import KINDS
from sync import protocol

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer", "minimum": 0}
_DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_RECORD: Json = {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{26}$"}
_UPLOAD: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}


def _object(required: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "required": sorted(required),
        "properties": {**required, **(optional or {})},
    }


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


_PROBLEM = _object({"type": _TEXT, "title": _TEXT, "status": _WHOLE}, {"code": _TEXT})
_RECEIPT = _object(
    {
        **{"id": _RECORD, "sha256": _DIGEST, "van": _TEXT},
        **{"office": _TEXT, "received_at": _TEXT, "signature": _TEXT},
    }
)
_HELLO = _object(
    {
        "office": _TEXT,
        "training": {"type": "boolean"},
        "time": _TEXT,
        "epoch": _TEXT,
        "van": _TEXT,
        "max_body": _WHOLE,
        "max_uploads": _WHOLE,
    }
)
_NOTICE = _object(
    {
        "cursor": _WHOLE,
        "kind": _TEXT,
        "record": _TEXT,
        "at": _TEXT,
        "reasons": _list(_TEXT),
        "fields": _list(_TEXT),
        "values": {"type": "object", "additionalProperties": _TEXT},
    },
    {"data": {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}, "sealed": _TEXT},
)
_SHEET = _object(
    {
        "van": _TEXT,
        "kind": {"enum": sorted(KINDS)},
        "id": _TEXT,
        "day": _TEXT,
        "rows": _list({"type": "object", "additionalProperties": _TEXT}),
    },
    {"title": _TEXT},
)
_PUT = _object(
    {
        "sheets": _list(
            _object({"id": _TEXT, "revision": _WHOLE, "cursor": _WHOLE, "fresh": {"type": "boolean"}})
        ),
        "rows": _WHOLE,
        "mistakes": _list(_object({"line": _WHOLE, "column": _TEXT, "code": _TEXT})),
    }
)
_CHANGES = _object({"cursor": _WHOLE, "notices": _list(_NOTICE)})
_COMPARED = _object({"missing": _list(_RECORD), "conflicts": _list(_RECORD)})
_ASKED = _object(
    {"records": {**_list(_object({"id": _RECORD, "sha256": _DIGEST})), "maxItems": protocol.MAX_HELD}}
)
_BLOCK = _object(
    {
        **{"id": _TEXT, "day": {"type": "string", "format": "date"}},
        **{"head": {"type": "string", "pattern": "^[0-9]{1,39}$"}},
        "digits": {"type": "integer", "minimum": 1, "maximum": 9},
        **dict.fromkeys(("first", "last", "used"), _WHOLE),
    }
)
_GIVEN = _object({"record": _RECORD, "number": _TEXT})
_NUMBERS = _object({}, {"blocks": _list(_BLOCK), "given": _list(_GIVEN)})
_HEARD = _object({"used": {"type": "object", "additionalProperties": _WHOLE}})
_BUREAU = _object({"certificates": _list(_TEXT), "profile": {"enum": ["cms", "gm"]}}, {"authority": _TEXT})
_DECISION = _object(
    {"record": _RECORD, "decision": {"enum": ["accept", "return", "made"]}},
    {"reasons": _list(_TEXT), "fields": _list(_TEXT), "values": {"type": "object"}},
)
_DECIDED = _object({"record": _RECORD, "state": _TEXT, "cursor": _WHOLE})
_OK = _object({"ok": {"const": True}})

# What may come back to any question.
_ALWAYS = ("bad-request", "sign-in-needed", "device-revoked", "method-not-allowed", "upgrade-required")
_BUSY = ("too-many", "trouble", "busy", "disk-full")
_ABOUT_UPLOADS = (
    *("not-found", "slow-body", "offset-conflict", "gone", "tus-version", "too-large", "unsupported-media"),
    *("bad-container", "checksum-mismatch"),
)


def _says(description: str, schema: Json | None = None, media: str = protocol.JSON_TYPE) -> Json:
    if schema is None:
        return {"description": description}
    return {"description": description, "content": {media: {"schema": schema}}}


def _problems(*kinds: str) -> Json:
    told = {protocol.PROBLEMS[kind] for kind in (*_ALWAYS, *_BUSY, *kinds)}
    return {str(status): _says("problem", _PROBLEM, protocol.PROBLEM_TYPE) for status in sorted(told)}


def _in(where: str, name: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": where, "required": required or where == "path", "schema": schema}


_VAN: list[Json] = [{"van": []}]
_CLERK: list[Json] = [{"office": []}]
_ASKER = [_in("header", protocol.PROTOCOL, {"const": "2"}, required=True), _in("header", protocol.VAN, _TEXT)]
_PAGE = [_in("query", "after", _WHOLE), _in("query", "limit", _WHOLE)]
_SENDING = [
    _in("header", protocol.OFFSET, {"type": "integer", "minimum": 0, "maximum": 10**12}),
    _in("header", protocol.LENGTH, {"type": "integer", "minimum": 0, "maximum": 10**12}),
    _in("header", protocol.COMPLETE, {"enum": ["?0", "?1"]}),
    _in("header", protocol.TUS, {"const": protocol.TUS_VERSION}),
]
_BYTES: Json = {"type": "string", "format": "binary"}


def _body(schema: Json, *media: str) -> Json:
    return {"required": False, "content": {one: {"schema": schema} for one in media}}


def _question(
    summary: str,
    answers: Json,
    *problems: str,
    parameters: list[Json] | None = None,
    security: list[Json] | None = None,
    body: Json | None = None,
) -> Json:
    said: Json = {
        "summary": summary,
        "parameters": parameters or [],
        "security": security or [],
        "responses": {**answers, **{k: v for k, v in _problems(*problems).items() if k not in answers}},
    }
    return {**said, "requestBody": body} if body else said


def _of_van(summary: str, answers: Json, *problems: str, **more: Any) -> Json:
    parameters = [*_ASKER, *more.pop("parameters", [])]
    return _question(summary, answers, *problems, parameters=parameters, security=_VAN, **more)


def _of_clerk(summary: str, answers: Json, *problems: str, **more: Any) -> Json:
    return _question(summary, answers, *problems, security=_CLERK, **more)


def _files() -> Json:
    one = [_in("path", "upload", _UPLOAD), *_SENDING]
    body = _body(_BYTES, protocol.TUS_TYPE, protocol.PARTIAL_TYPE)
    done = {"200": _says("whole, or known", _RECEIPT), "201": _says("made"), "204": _says("kept")}
    at = {"200": _says("how far"), "204": _says("how far")}
    able = _question("what /files can do", {"204": _says("both dialects")}, *_ABOUT_UPLOADS)
    sends = {"parameters": [*_SENDING, _in("header", protocol.METADATA, _TEXT)], "body": body}
    override = [_in("header", "X-HTTP-Method-Override", {"enum": ["PATCH", "DELETE", "HEAD"]})]
    return {
        protocol.FILES: {
            "options": able,
            "post": _of_van("begin an upload", done, *_ABOUT_UPLOADS, "digest-conflict", **sends),
        },
        protocol.FILES + "/{upload}": {
            "options": {**able, "parameters": [_in("path", "upload", _UPLOAD)]},
            "head": _of_van("how far is it?", at, *_ABOUT_UPLOADS, parameters=one),
            "get": _of_van("how far is it?", at, *_ABOUT_UPLOADS, parameters=one),
            "patch": _of_van("go on", done, *_ABOUT_UPLOADS, parameters=one, body=body),
            "post": _of_van(
                "tus: another verb in disguise",
                {**done, **at},
                *_ABOUT_UPLOADS,
                parameters=[*one, *override],
                body=body,
            ),
            "delete": _of_van("give it up", {"204": _says("gone")}, *_ABOUT_UPLOADS, parameters=one),
        },
    }


def _enrolment() -> Json:
    pkcs10 = _body(_TEXT, protocol.PKCS10_TYPE)
    given = {"200": _says("certs-only PKCS#7, base64", _TEXT, protocol.PKCS7_TYPE)}
    refused = ("token-used", "unsupported-media", "too-large")
    return {
        protocol.EST + "/cacerts": {"get": _question("the office's authority", given)},
        protocol.EST + "/simpleenroll": {
            "post": _question("a first certificate", given, *refused, security=[{"once": []}], body=pkcs10)
        },
        protocol.EST + "/simplereenroll": {
            "post": _of_van("the next certificate", given, *refused, body=pkcs10)
        },
    }


def _van_side() -> Json:
    hello = _of_van("is our office there?", {"200": _says("signed", _HELLO)})
    cursor = [
        _in("query", "cursor", _WHOLE),
        _in("query", "wait", {"type": "number", "minimum": 0, "maximum": 1}),
    ]
    record = [_in("path", "id", _RECORD)]
    news = _of_van("what is new?", {"200": _says("news", _CHANGES)}, "cursor-ahead", parameters=cursor)
    receipt = _of_van("a receipt again", {"200": _says("it", _RECEIPT)}, "not-found", parameters=record)
    asked = _body(_ASKED, protocol.JSON_TYPE)
    return {
        protocol.HELLO: {"get": hello, "head": hello},
        protocol.CHANGES: {"get": news},
        protocol.RECORDS + "/{id}/receipt": {"get": receipt},
        protocol.HELD: {
            "post": _of_van(
                "have you got these?", {"200": _says("compared", _COMPARED)}, "too-large", body=asked
            )
        },
        protocol.NUMBERS: {
            "post": _of_van(
                "so many acceptance numbers are taken",
                {"200": _says("what is known to be taken", _HEARD)},
                "too-large",
                body=_body(_NUMBERS, protocol.JSON_TYPE),
            )
        },
        protocol.BUREAU: {"get": _of_van("what to seal to", {"200": _says("certificates", _BUREAU)})},
        **_packs(),
    }


def _packs() -> Json:
    """Files of a TUF repository, piece by piece."""
    piece = {"200": _says("a piece; shorter than asked for: the end", _BYTES, "application/octet-stream")}
    name = _in("path", "name", {"type": "string", "pattern": protocol.OFFER_NAME.pattern.replace("\\Z", "$")})
    kind = _in("path", "kind", {"enum": ["scenario", "application"]})
    asked = [
        _in("query", "offset", {**_WHOLE, "maximum": 10**12}),
        _in("query", "most", {"type": "integer", "minimum": 1, "maximum": protocol.MAX_PIECE}),
    ]
    told = ("a signed list of what is offered", piece, "not-found")
    file = ("a pack, or an update of the program", piece, "not-found")
    return {
        protocol.PACKS + "/metadata/{name}": {"get": _of_van(*told, parameters=[name, *asked])},
        protocol.PACKS + "/targets/{kind}/{name}": {"get": _of_van(*file, parameters=[kind, name, *asked])},
    }


def _office_side() -> Json:
    rows = {
        name: {"200": _says("rows", _object({name: _list({"type": "object"})}))}
        for name in ("records", "alarms", "vans", "work")
    }
    put = {"200": _says("known", _PUT), "201": _says("put in", _PUT)}
    decided = {"200": _says("known", _DECIDED), "201": _says("decided", _DECIDED)}
    decision = _body(_DECISION, protocol.JSON_TYPE)
    return {
        protocol.OFFICE_DECISIONS: {
            "post": _of_clerk("decide", decided, "not-found", "not-allowed", "too-large", body=decision)
        },
        protocol.OFFICE_RECORDS: {
            "get": _of_clerk("records", rows["records"], parameters=[*_PAGE, _in("query", "state", _TEXT)])
        },
        protocol.OFFICE_ALARMS: {"get": _of_clerk("alarms", rows["alarms"], parameters=_PAGE)},
        protocol.OFFICE_VANS: {"get": _of_clerk("vans", rows["vans"])},
        protocol.OFFICE_WORK: {
            "get": _of_clerk("work", rows["work"], parameters=[_in("query", "van", _TEXT)]),
            "post": _of_clerk("put in", put, "too-large", body=_body(_SHEET, protocol.JSON_TYPE)),
        },
        "/metrics": {"get": _of_clerk("for Prometheus", {"200": _says("text", _TEXT, "text/plain")})},
    }


def _machines() -> Json:
    ok = {"200": _says("yes", _OK)}
    lives, ready = _question("does it run?", ok), _question("may one send it work?", ok)
    return {
        "/healthz": {"get": lives, "head": lives},
        "/readyz": {"get": ready, "head": ready},
        "/openapi.json": {"get": _question("this", {"200": _says("it", {"type": "object"})})},
    }


def document() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "vanapp gateway",
            "version": str(protocol.VERSION),
            "description": "The office's end of the line. In words: sync/protocol.md.",
        },
        "paths": {**_van_side(), **_files(), **_enrolment(), **_office_side(), **_machines()},
        "components": {
            "securitySchemes": {
                "van": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "training; else a client certificate",
                },
                "office": {"type": "http", "scheme": "bearer"},
                "once": {"type": "http", "scheme": "basic", "description": "van and one-time token"},
            }
        },
    }

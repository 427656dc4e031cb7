"""What the gateway answers with instead of a result.

GatewayError
 +- Problem        told to the asker as problem+json; `kind` is a key of sync.protocol.PROBLEMS
 +- DeskError      told to who works at the office; `kind` keys its words (console/words)
 +- CannotStart    told to whoever starts the program
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.protocol import PROBLEMS


class GatewayError(Exception):
    code = "gateway.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class Problem(GatewayError):
    """values: facts for the asker, without personal data. headers: more of the answer's.

    status: when it is another than the kind's own. type: a registered problem type, when there is one.
    """

    code = "gateway.problem"

    def __init__(
        self,
        kind: str,
        /,
        *,
        status: int | None = None,
        type: str | None = None,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(**values)
        self.kind = kind
        self.status = status or PROBLEMS[kind]
        self.type = type
        self.headers = dict(headers or {})


class DeskError(GatewayError):
    """What a person of the office asked for cannot be done; nothing was changed. values: for its words."""

    code = "gateway.desk"

    def __init__(self, kind: str, /, **values: object) -> None:
        super().__init__(**values)
        self.kind = kind


class CannotStart(GatewayError):
    """values: reason."""

    code = "gateway.cannot_start"

"""schemathesis asks the running gateway everything its description allows, and much that it does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sync import protocol
from sync.gateway import openapi
from sync.gateway.office import Limits, office_token
from tests.sync.offices import Running, running
from tests.sync.wire import van

# Of each question; a long run is `SCHEMATHESIS_EXAMPLES=500 pytest tests/sync/test_gateway_description.py`.
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer(protocol.TUS_TYPE, protocol.PARTIAL_TYPE, protocol.PKCS10_TYPE)
def as_it_is(_context: Any, value: Any) -> Any:
    return getattr(value, "data", value if isinstance(value, bytes) else str(value).encode())


schema = schemathesis.openapi.from_dict(openapi.document())


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, dict[str, str]]]]:
    folder: Path = tmp_path_factory.mktemp("described")
    with running(folder, limits=Limits(van_questions_s=1e6, van_burst=10**9, silence_s=2)) as office:
        token = van(office).also["Authorization"]
        yield (
            office,
            {
                "van": {"Authorization": token, protocol.VAN: "D027"},
                "office": {"Authorization": f"Bearer {office_token(office.office)}"},
            },
        )


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_question_gets_an_answer_that_is_described(
    case: Any, asked: tuple[Running, dict[str, dict[str, str]]]
) -> None:
    office, signs = asked
    wanted = [name for one in case.operation.definition.raw.get("security", []) for name in one]
    signed = signs.get(wanted[0], {}) if wanted else {}
    answer = case.call(base_url=office.url, headers=signed, timeout=20)
    case.validate_response(answer, checks=CHECKS)

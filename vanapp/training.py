"""Training mode: who signs in, and how long the simulated reviewer takes.

Everything here stands in for the outside world. The program itself does not know that it is practising,
but for the mark every capture, print and parcel carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# The sign-in page asks for the hint before anything is painted: keys, store and forms come when needed.
if TYPE_CHECKING:
    from vanapp.keys.vault import Vault

OFFICER_NUMBER = "440103-027"
PASS_PHRASE = "xunlian"
VAN, UNIT = "D027", "越秀流动车"
AUTO_REVIEW_S = 20.0
"""How long the simulated reviewer of a newcomer's practice takes."""


def open_vault(vault: Vault) -> None:
    """Make the practice officer's vault at the first start."""
    from vanapp.keys.vault import Officer

    if not vault.exists():
        vault.create(Officer(OFFICER_NUMBER, "李敏", UNIT, VAN), PASS_PHRASE)

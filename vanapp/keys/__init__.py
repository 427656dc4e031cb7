"""The keys: who may open the records, and how."""

from __future__ import annotations

from vanapp.keys.vault import Created, Officer, Vault

__all__ = ["Created", "Officer", "Vault"]

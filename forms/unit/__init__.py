"""What a unit may set on the laptops of its vans, as bytes both ends read."""

from forms.unit.settings import BadUnit, UnitMistake, UnitSettings, dump, load, read

__all__ = ["BadUnit", "UnitMistake", "UnitSettings", "dump", "load", "read"]

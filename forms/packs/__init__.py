"""Scenario packs: the decision tables of every category, as data a bureau can replace."""

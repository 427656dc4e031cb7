VERSION = "0.1.0"
"""Of this program; a test holds it to pyproject.toml. An update must be later than it."""

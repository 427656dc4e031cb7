"""The office: the bureau's end of the line, a small web program of its own."""

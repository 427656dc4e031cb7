"""Makers' libraries: stubs in C that can do everything wrong, hosted by the real child process."""

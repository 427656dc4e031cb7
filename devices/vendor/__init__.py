"""A maker's closed library, kept in a child process so that its faults stay there. Imports nothing: the
child may run under another, older interpreter.
"""

"""What can be asked of the gateway over HTTP, one file per kind of question."""

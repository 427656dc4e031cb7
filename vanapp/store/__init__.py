"""The store: everything the van knows, in one encrypted file. `Store` is what others hold."""

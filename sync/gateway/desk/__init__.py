"""What the people of an office do, as plain functions over its database: no page, no command line."""

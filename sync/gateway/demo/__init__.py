"""A training office with a month of history: invented residents, three vans, records in every state."""

"""The office's web pages for its staff: queues, records, bookings, vans."""

"""CalDAV (RFC 4791, 6578), for reading: what is asked and how it is answered. Of agendas it knows entries alone."""

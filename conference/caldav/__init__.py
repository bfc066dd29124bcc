"""CalDAV (RFC 4791, 6578), for reading: what is asked and how it is answered. Of agendas it knows entries alone.

Its views stand with those of feeds, in ``conference/calendars/views/dav``: both make their entries by the same words.
"""

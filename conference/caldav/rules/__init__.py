"""What CalDAV asks and what its answers rest on: names, bodies, filters, spans, states. Pure."""

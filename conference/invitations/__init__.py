"""Calendar invitations by mail, for participants who prefer them to a feed (RFC 5546, RFC 6047)."""

"""What a web server imports."""

from conference.app import create_app

app = create_app()

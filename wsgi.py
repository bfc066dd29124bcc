"""What a web server imports."""

import sys

import config
from conference.app import create_app

try:
    app = create_app()
except config.InvalidSetting as error:
    sys.exit(f"Error: {error}")

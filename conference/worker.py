"""The worker: the list of periodic jobs. Never a rule."""

import click

commands: tuple[click.Command, ...] = ()

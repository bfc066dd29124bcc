"""Commands of demo."""

import click

commands: tuple[click.Command, ...] = ()

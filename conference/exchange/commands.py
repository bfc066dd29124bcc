"""Commands of exchange."""

import click

commands: tuple[click.Command, ...] = ()

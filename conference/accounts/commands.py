"""Commands of accounts."""

import click

commands: tuple[click.Command, ...] = ()

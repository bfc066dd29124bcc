"""Addresses as QR codes, for those who read a page on one device and keep their calendar on another."""

import segno

LONGEST_ADDRESS = 600
"""Characters: a longer one makes a code that cameras cannot read from a screen, and takes long to draw."""


def qr_code(address: str) -> bytes:
    """Return a QR code as SVG that scales, dark on light in either mode, without any style of its own."""
    code = segno.make(address, error="m", micro=False)
    svg: str = code.svg_inline(omitsize=True, svgclass=None, lineclass=None, dark="#121d33", light="#fff", border=3)
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()

"""Drawing what an authenticator reads, and writing what people keep."""

import segno


def qr_drawing(address: str) -> str:
    """Return an address as a QR code: an SVG element, dark on white with its quiet zone, without styles."""
    return str(segno.make(address, error="m").svg_inline(scale=1, border=4, light="#fff", dark="#000", omitsize=True))

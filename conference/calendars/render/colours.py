"""The nearest colour that has a name: calendars take names alone (RFC 7986 section 5.9)."""

from functools import cache

_NAMES = {
    "black": 0x000000, "blue": 0x0000FF, "blueviolet": 0x8A2BE2, "brown": 0xA52A2A, "cadetblue": 0x5F9EA0,
    "chocolate": 0xD2691E, "coral": 0xFF7F50, "cornflowerblue": 0x6495ED, "crimson": 0xDC143C, "darkblue": 0x00008B,
    "darkcyan": 0x008B8B, "darkgoldenrod": 0xB8860B, "darkgreen": 0x006400, "darkkhaki": 0xBDB76B,
    "darkmagenta": 0x8B008B, "darkolivegreen": 0x556B2F, "darkorange": 0xFF8C00, "darkorchid": 0x9932CC,
    "darkred": 0x8B0000, "darksalmon": 0xE9967A, "darkseagreen": 0x8FBC8F, "darkslateblue": 0x483D8B,
    "darkslategray": 0x2F4F4F, "darkturquoise": 0x00CED1, "darkviolet": 0x9400D3, "deeppink": 0xFF1493,
    "deepskyblue": 0x00BFFF, "dimgray": 0x696969, "dodgerblue": 0x1E90FF, "firebrick": 0xB22222,
    "forestgreen": 0x228B22, "fuchsia": 0xFF00FF, "gold": 0xFFD700, "goldenrod": 0xDAA520, "gray": 0x808080,
    "green": 0x008000, "hotpink": 0xFF69B4, "indianred": 0xCD5C5C, "indigo": 0x4B0082, "khaki": 0xF0E68C,
    "lightblue": 0xADD8E6, "lightcoral": 0xF08080, "lightgreen": 0x90EE90, "lightseagreen": 0x20B2AA,
    "lightskyblue": 0x87CEFA, "lightslategray": 0x778899, "lime": 0x00FF00, "limegreen": 0x32CD32, "maroon": 0x800000,
    "mediumaquamarine": 0x66CDAA, "mediumblue": 0x0000CD, "mediumorchid": 0xBA55D3, "mediumpurple": 0x9370DB,
    "mediumseagreen": 0x3CB371, "mediumslateblue": 0x7B68EE, "mediumturquoise": 0x48D1CC, "mediumvioletred": 0xC71585,
    "midnightblue": 0x191970, "navy": 0x000080, "olive": 0x808000, "olivedrab": 0x6B8E23, "orange": 0xFFA500,
    "orangered": 0xFF4500, "orchid": 0xDA70D6, "palegreen": 0x98FB98, "palevioletred": 0xDB7093, "peru": 0xCD853F,
    "pink": 0xFFC0CB, "plum": 0xDDA0DD, "purple": 0x800080, "red": 0xFF0000, "rosybrown": 0xBC8F8F,
    "royalblue": 0x4169E1, "saddlebrown": 0x8B4513, "salmon": 0xFA8072, "sandybrown": 0xF4A460, "seagreen": 0x2E8B57,
    "sienna": 0xA0522D, "silver": 0xC0C0C0, "skyblue": 0x87CEEB, "slateblue": 0x6A5ACD, "slategray": 0x708090,
    "springgreen": 0x00FF7F, "steelblue": 0x4682B4, "tan": 0xD2B48C, "teal": 0x008080, "tomato": 0xFF6347,
    "turquoise": 0x40E0D0, "violet": 0xEE82EE, "wheat": 0xF5DEB3, "white": 0xFFFFFF, "yellow": 0xFFFF00,
    "yellowgreen": 0x9ACD32,
}  # fmt: skip


def _channels(value: int) -> tuple[int, int, int]:
    return value >> 16, value >> 8 & 255, value & 255


@cache
def colour_name(colour: str) -> str:
    """Return the CSS3 name nearest to ``#rrggbb``, as the eye weighs red, green and blue; black for what is none."""
    try:
        red, green, blue = _channels(int(colour.removeprefix("#"), 16))
    except ValueError:
        return "black"

    def distance(name: str) -> int:
        r, g, b = _channels(_NAMES[name])
        mean = (red + r) // 2
        return (512 + mean) * (red - r) ** 2 // 256 + 4 * (green - g) ** 2 + (767 - mean) * (blue - b) ** 2 // 256

    return min(_NAMES, key=distance)

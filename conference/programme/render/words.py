"""How wide a text will be, before any browser has seen it. Pure."""

_THIN = frozenset("iıİIljtfr.,:;'’-–| ")
_WIDE = frozenset("mwMW—")


def text_width(text: str, size: float, *, is_narrow: bool = False, is_strong: bool = False) -> float:
    """Estimate the width of a text in Archivo, in the unit of ``size``, a little too wide rather than too narrow.

    :param is_narrow: set at 88 % of the font's width axis.
    :param is_strong: set in a bold weight.
    """
    ems = sum(0.33 if one in _THIN else 0.86 if one in _WIDE else 0.66 if one.isupper() else 0.55 for one in text)
    return ems * size * (0.92 if is_narrow else 1.0) * (1.05 if is_strong else 1.0)

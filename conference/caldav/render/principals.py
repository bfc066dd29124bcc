"""Reports on who may do what (RFC 3744 section 9) and on what properties lead to (RFC 3253 section 3.8)."""

from xml.etree.ElementTree import Element

from conference.caldav.render.elements import document, el
from conference.caldav.render.multistatus import multistatus, response, told_of
from conference.caldav.render.properties import EMAILS, property_of
from conference.caldav.rules.asked import MOST_NAMES, Wanted
from conference.caldav.rules.names import DAV, HREF, PROP, Refused, c, d
from conference.caldav.rules.places import Kind, Place, place_of_href

SEARCHED = {d("displayname"): "Name", c("calendar-user-address-set"): "Address", EMAILS: "E-mail"}
"""Properties of accounts that are looked through. Only one's own account is ever found."""

DEEPEST = 4
MOST_PLACES = 2000
"""How far and how often one question may follow what properties lead to."""
LONGEST_NAMESPACE = 200


def _oneself(place: Place) -> Place:
    return Place(Kind.PRINCIPAL, place.holder.principal, place.holder)


def acl_principal_prop_set(place: Place, wanted: Wanted, *, is_brief: bool) -> bytes:
    """Answer with the accounts that access to a place is granted to: one's own."""
    return multistatus([told_of(_oneself(place), wanted, is_brief=is_brief)])


def principal_match(place: Place, root: Element, wanted: Wanted, *, is_brief: bool) -> bytes:
    """Answer with one's own account where it is below a place, or with what names one there in a property."""
    named = root.find(d("principal-property"))
    if named is None and root.find(d("self")) is None:
        raise Refused(400)
    names = list(dict.fromkeys(child.tag for child in named))[:MOST_NAMES] if named is not None else []
    found = [
        one
        for one in _all_below(place)
        if (one.kind is Kind.PRINCIPAL and named is None)
        or any(place.holder.principal in _hrefs(property_of(one, name)) for name in names)
    ]
    return multistatus(told_of(one, wanted, is_brief=is_brief) for one in found)


def _all_below(place: Place) -> list[Place]:
    return [place, *(one for child in place.children() for one in _all_below(child))]


def _hrefs(element: Element | None) -> list[str]:
    return [] if element is None else [one.text or "" for one in element.findall(HREF)]


def principal_property_search(place: Place, root: Element, wanted: Wanted, *, is_brief: bool) -> bytes:
    """Answer with the accounts whose properties hold some texts: one's own, or none."""
    searches = root.findall(d("property-search"))
    if not searches:
        raise Refused(400)
    oneself = _oneself(place)
    holds = (_is_found(oneself, search) for search in searches)
    is_found = any(holds) if root.get("test") == "anyof" else all(holds)
    is_below = root.find(d("apply-to-principal-collection-set")) is not None or oneself.path.startswith(place.path)
    return multistatus([told_of(oneself, wanted, is_brief=is_brief)] if is_found and is_below else [])


def _is_found(oneself: Place, search: Element) -> bool:
    prop, text = search.find(PROP), (search.findtext(d("match")) or "").casefold()
    names = [child.tag for child in prop] if prop is not None else []
    values = [property_of(oneself, name) if name in SEARCHED else None for name in names]
    return bool(names) and all(
        value is not None and any(text in part.casefold() for part in value.itertext()) for value in values
    )


def principal_search_property_set() -> bytes:
    """Answer with the properties by which accounts are found."""
    described = (
        el(d("principal-search-property"), el(PROP, el(name)), el(d("description"), text=words, language="en"))
        for name, words in SEARCHED.items()
    )
    return document(el(d("principal-search-property-set"), *described))


def expand_property(place: Place, root: Element) -> bytes:
    """Answer with properties in which addresses are replaced by what stands there.

    :raises Refused: it names no properties, or leads too far.
    """
    return multistatus([_expanded(place, root, 0, [MOST_PLACES])])


def _expanded(place: Place, asked: Element, depth: int, left: list[int]) -> Element:
    left[0] -= 1
    wanted = asked.findall(d("property"))
    if depth > DEEPEST or left[0] < 0 or len(wanted) > MOST_NAMES:
        raise Refused(413)
    found: list[Element] = []
    missing: list[Element] = []
    for one in wanted:
        tag = _tag_of(one)
        made = property_of(place, tag)
        if made is None:
            missing.append(el(tag))
        elif one.find(d("property")) is None:
            found.append(made)
        else:
            found.append(el(tag, *(_followed(child, place, one, depth, left) for child in made)))
    return response(place.path, found, missing)


def _followed(child: Element, place: Place, asked: Element, depth: int, left: list[int]) -> Element:
    target = place_of_href(place.holder, child.text or "") if child.tag == HREF else None
    return child if target is None else _expanded(target, asked, depth + 1, left)


def _tag_of(asked: Element) -> str:
    """Return the name that a ``property`` gives in its attributes, which no parser has looked at as a name."""
    name, namespace = asked.get("name", ""), asked.get("namespace", DAV)
    is_name = name.isascii() and name[:1].isalpha() and all(one.isalnum() or one in "-_." for one in name)
    is_space = namespace.isprintable() and not set(namespace) & set("{}<>\"'& ") and len(namespace) <= LONGEST_NAMESPACE
    if not (is_name and is_space and len(name) <= LONGEST_NAMESPACE):
        raise Refused(400)
    return f"{{{namespace}}}{name}" if namespace else name

"""Passkeys whose answers hold, and answers that somebody tampered with (W3C Web Authentication Level 2 section 7)."""

import hashlib
import json
from dataclasses import dataclass, field

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

from conference.accounts.queries import passkeys_of, sign_in_of_key
from conference.accounts.rules import Site
from conference.accounts.services import begin_sign_in, passkeys
from conference.accounts.services.passkeys import PasskeyRefused
from tests.factories.accounts import account
from tests.factories.programme import NOW

pytestmark = pytest.mark.usefixtures("app", "now")

SITE = Site(host="conf.example.org", origin="https://conf.example.org")
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """An authenticator, as the standard describes it, that can be told to lie."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"credential-of-one-device"
    count: int = 0

    def make(self, options, *, origin=SITE.origin, challenge=None, host=None):
        """Answer a request to make a passkey."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        said = self._said("webauthn.create", challenge or options["challenge"], origin)
        shown = self._shown(host or options["rp"]["id"], PRESENT | VERIFIED | ATTESTED) + attested
        return self._answer(
            clientDataJSON=said, attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": shown})
        )

    def show(
        self, options, *, origin=SITE.origin, challenge=None, host=None, flags=PRESENT | VERIFIED, kind="webauthn.get"
    ):
        """Answer a request to show the passkey."""
        self.count += 1
        said = self._said(kind, challenge or options["challenge"], origin)
        shown = self._shown(host or options["rpId"], flags)
        signature = self.key.sign(shown + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=shown, signature=signature)

    def _said(self, kind, challenge, origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _shown(self, host, flags):
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **parts):
        name = bytes_to_base64url(self.id)
        response = {key: bytes_to_base64url(value) for key, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


@pytest.fixture
def person():
    return account("ada@example.org")


@pytest.fixture
def device(person):
    made = Device()
    add(person, made)
    return made


def add(person, device, **lies):
    options, challenge = passkeys.options_to_add(person, site=SITE, name="Meridian")
    _account, sign_in = sign_in_of_key(begin_sign_in(person.id, now=NOW), now=NOW)
    return passkeys.add_passkey(
        person.id, json.dumps(device.make(options, **lies)), challenge=challenge, handle=options["user"]["id"],
        site=SITE, name="Laptop", sign_in_id=sign_in.id, now=NOW,
    )  # fmt: skip


def use(device, *, change=None, account_id=None, **lies):
    options, challenge = passkeys.options_to_show(site=SITE, account_id=account_id)
    answer = device.show(options, **lies)
    if change:
        change(answer)
    return passkeys.use_passkey(json.dumps(answer), challenge=challenge, site=SITE, account_id=account_id, now=NOW)


def test_a_device_is_known_again_alone_and_as_second_factor(person, device):
    assert use(device).id == person.id
    assert use(device, account_id=person.id, flags=PRESENT).id == person.id
    assert passkeys_of(person.id)[0].sign_count == 2


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://conf.example.org.evil.example"},
        {"origin": "http://conf.example.org"},
        {"host": "evil.example"},
        {"challenge": bytes_to_base64url(b"an older challenge")},
        {"kind": "webauthn.create"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
    ],
    ids=["origin", "longer-origin", "http", "host", "challenge", "kind", "not-verified", "nobody-there"],
)
def test_an_answer_meant_for_something_else_is_refused(device, lies):
    with pytest.raises(PasskeyRefused):
        use(device, **lies)


def flipped(part):
    def change(answer):
        text = answer["response"][part]
        middle = len(text) // 2
        answer["response"][part] = text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]

    return change


def replaced(part, value):
    def change(answer):
        answer["response"][part] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(flipped(part) for part in ("clientDataJSON", "authenticatorData", "signature")),
        *(replaced(part, "") for part in ("clientDataJSON", "authenticatorData", "signature")),
        replaced("clientDataJSON", bytes_to_base64url(b"[]")),
        replaced("clientDataJSON", 7),
        replaced("authenticatorData", bytes_to_base64url(bytes(10))),
        lambda answer: answer.pop("response"),
        lambda answer: answer.update(id="x", rawId="x"),
        lambda answer: answer.update(id=bytes_to_base64url(b"\0"), type="nonsense"),
        lambda answer: answer.update(id=["x"]),
    ],
    ids=[
        "flipped-said",
        "flipped-shown",
        "flipped-signature",
        "no-said",
        "no-shown",
        "no-signature",
        "said-a-list",
        "said-a-number",
        "shown-short",
        "no-response",
        "unknown",
        "nul",
        "no-text",
    ],
)
def test_an_answer_that_was_changed_on_its_way_is_refused(person, device, change):
    with pytest.raises(PasskeyRefused):
        use(device, change=change)
    assert use(device).id == person.id


@pytest.mark.parametrize("credential", ["", "null", "[]", "7", "{}", '{"id": "\\u0000"}', "{", "\ud800"], ids=str)
def test_what_is_no_answer_at_all_is_refused(device, credential):
    _options, challenge = passkeys.options_to_show(site=SITE)
    with pytest.raises(PasskeyRefused):
        passkeys.use_passkey(credential, challenge=challenge, site=SITE, now=NOW)


def test_another_key_does_not_pass_for_the_device(device):
    copy = Device(id=device.id, count=device.count)
    with pytest.raises(PasskeyRefused):
        use(copy)


def test_a_copy_of_a_device_is_noticed_by_its_count(person, device):
    copy = Device(key=device.key, id=device.id)
    use(device)
    use(device)

    with pytest.raises(PasskeyRefused):
        use(copy)


def test_somebody_elses_passkey_is_no_second_factor(device):
    other = account("bo@example.org")
    with pytest.raises(PasskeyRefused):
        use(device, account_id=other.id)


@pytest.mark.parametrize(
    "lies", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"challenge": bytes_to_base64url(b"older")}]
)
def test_a_passkey_made_for_another_site_is_not_kept(person, lies):
    with pytest.raises(PasskeyRefused):
        add(person, Device(), **lies)
    assert not passkeys_of(person.id)


def test_a_device_is_kept_for_one_account_alone(person, device):
    other = account("bo@example.org")
    with pytest.raises(PasskeyRefused):
        add(other, device)
    assert not passkeys_of(other.id)

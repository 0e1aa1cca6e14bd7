"""Decides whether a file is whole, and who vouches for it; knows bytes, names and keys, and no facts.

A sealed file is a ZIP that holds `manifest.json`, `signatures.json` and the members; every byte of it
follows from the members, the manifest and the keys (docs/formats/sealed-file.md). The room refuses, by an
error of its own for each cause, whatever it cannot derive again, and signers that do not suffice.
"""

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, to_canonical
from mozaik.files import make_private_folder, one_at_a_time, written_whole
from mozaik.seal.encrypt import check_recipient, decrypt, encrypt_stream, encrypt_to
from mozaik.seal.errors import (
    BadManifestError,
    BadSignatureError,
    ChangedError,
    ExtraMemberError,
    KeyFileError,
    MissingMemberError,
    NewerFormatError,
    NotASealedFileError,
    NotForUsError,
    RevokedKeyError,
    SamePersonError,
    SealError,
    SignerError,
    SurplusSignatureError,
    TooFewSignaturesError,
    TrustStoreError,
    UnknownKeyError,
    WrongRoleError,
    WrongSenderError,
)
from mozaik.seal.home import default_person, home_folder, key_path, own_persons, trust_path
from mozaik.seal.keys import SigningKey, is_encrypted, key_id_of, refuse_existing_key, signature_fits
from mozaik.seal.manifest import COORDINATOR, Kind, Manifest, Member, Role, is_set_id, manifest_from_bytes
from mozaik.seal.node_key import NodeKey, check_head_signature, new_seed
from mozaik.seal.recipient import is_sound_recipient
from mozaik.seal.signatures import Signature, Signed, role_for, signatures_needed
from mozaik.seal.statements import (
    SignedStatement,
    Statement,
    attach_signature,
    bytes_to_sign,
    check_statement,
    require_signer,
    sign_statement,
)
from mozaik.seal.trust import (
    TrustedKey,
    TrustStore,
    changing_trust,
    load_public_key,
    save_public_key,
)
from mozaik.seal.verify import Verified, inspect_draft, verify_sealed
from mozaik.seal.write import add_signature, check_may_sign, write_sealed

__all__ = [
    "COORDINATOR",
    "BadManifestError",
    "BadSignatureError",
    "ChangedError",
    "ExtraMemberError",
    "JsonValue",
    "KeyFileError",
    "Kind",
    "Manifest",
    "Member",
    "MissingMemberError",
    "NewerFormatError",
    "NodeKey",
    "NotASealedFileError",
    "NotCanonicalError",
    "NotForUsError",
    "RevokedKeyError",
    "Role",
    "SamePersonError",
    "SealError",
    "Signature",
    "Signed",
    "SignedStatement",
    "SignerError",
    "SigningKey",
    "Statement",
    "SurplusSignatureError",
    "TooFewSignaturesError",
    "TrustStore",
    "TrustStoreError",
    "TrustedKey",
    "UnknownKeyError",
    "Verified",
    "WrongRoleError",
    "WrongSenderError",
    "add_signature",
    "attach_signature",
    "bytes_to_sign",
    "changing_trust",
    "check_head_signature",
    "check_may_sign",
    "check_recipient",
    "check_statement",
    "decrypt",
    "default_person",
    "encrypt_stream",
    "encrypt_to",
    "from_canonical",
    "home_folder",
    "inspect_draft",
    "is_encrypted",
    "is_set_id",
    "is_sound_recipient",
    "key_id_of",
    "key_path",
    "load_public_key",
    "make_private_folder",
    "manifest_from_bytes",
    "new_seed",
    "one_at_a_time",
    "own_persons",
    "refuse_existing_key",
    "require_signer",
    "role_for",
    "save_public_key",
    "sign_statement",
    "signature_fits",
    "signatures_needed",
    "to_canonical",
    "trust_path",
    "verify_sealed",
    "write_sealed",
    "written_whole",
]

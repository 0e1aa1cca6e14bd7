"""What can be wrong with a sealed file, a key or a trust store: one error class for each cause.

All are errors of the family InvalidInputError or RefusedError, so that a caller may catch a family.
"""

from mozaik.errors import InvalidInputError, RefusedError


class SealError(InvalidInputError):
    """A sealed file is not what it claims to be; nothing in it may be used."""


class NotASealedFileError(SealError):
    """The file is not a sealed file at all, or its frame is broken."""


class ChangedError(SealError):
    """Bytes of the file are not the bytes that were sealed."""


class BadManifestError(SealError):
    """The manifest is canonical JSON, and breaks a rule of its format."""


class NewerFormatError(SealError):
    """The file is of a later format than this program knows."""


class MissingMemberError(SealError):
    """A member that the manifest names is not in the file."""


class ExtraMemberError(SealError):
    """The file holds a member, or bytes, that the manifest does not name."""


class BadSignatureError(SealError):
    """A signature does not fit the manifest, its role and its key."""


class SignerError(RefusedError):
    """The file is intact, and not signed by those who must sign it."""


class UnknownKeyError(SignerError):
    """A signature is by a key that the trust store does not hold."""


class RevokedKeyError(SignerError):
    """A signature is by a key that has been revoked; refused whenever it was made."""


class WrongSenderError(SignerError):
    """A signature is by a key of an authority that does not sign this file, or that has signed already."""


class WrongRoleError(SignerError):
    """A signature is in a role that this kind of file or this key does not allow."""


class TooFewSignaturesError(SignerError):
    """Fewer signatures than this kind of file needs."""


class SurplusSignatureError(SignerError):
    """More signatures than this kind of file has: one could be taken away unseen."""


class SamePersonError(SignerError):
    """One person signed twice where each signature needs its own person."""


class KeyFileError(InvalidInputError):
    """A key file cannot be used: unreadable, readable by others, or its passphrase is wrong."""


class TrustStoreError(InvalidInputError):
    """A trust store or a public key file cannot be read, or a change to it contradicts what it holds."""


class NotForUsError(RefusedError):
    """An encrypted file cannot be opened with this key, or has been changed on its way."""

"""The hub as Django knows it."""

from django.apps import AppConfig


class HubApp(AppConfig):
    """One application: accounts, first visits, keys that wait for a vouch."""

    name = "mozaik.hub"
    label = "hub"
    verbose_name = "Mozaik hub"

    def ready(self) -> None:
        """Who has just set up one-time codes has shown one."""
        from allauth.mfa.signals import authenticator_added

        from mozaik.hub.signing_in import note_first_code

        authenticator_added.connect(note_first_code, dispatch_uid="mozaik.hub")

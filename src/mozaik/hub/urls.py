"""Every address of the hub. What is not here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from mozaik.hub.api import operations
from mozaik.hub.views import (
    accounts,
    api,
    asking,
    audit,
    failing,
    files,
    first_visit,
    hits,
    home,
    judging,
    keys,
    leaving,
    packages,
    reason,
    releasing,
    requests,
    search,
    state,
    systems,
    vouching,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("reason/", reason.reason, name="reason"),
    path("hits/", hits.hits, name="hits"),
    path("hits/<str:reference>/", hits.hit, name="hit"),
    path("hits/<str:reference>/judge/", judging.prepare, name="judge"),
    path("hits/<str:reference>/judged/", judging.complete, name="judged"),
    path("files/", files.files, name="files"),
    path("packages/", packages.all_packages, name="packages"),
    path("packages/preview/", packages.look_ahead, name="package_preview"),
    path("packages/draft/", releasing.prepare_draft, name="draft"),
    path("packages/drafted/", releasing.complete_draft, name="drafted"),
    path("packages/received/<str:set_id>/", packages.received, name="package_received"),
    path("packages/received/<str:set_id>/file/", packages.export_received, name="package_received_file"),
    path("packages/<str:package>/", packages.own_package, name="package"),
    path("packages/<str:package>/release/", releasing.prepare_release, name="release"),
    path("packages/<str:package>/released/", releasing.complete_release, name="released"),
    path("packages/<str:package>/issue/", releasing.issue, name="issue"),
    path("packages/<str:package>/file/", packages.export, name="package_file"),
    path("requests/", requests.requests, name="requests"),
    path("requests/ask/", requests.ask, name="ask"),
    path("requests/asking/", asking.prepare_request, name="prepare_request"),
    path("requests/asked/", asking.complete_request, name="complete_request"),
    path("requests/<str:set_id>/", requests.one_request, name="request"),
    path("requests/<str:set_id>/answer/", asking.prepare_answer, name="prepare_answer"),
    path("requests/<str:set_id>/answered/", asking.complete_answer, name="complete_answer"),
    path("search/", search.search, name="search"),
    path("state/", state.state, name="state"),
    path("audit/", audit.chain, name="audit"),
    path("keys/", keys.keys, name="keys"),
    path("keys/make/", keys.prepare, name="make_key"),
    path("keys/made/", keys.complete, name="key_made"),
    path("keys/<str:key_id>.pub", keys.public_file, name="public_key"),
    path("keys/vouch/", vouching.prepare, name="vouch"),
    path("keys/vouched/", vouching.complete, name="vouched"),
    path("keys/vouch-file/", vouching.take_file, name="vouch_file"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("systems/", systems.systems, name="systems"),
    path("api/", api.description, name="api"),
    path("api/v1/", (operations.urls, "ninja", "api")),
    path("lock/", leaving.lock_now, name="lock"),
    path("first-visit/<str:token>/", first_visit.welcome, name="first_visit"),
    path("sign-in/password/", first_visit.choose_password, name="choose_password"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/code/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/again/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/telephone/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/recovery/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-up/", failing.missing, name="account_signup"),
    path("inactive/", failing.missing, name="account_inactive"),
    path("sign-in/factors/", home.home, name="mfa_index"),
    path("sign-in/telephone/off/", failing.missing, name="mfa_deactivate_totp"),
]
handler400 = "mozaik.hub.views.failing.bad_request"
handler403 = "mozaik.hub.views.failing.forbidden"
handler404 = "mozaik.hub.views.failing.missing"
handler500 = "mozaik.hub.views.failing.broken"

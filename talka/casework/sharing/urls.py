from django.urls import path

from talka.casework.sharing.views import consents, inbox, information, referrals

CASE = "case/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}information/", information.information, name="information"),
    path(f"{CASE}consent/", consents.consents, name="consents"),
    path(f"{CASE}consent/new/<uuid:institution_id>/", consents.give, name="consent_give"),
    path(f"{CASE}consent/ground/<uuid:institution_id>/", consents.ground, name="ground_name"),
    path(f"{CASE}consent/<uuid:consent_id>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path(f"{CASE}referral/", referrals.referrals, name="referrals"),
    path(f"{CASE}referral/new/<uuid:institution_id>/", referrals.send, name="referral_send"),
    path(
        f"{CASE}referral/<uuid:referral_id>/withdraw/",
        referrals.withdraw,
        name="referral_withdraw",
    ),
    path(f"{CASE}referral/<uuid:referral_id>/rest/", referrals.rest, name="referral_rest"),
    path("referrals/", inbox.inbox, name="referral_inbox"),
    path("referral/<uuid:referral_id>/", inbox.referral, name="referral"),
    path("referral/<uuid:referral_id>/accept/", inbox.accept, name="referral_accept"),
    path("referral/<uuid:referral_id>/refuse/", inbox.refuse, name="referral_refuse"),
]

from django.urls import path

from talka.ground.ui import views

urlpatterns = [
    path("language/", views.language, name="ui_language"),
    path("colours/", views.theme, name="ui_theme"),
    path("names/", views.names, name="ui_names"),
    path("lock/", views.lock, name="ui_lock"),
    path("drafts/", views.waiting, name="ui_drafts"),
    path("draft/forget<path:key>", views.forget, name="ui_forget"),
    path("draft<path:key>", views.draft, name="ui_draft"),
    path("help/", views.help_page, name="ui_help"),
    path("styleguide/", views.styleguide, name="ui_styleguide"),
]
"""The key of a draft is the address of its form, so it follows without a further slash."""

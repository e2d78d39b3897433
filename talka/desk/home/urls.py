from django.urls import path

from talka.desk.home import views

urlpatterns = [
    path("", views.first, name="home"),
    path("empty/", views.empty, name="empty"),
]

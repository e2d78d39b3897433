from django.urls import path

from talka.desk.public import views

urlpatterns = [path("public/", views.welcome, name="public_welcome")]

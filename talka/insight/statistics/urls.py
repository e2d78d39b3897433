from django.urls import path

from talka.insight.statistics import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<int:year>/publish/", views.publish, name="figures_publish"),
    path("public/figures/", views.public_years, name="public_years"),
    path("public/figures/<int:year>/", views.public_figures, name="public_figures"),
]

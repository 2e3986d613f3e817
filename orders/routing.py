"""Addresses of the live sockets."""

from django.urls import path

from orders.consumers import OrderConsumer

websocket_urlpatterns = [path("ws/orders/<slug:number>/", OrderConsumer.as_asgi())]

"""Addresses of the live sockets."""

from django.urls import path

from orders.consumers import BoardConsumer, OrderConsumer

websocket_urlpatterns = [
    path("ws/orders/<slug:number>/", OrderConsumer.as_asgi()),
    path("ws/staff/orders/", BoardConsumer.as_asgi()),
]

"""Addresses of buying, paying and following an order."""

from django.urls import path

from orders import review_pages, views

app_name = "orders"
urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path("orders/", views.order_list, name="list"),
    path("orders/payment/<uuid:pk>/", views.payment_return, name="payment_return"),
    path("orders/webhook/razorpay/", views.webhook, name="webhook"),
    path("orders/<slug:number>/", views.order_detail, name="detail"),
    path("orders/<slug:number>/part/", views.order_part, name="part"),
    path("orders/<slug:number>/pay/", views.pay, name="pay"),
    path("orders/<slug:number>/cancel/", views.cancel, name="cancel"),
    path("p/<slug:slug>/review/", review_pages.review, name="review"),
    path("p/<slug:slug>/review/photo/<int:place>/", review_pages.photo, name="review_photo"),
]

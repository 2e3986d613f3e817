"""Addresses of buying, paying and following an order."""

from django.urls import path

from orders import checkout_pages, invoice_pages, pay_pages, payout_pages, review_pages, views

app_name = "orders"
urlpatterns = [
    path("checkout/", checkout_pages.checkout, name="checkout"),
    path("checkout/quote/", checkout_pages.checkout_quote, name="quote"),
    path("checkout/keep/", checkout_pages.checkout_keep, name="keep"),
    path("orders/", views.order_list, name="list"),
    path("orders/find/", views.find, name="find"),
    path("o/<str:token>/", views.open_link, name="open"),
    path("orders/payment/<uuid:pk>/", pay_pages.payment_return, name="payment_return"),
    path("orders/webhook/razorpay/", views.webhook, name="webhook"),
    path("orders/<slug:number>/", views.order_detail, name="detail"),
    path("orders/<slug:number>/part/", views.order_part, name="part"),
    path("orders/<slug:number>/pay/", pay_pages.pay, name="pay"),
    path("orders/<slug:number>/pay/cash/", pay_pages.pay_cash, name="pay_cash"),
    path("orders/<slug:number>/pay/outcome/", pay_pages.outcome, name="outcome"),
    path("orders/<slug:number>/pay/check/", pay_pages.check, name="check"),
    path("orders/<slug:number>/invoice.pdf", invoice_pages.invoice, name="invoice"),
    path("orders/<slug:number>/payout/", payout_pages.payout, name="payout"),
    path("orders/<slug:number>/cancel/", views.cancel, name="cancel"),
    path("orders/<slug:number>/again/", views.again, name="again"),
    path("p/<slug:slug>/review/", review_pages.review, name="review"),
    path("p/<slug:slug>/review/photo/<int:place>/", review_pages.photo, name="review_photo"),
]

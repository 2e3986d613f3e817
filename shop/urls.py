"""Addresses of the shop's pages."""

from django.urls import path

from shop.views import alerts, bag, delivery, found, guide, home, listing, product, seen, wishlist

app_name = "shop"
urlpatterns = [
    path("", home.home, name="home"),
    path("c/<slug:slug>/", listing.category, name="category"),
    path("p/<slug:slug>/", product.product, name="product"),
    path("search/", listing.search_page, name="search"),
    path("search/suggest/", listing.suggest, name="suggest"),
    path("search/count/", listing.count_search, name="count_search"),
    path("personal/", home.personal, name="personal"),
    path("bag/", bag.bag_page, name="bag"),
    path("bag/add/", bag.bag_add, name="bag_add"),
    path("bag/line/<uuid:pk>/", bag.bag_line, name="bag_line"),
    path("bag/put-back/", bag.bag_put_back, name="bag_put_back"),
    path("bag/code/", bag.bag_code, name="bag_code"),
    path("help/<slug:page>/", guide.help_page, name="help"),
    path("robots.txt", found.robots, name="robots"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("sitemap-pages.xml", found.sitemap_pages, name="sitemap_pages"),
    path("sitemap-categories.xml", found.sitemap_categories, name="sitemap_categories"),
    path("sitemap-products-<uuid:first>.xml", found.sitemap_products, name="sitemap_products"),
    path("site.webmanifest", found.manifest, name="manifest"),
    path("favicon.ico", found.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", found.icon, {"name": "apple-touch-icon.png"}, name="touch_icon"),
    path("pincode/", delivery.pincode, name="pincode"),
    path("recent/", seen.recent, name="recent"),
    path("wishlist/", wishlist.wishlist_page, name="wishlist"),
    path("wishlist/save/<uuid:key>/", wishlist.wishlist_save, name="wishlist_save"),
    path("wishlist/item/<uuid:pk>/", wishlist.wishlist_item, name="wishlist_item"),
    path("wishlist/undo/", wishlist.wishlist_undo, name="wishlist_undo"),
    path("wishlist/share/", wishlist.wishlist_share, name="wishlist_share"),
    path("w/<str:key>/", wishlist.shared, name="wishlist_shared"),
    path("back-in-stock/", alerts.ask, name="alert"),
    path("back-in-stock/confirm/<str:token>/", alerts.confirm, name="alert_confirm"),
    path("back-in-stock/stop/<str:token>/", alerts.stop, name="alert_stop"),
]

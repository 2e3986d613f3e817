"""Promises of shop/reviews.py, shop/opinions.py and their pages: honest stars, read by staff."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shop.errors import OwnReview, ReviewRewritten
from shop.models import Review, ReviewVote
from shop.opinions import Wanted, fit_rows, opinions
from shop.photos import large_path, small_path
from shop.reviews import (
    Draft,
    find_helpful,
    hide_review,
    publish_review,
    summarise,
    take_back_vote,
    write_review,
)
from tests.factories import (
    jpeg,
    make_customer,
    make_product,
    make_staff,
    make_variant,
    published_review,
    written_review,
)

pytestmark = pytest.mark.django_db


def make_review(product, rating, **columns):
    return Review.objects.create(
        product=product, rating=rating, **{"title": "Soft cotton", **columns}
    )


def shown_review(product, rating=4, **columns):
    review = make_review(product, rating, **columns)
    publish_review(review)
    return review


def stars(product):
    product.refresh_from_db()
    return product.rating_tenths, product.review_count


# --- Stars and fits ---------------------------------------------------------------------------


def test_a_published_review_is_counted():
    product = make_product()
    publish_review(make_review(product, 4))
    assert stars(product) == (40, 1)


def test_the_average_is_kept_in_tenths_with_halves_rounded_up():
    product = make_product()
    publish_review(make_review(product, 5))
    publish_review(make_review(product, 4))
    publish_review(make_review(product, 4))
    publish_review(make_review(product, 4))
    assert stars(product) == (43, 4)  # 4.25


def test_how_many_gave_how_many_stars_and_said_what_of_the_fit():
    product = make_product()
    shown_review(product, 5, fit="true")
    shown_review(product, 5, fit="small")
    shown_review(product, 2)
    make_review(product, 1, fit="large")
    product.refresh_from_db()
    assert product.ratings == [0, 1, 0, 0, 2]
    assert product.fits == {"small": 1, "true": 1, "large": 0}


def test_nothing_said_is_no_stars():
    assert summarise([]) == {
        "rating_tenths": 0,
        "review_count": 0,
        "ratings": [0, 0, 0, 0, 0],
        "fits": {"small": 0, "true": 0, "large": 0},
    }


def test_an_unpublished_review_counts_for_nothing():
    product = make_product()
    make_review(product, 1)
    publish_review(make_review(product, 5))
    assert stars(product) == (50, 1)


def test_hiding_the_last_review_leaves_no_stars():
    product = make_product()
    review = make_review(product, 5)
    publish_review(review)
    hide_review(review)
    assert (stars(product), review.status) == ((0, 0), "hidden")


def test_publishing_twice_counts_once():
    product = make_product()
    review = make_review(product, 3)
    publish_review(review)
    publish_review(review)
    assert stars(product) == (30, 1)


def test_other_products_keep_their_stars():
    other = make_product()
    publish_review(make_review(other, 2))
    publish_review(make_review(make_product(), 5))
    assert stars(other) == (20, 1)


def test_a_review_moves_its_product_in_every_index():
    product = make_product()
    before = product.listed_at
    publish_review(make_review(product, 5))
    product.refresh_from_db()
    assert product.listed_at > before


def test_the_fit_is_drawn_once_three_have_spoken():
    rows = fit_rows(make_product(fits={"small": 1, "true": 9, "large": 2}))
    assert [(row["label"], row["count"], row["total"]) for row in rows] == [
        ("Runs small", 1, 12),
        ("True to size", 9, 12),
        ("Runs large", 2, 12),
    ]
    assert fit_rows(make_product(fits={"true": 2})) == []


# --- Moderation -------------------------------------------------------------------------------


def test_a_review_waits_until_somebody_decided():
    waiting, hidden, shown = written_review(), written_review(), written_review()
    hide_review(hidden)
    publish_review(shown)
    assert list(Review.objects.waiting()) == [waiting]


def test_what_staff_read_is_what_they_publish():
    """The writer changes the words between the reading and the button."""
    read = written_review(title="Lovely")
    draft = Draft(rating=1, title="Buy at my shop instead")
    write_review(read.product, draft, user=read.user, size="M")
    with pytest.raises(ReviewRewritten):
        publish_review(read)
    assert (stars(read.product), Review.objects.get().status) == ((0, 0), "waiting")


@pytest.fixture
def owner(client):
    client.force_login(make_staff(full_name="Meera Owner", is_superuser=True))
    return client


def desk(review, page, *args):
    return reverse(f"admin:shop_review_{page}", args=[review.pk, *args])


def test_the_queue_of_staff_holds_what_waits_and_counts_it(owner):
    written_review(title="To be read")
    published_review(title="Read long ago")
    queue = owner.get(reverse("admin:shop_review_changelist") + "?status__exact=waiting")
    words = queue.content.decode()
    assert ("To be read" in words, "Read long ago" in words) == (True, False)
    items = [i for g in queue.context["sidebar_navigation"] for i in g["items"]]
    assert [i["badge"] for i in items if i["title"] == "Reviews to moderate"] == [1]


def test_the_first_page_of_staff_says_how_many_wait(owner):
    written_review()
    queues = {q["title"]: q["count"] for q in owner.get("/staff/").context["queues"]}
    assert queues["Reviews to moderate"] == 1


@pytest.mark.parametrize("status", ["waiting", "published", "hidden"])
def test_each_status_is_a_list_of_its_own(owner, status):
    _, shown, hidden = (written_review(title=t) for t in ("waiting", "published", "hidden"))
    publish_review(shown)
    hide_review(hidden)
    page = owner.get(reverse("admin:shop_review_changelist") + f"?status__exact={status}")
    assert [review.title for review in page.context["cl"].result_list] == [status]


def test_staff_see_the_photos_before_anybody_else(owner):
    review = written_review(photos=[jpeg()])
    photo = desk(review, "photo", 0)
    page = owner.get(desk(review, "change")).content.decode()
    assert f'<img src="{photo}" alt="Photo 1 of the review">' in page
    assert "(&#x27;waiting" not in page
    assert owner.get(desk(review, "photo", 1)).status_code == 404
    shown = owner.get(photo)
    assert (shown.headers["Content-Type"], bool(shown.getvalue())) == ("image/jpeg", True)
    shown.close()


def test_staff_without_reviews_among_their_rights_see_no_photo(client):
    review = written_review(photos=[jpeg()])
    client.force_login(make_staff())
    assert client.get(desk(review, "photo", 0)).status_code == 404


# --- Photos -----------------------------------------------------------------------------------


def public_files(review):
    return [
        default_storage.exists(path(k)) for k in review.photos for path in (small_path, large_path)
    ]


def test_photos_are_public_only_while_their_review_is():
    review = written_review(photos=[jpeg()])
    assert public_files(review) == [False, False]
    publish_review(review)
    assert public_files(review) == [True, True]
    hide_review(review)
    assert public_files(review) == [False, False]
    publish_review(review)
    assert public_files(review) == [True, True]


def test_photos_of_a_review_that_could_not_be_published_stay_private():
    review = written_review(photos=[jpeg()])
    Review.objects.all().delete()
    with pytest.raises(ReviewRewritten):
        publish_review(review)
    assert public_files(review) == [False, False]


def test_a_photo_is_shown_small_square_and_lazy_and_opens_large(client):
    review = published_review(photos=[jpeg()])
    (key,) = review.photos
    page = client.get(review.product.get_absolute_url()).content.decode()
    assert (
        f'<a href="/media/reviews/{key}/large.jpg"><img src="/media/reviews/{key}/small.webp"'
        in page
    )
    assert 'width="96" height="96" alt="Photo 1 from a buyer" loading="lazy"' in page
    with default_storage.open(small_path(key)) as file, Image.open(file) as small:
        assert (small.format, small.size) == ("WEBP", (240, 240))


# --- Reading ----------------------------------------------------------------------------------


@pytest.fixture
def product():
    """A style in S and M with seven published reviews, `a` the oldest."""
    product = make_variant(size="S").colourway.product
    make_variant(size="M", product=product, position=1)
    now = timezone.now()
    for age, title, rating, size, thanks in [
        (7, "a", 5, "S", 0),
        (6, "b", 4, "M", 3),
        (5, "c", 1, "S", 9),
        (4, "d", 5, "M", 0),
        (3, "e", 3, "S", 1),
        (2, "f", 5, "M", 0),
        (1, "g", 2, "S", 0),
    ]:
        shown_review(
            product,
            rating,
            title=title,
            size=size,
            helpful_count=thanks,
            created_at=now - timedelta(days=age),
        )
    make_review(product, 5, title="not read yet", size="M", helpful_count=99)
    product.refresh_from_db()
    return product


def titles(product, **wanted):
    found = opinions(product, Wanted(**wanted), ["S", "M"])["reviews"]
    return "".join(review.title for review in found)


def test_the_most_helpful_come_first_then_the_newest_six_at_a_time(product):
    assert (titles(product), titles(product, page=2)) == ("cbegfd", "a")


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", "gfedcb"), ("lowest", "cgebfd"), ("highest", "fdabeg")],
)
def test_sorting_says_what_it_does(product, sort, order):
    assert titles(product, sort=sort) == order


def test_filters_narrow_by_stars_size_and_photos(product):
    Review.objects.filter(title="d").update(has_photos=True)
    assert titles(product, stars=5) == "fda"
    assert titles(product, size="M") == "bfd"
    assert titles(product, stars=5, size="M") == "fd"
    assert titles(product, has_photos=True) == "d"


def test_a_page_past_the_last_is_the_last(product):
    assert titles(product, page=999) == "a"


def test_the_first_page_is_one_query_however_many_photos(product):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        opinions(product, Wanted(), ["S", "M"])
    assert len(queries) == 1


def test_a_row_of_the_histogram_leads_to_its_stars_and_back(product):
    rows = opinions(product, Wanted(size="M", stars=4), ["S", "M"])["star_rows"]
    assert [(row["stars"], row["count"], row["query"]) for row in rows] == [
        (5, 3, "stars=5&size=M"),
        (4, 1, "size=M"),
        (3, 1, "stars=3&size=M"),
        (2, 1, "stars=2&size=M"),
        (1, 1, "stars=1&size=M"),
    ]


def address(product):
    return reverse("shop:reviews", args=[product.slug])


def fetch(client, product, query="", **headers):
    return client.get(f"{address(product)}?{query}", headers=headers).content.decode()


def test_the_address_alone_is_a_whole_page_with_a_way_back(client, product):
    page = fetch(client, product, "stars=5&size=M")
    assert "<h1>Bagru Kurta</h1>" in page
    assert "2 of 7 reviews · 5 stars · bought M" in page
    assert (
        f'<a class="link" href="{product.get_absolute_url()}">Back to the Bagru Kurta</a>' in page
    )


def test_htmx_gets_the_section_alone(client, product):
    part = fetch(client, product, "stars=1", **{"HX-Request": "true"})
    assert part.strip().startswith('<section class="section" id="reviews"')
    assert "<h1" not in part


def test_more_is_a_link_that_keeps_what_was_asked(client, product):
    page = fetch(client, product, "sort=newest")
    assert f'href="{address(product)}?sort=newest&amp;page=2"' in page
    assert "Show more · 1 left" in page
    assert "Earlier reviews" in fetch(client, product, "sort=newest&page=2")


def test_a_filter_that_finds_nothing_says_so_and_leads_out(client, product):
    page = fetch(client, product, "stars=4&size=S")
    assert "Nobody has written that yet." in page
    assert "Show all" in page


@pytest.mark.parametrize(
    "query",
    [
        "stars=9", "stars=²", "page=0", "page=-1", "page=1e9", "page=99999999999999999999",
        "page=%00", "sort=secret", "size=%3Cscript%3E", "size=" + "M" * 10_000, "photos=yes",
        "stars=5&stars=1&page=٣",
    ],
)  # fmt: skip
def test_odd_addresses_show_reviews_and_echo_nothing(client, product, query):
    response = client.get(f"{address(product)}?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"%3Cscript" not in response.content
    assert b"<h3>" in response.content or b"<h3 " in response.content


def test_a_style_that_is_not_there_has_no_reviews(client):
    assert client.get("/p/nothing-like-it/reviews/").status_code == 404


def test_reviews_are_the_same_bytes_for_everyone(client, product):
    own = Client()
    own.force_login(make_customer())
    guest, customer = client.get(address(product)), own.get(address(product))
    assert guest.content == customer.content
    assert b"csrfmiddlewaretoken" not in guest.content
    assert not customer.cookies
    assert "Cookie" not in guest.headers.get("Vary", "")


def test_markup_in_a_review_is_shown_as_text(client):
    review = published_review(
        title="<script>alert(1)</script>",
        body="<img src=x onerror=alert(2)>\nline two",
        city="<b>Pune",
    )
    page = client.get(review.product.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=alert(2)&gt;<br>line two" in page
    assert "Verified buyer · &lt;b&gt;Pune · bought M" in page
    assert [evil for evil in ("<script>alert", "<img src=x", "<b>Pune") if evil in page] == []


def test_a_style_nobody_wrote_of_asks_for_the_first_review(client):
    page = client.get(make_variant().colourway.product.get_absolute_url()).content.decode()
    assert "Nobody has written about it yet." in page


# --- Thanks -----------------------------------------------------------------------------------


def thanks(review):
    review.refresh_from_db()
    return review.helpful_count, ReviewVote.objects.filter(review=review).count()


def test_a_shopper_finds_a_review_helpful_once():
    review = published_review()
    find_helpful(review, voter="guest-1")
    find_helpful(review, voter="guest-1")
    find_helpful(review, voter="guest-2")
    assert thanks(review) == (2, 2)


def test_a_vote_is_taken_back_once():
    review = published_review()
    find_helpful(review, voter="guest-1")
    take_back_vote(review, voter="guest-1")
    take_back_vote(review, voter="guest-1")
    assert thanks(review) == (0, 0)


def test_nobody_thanks_themselves():
    review = published_review()
    with pytest.raises(OwnReview):
        find_helpful(review, voter=str(review.user_id))
    assert thanks(review) == (0, 0)


def vote(client, review, helpful="1", **headers):
    return client.post(
        reverse("shop:vote", args=[review.pk]), {"helpful": helpful}, headers=headers
    )


def test_a_guest_votes_and_takes_it_back_by_their_session(client):
    review = published_review()
    back = f"{review.product.get_absolute_url()}#review-{review.pk}"
    assert vote(client, review).headers["Location"] == back
    vote(client, review)
    assert thanks(review) == (1, 1)
    vote(Client(), review)
    assert thanks(review) == (2, 2)
    vote(client, review, "0")
    assert thanks(review) == (1, 1)


def test_htmx_gets_the_button_with_the_new_count(client):
    review = published_review()
    button = vote(client, review, **{"HX-Request": "true"}).content.decode()
    assert 'value="0" aria-pressed="true">Helpful · 1' in button
    assert "<h1" not in button


def test_the_writer_is_told_in_words(client):
    review = published_review()
    client.force_login(review.user)
    response = vote(client, review)
    assert response.status_code == 422
    assert "You wrote this review" in response.content.decode()


def test_without_a_token_a_page_asks_once_more_and_its_button_counts():
    review = published_review()
    client = Client(enforce_csrf_checks=True)
    page = vote(client, review)
    assert "Did this review help you?" in page.content.decode()
    assert thanks(review) == (0, 0)
    token = client.cookies["csrftoken"].value
    vote(client, review, **{"X-CSRFToken": token})
    assert thanks(review) == (1, 1)
    assert "You found this helpful" in vote(client, review).content.decode()


def test_a_review_nobody_published_takes_no_votes(client):
    assert vote(client, written_review()).status_code == 404


def test_a_vote_is_a_post(client):
    assert client.get(reverse("shop:vote", args=[published_review().pk])).status_code == 405


# --- Kept pages -------------------------------------------------------------------------------


def test_kept_reviews_follow_a_vote_and_a_decision(
    client, product, django_capture_on_commit_callbacks
):
    newest = Review.objects.get(title="g")
    assert "Helpful<span" in fetch(client, product, "sort=newest&stars=2")
    with django_capture_on_commit_callbacks(execute=True):
        find_helpful(newest, voter="guest-1")
    assert "Helpful · 1<span" in fetch(client, product, "sort=newest&stars=2")
    with django_capture_on_commit_callbacks(execute=True):
        hide_review(newest)
    assert "Nobody has written that yet." in fetch(client, product, "sort=newest&stars=2")


def test_a_warm_page_asks_the_database_nothing(client, product):
    fetch(client, product)
    with CaptureQueriesContext(connection) as queries:
        fetch(client, product)
    assert len(queries) == 0

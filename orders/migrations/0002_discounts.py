from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def note_first_purchases(apps, schema_editor):
    """Customers who bought before coupons existed are no first-time buyers."""
    orders = apps.get_model('orders', 'Order').objects
    users = apps.get_model('accounts', 'User').objects
    bought = orders.filter(status__in=['confirmed', 'packed', 'shipped', 'delivered'])
    bought = bought.exclude(user=None).order_by('placed_at')
    for user_id, placed_at in bought.values_list('user_id', 'placed_at').iterator():
        users.filter(pk=user_id, first_bought_at=None).update(first_bought_at=placed_at)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_first_bought_at'),
        ('orders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='order',
            name='order_total_adds_up',
        ),
        migrations.AddField(
            model_name='order',
            name='coupon_code',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='order',
            name='discount_minor',
            field=models.PositiveBigIntegerField(default=0, verbose_name='discount (paise)'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='discount_minor',
            field=models.PositiveIntegerField(default=0, help_text="This line's part of the order's coupon.", verbose_name='discount (paise)'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=Q(total_minor=F('items_minor') - F('discount_minor') + F('delivery_minor')), name='order_total_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=Q(discount_minor__lte=F('items_minor')), name='discount_within_items'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=Q(discount_minor__lte=F('unit_price_minor') * F('quantity')), name='line_discount_within_line'),
        ),
        migrations.RunPython(note_first_purchases, migrations.RunPython.noop),
    ]

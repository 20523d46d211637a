-- description: one row per day and product category; its figures over that day
-- materialized: incremental_by_date

with totals as (
    select
        event_date,
        product_category,
        count(*) as total_transactions,
        count(distinct user_id) as unique_customers,
        count(distinct product_id) as unique_products,
        cast(sum(revenue) as decimal(38, 2)) as total_revenue,
        cast(min(revenue) as decimal(28, 2)) as min_transaction_value,
        cast(max(revenue) as decimal(28, 2)) as max_transaction_value,
        cast(sum(quantity) as bigint) as total_quantity_sold,
        sum(discount_percent) as total_discount_percent,
        count_if(has_discount) as discounted_transactions,
        count_if(is_high_value) as high_value_transactions,
        cast(sum(case when is_high_value then revenue else 0 end) as decimal(38, 2))
            as high_value_revenue,
        count_if(is_bulk_order) as bulk_orders,
        count_if(status = 'completed') as completed_transactions,
        count_if(status = 'pending') as pending_transactions,
        count_if(status = 'failed') as failed_transactions,
        count_if(status = 'refunded') as refunded_transactions,
        count_if(customer_segment = 'premium') as premium_transactions,
        count_if(customer_segment = 'regular') as regular_transactions,
        count_if(customer_segment = 'new') as new_transactions,
        count_if(customer_segment = 'unclassified') as unclassified_transactions,
        count_if(payment_method = 'credit_card') as credit_card_payments,
        count_if(payment_method = 'debit_card') as debit_card_payments,
        count_if(payment_method = 'paypal') as paypal_payments,
        count_if(payment_method = 'bank_transfer') as bank_transfer_payments
    from transformed_transactions
    group by event_date, product_category
),

-- Averages and rates are rounded half up to two digits, once, from the exact sum: half a hundredth
-- for each transaction is added to the sum here, and below the part is dropped that gives no whole
-- hundredth to each, so that the division is exact. round(avg(…), 2) would round twice.
raised as (
    select
        *,
        0.01 * total_transactions as hundredths,
        total_revenue + 0.005 * total_transactions as revenue_raised,
        total_quantity_sold + 0.005 * total_transactions as quantity_raised,
        total_discount_percent + 0.005 * total_transactions as discount_raised,
        100 * discounted_transactions + 0.005 * total_transactions as discounted_raised,
        100 * bulk_orders + 0.005 * total_transactions as bulk_raised,
        100 * completed_transactions + 0.005 * total_transactions as completed_raised
    from totals
)

select
    event_date,
    product_category,
    total_transactions,
    unique_customers,
    unique_products,
    total_revenue,
    cast(
        (revenue_raised - revenue_raised % hundredths) / total_transactions as decimal(28, 2)
    ) as avg_transaction_value,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    cast(
        (quantity_raised - quantity_raised % hundredths) / total_transactions as decimal(12, 2)
    ) as avg_quantity_per_transaction,
    cast(
        (discount_raised - discount_raised % hundredths) / total_transactions as decimal(5, 2)
    ) as avg_discount_percent,
    -- The exact sum behind the average: transaction_metrics adds up days.
    cast(total_discount_percent as decimal(38, 2)) as total_discount_percent,
    discounted_transactions,
    cast(
        (discounted_raised - discounted_raised % hundredths) / total_transactions as decimal(5, 2)
    ) as discount_rate_percent,
    high_value_transactions,
    high_value_revenue,
    bulk_orders,
    cast(
        (bulk_raised - bulk_raised % hundredths) / total_transactions as decimal(5, 2)
    ) as bulk_order_rate_percent,
    completed_transactions,
    pending_transactions,
    failed_transactions,
    refunded_transactions,
    cast(
        (completed_raised - completed_raised % hundredths) / total_transactions as decimal(5, 2)
    ) as completion_rate_percent,
    premium_transactions,
    regular_transactions,
    new_transactions,
    unclassified_transactions,
    credit_card_payments,
    debit_card_payments,
    paypal_payments,
    bank_transfer_payments,
    current_timestamp() as aggregation_timestamp
from raised

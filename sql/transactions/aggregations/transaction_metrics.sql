-- description: one row per product category; its figures over everything published
-- materialized: full

-- Days add up, but a customer of two days is one customer: customers and products are counted in
-- the sets of all that ever were. So nothing here reads every transaction again.
with customers as (
    select
        product_category,
        count(*) as unique_customers
    from category_customers
    group by product_category
),

products as (
    select
        product_category,
        count(*) as unique_products
    from category_products
    group by product_category
),

days as (
    select
        product_category,
        sum(total_transactions) as total_transactions,
        cast(sum(total_revenue) as decimal(38, 2)) as total_revenue,
        min(min_transaction_value) as min_transaction_value,
        max(max_transaction_value) as max_transaction_value,
        sum(total_quantity_sold) as total_quantity_sold,
        sum(total_discount_percent) as total_discount_percent,
        sum(discounted_transactions) as discounted_transactions,
        sum(high_value_transactions) as high_value_transactions,
        cast(sum(high_value_revenue) as decimal(38, 2)) as high_value_revenue,
        sum(bulk_orders) as bulk_orders,
        sum(completed_transactions) as completed_transactions,
        sum(pending_transactions) as pending_transactions,
        sum(failed_transactions) as failed_transactions,
        sum(refunded_transactions) as refunded_transactions,
        sum(premium_transactions) as premium_transactions,
        sum(regular_transactions) as regular_transactions,
        sum(new_transactions) as new_transactions,
        sum(unclassified_transactions) as unclassified_transactions,
        sum(credit_card_payments) as credit_card_payments,
        sum(debit_card_payments) as debit_card_payments,
        sum(paypal_payments) as paypal_payments,
        sum(bank_transfer_payments) as bank_transfer_payments
    from daily_category_metrics
    group by product_category
),

totals as (
    select
        days.*,
        customers.unique_customers,
        products.unique_products
    from days
    inner join customers on days.product_category = customers.product_category
    inner join products on days.product_category = products.product_category
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

-- Columns that the aggregations and checks share. A call in a select list gives them all.

-- What a group of transactions comes to.
create macro transaction_figures() as
select
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
    count_if(payment_method = 'bank_transfer') as bank_transfer_payments;

-- What hours or days come to together; a customer of two days isn't two, so that none is counted.
create macro added_figures() as
select
    sum(total_transactions) as total_transactions,
    cast(sum(total_revenue) as decimal(38, 2)) as total_revenue,
    min(min_transaction_value) as min_transaction_value,
    max(max_transaction_value) as max_transaction_value,
    sum(total_quantity_sold) as total_quantity_sold,
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
    sum(bank_transfer_payments) as bank_transfer_payments;

-- A total for each transaction, in hundredths.
create macro per_transaction(total) as divide_rounded(total, total_transactions, 2);

-- A share of the transactions in percent.
create macro percent(part) as cast(per_transaction(100 * part) as decimal(5, 2));

-- What an aggregation publishes of its figures.
create macro published_figures() as
select
    total_transactions,
    unique_customers,
    unique_products,
    total_revenue,
    cast(per_transaction(total_revenue) as decimal(28, 2)) as avg_transaction_value,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    cast(per_transaction(total_quantity_sold) as decimal(12, 2)) as avg_quantity_per_transaction,
    cast(per_transaction(total_discount_percent) as decimal(5, 2)) as avg_discount_percent,
    discounted_transactions,
    percent(discounted_transactions) as discount_rate_percent,
    high_value_transactions,
    high_value_revenue,
    bulk_orders,
    percent(bulk_orders) as bulk_order_rate_percent,
    completed_transactions,
    pending_transactions,
    failed_transactions,
    refunded_transactions,
    percent(completed_transactions) as completion_rate_percent,
    premium_transactions,
    regular_transactions,
    new_transactions,
    unclassified_transactions,
    credit_card_payments,
    debit_card_payments,
    paypal_payments,
    bank_transfer_payments;

-- What is the same whether transactions, hours or days are added up.
create macro compared_figures() as
select
    total_transactions,
    total_revenue,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    discounted_transactions,
    high_value_transactions,
    bulk_orders,
    completed_transactions;

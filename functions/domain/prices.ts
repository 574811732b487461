/*
 * List prices in us-east-1, in US dollars, without free tiers and discounts, as published in 2025 and 2026. Most regions cost the same
 * to 15% more. Run Command itself costs nothing: an EC2 instance is free, and a hybrid node is once an account has 1,000 or fewer of them
 * in a region. Above that the advanced tier bills each registered hybrid node 0.00695 USD an hour, whether it is upgraded or not, so that
 * no job adds to it (https://aws.amazon.com/systems-manager/pricing/). Events of AWS services on the default bus are free as well.
 */

/** Step Functions, Standard: 0.025 USD for 1,000 state transitions (https://aws.amazon.com/step-functions/pricing/). */
export const USD_PER_TRANSITION = 0.025 / 1_000;

/** Lambda: 0.20 USD for a million requests (https://aws.amazon.com/lambda/pricing/). */
export const USD_PER_CALL = 0.2 / 1_000_000;

/** Lambda on arm64, first tier of 7.5 thousand million GB-seconds a month (https://aws.amazon.com/lambda/pricing/). */
export const USD_PER_GB_SECOND = 0.000_013_333_4;

/** DynamoDB on demand, since November 2024: 0.625 USD for a million writes of 1 KB (https://aws.amazon.com/dynamodb/pricing/on-demand/). */
export const USD_PER_WRITE_UNIT = 0.625 / 1_000_000;

/** DynamoDB on demand: 0.125 USD for a million consistent reads of 4 KB (https://aws.amazon.com/dynamodb/pricing/on-demand/). */
export const USD_PER_READ_UNIT = 0.125 / 1_000_000;

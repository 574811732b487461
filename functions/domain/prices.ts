/** The price of one unit in US dollars, and where and when it was published. */
interface Price {
  readonly usd: number;
  readonly source: string;
  readonly asOf: string;
}

/**
 * List prices in us-east-1, without free tiers and discounts. Most regions cost the same to 15% more. Run Command itself costs nothing: an
 * EC2 instance is free, and a hybrid node is once an account has 1,000 or fewer of them in a region. Above that the advanced tier bills each
 * registered hybrid node 0.00695 USD an hour, whether it is upgraded or not, so that no job adds to it
 * (https://aws.amazon.com/systems-manager/pricing/). Events of AWS services on the default bus are free as well.
 */
export const PRICE_REGION = 'us-east-1';

export const prices = {
  /** Standard: 0.025 USD for 1,000 state transitions. */
  transition: { usd: 0.025 / 1_000, source: 'https://aws.amazon.com/step-functions/pricing/', asOf: '2025' },
  /** On demand, since November 2024: 0.625 USD for a million writes of 1 KB. */
  writeUnit: { usd: 0.625 / 1_000_000, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', asOf: '2025-07' },
  /** On demand: 0.125 USD for a million consistent reads of 4 KB. */
  readUnit: { usd: 0.125 / 1_000_000, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', asOf: '2025-07' },
  /** 0.20 USD for a million requests. */
  call: { usd: 0.2 / 1_000_000, source: 'https://aws.amazon.com/lambda/pricing/', asOf: '2026-03' },
  /** On arm64, first tier of 7.5 thousand million GB-seconds a month. */
  gbSecond: { usd: 0.000_013_333_4, source: 'https://aws.amazon.com/lambda/pricing/', asOf: '2026-03' },
} as const satisfies Record<string, Price>;

/** What the benchmark of a job's cost reckons with besides (`npm run bench -- cost`); no report does. */
export const benchPrices = {
  ...prices,
  /** HTTP API, first 300 million requests a month: 1.00 USD a million, in steps of 512 KB. */
  apiRequest: { usd: 1 / 1_000_000, source: 'https://aws.amazon.com/api-gateway/pricing/', asOf: '2026' },
  /** Events of one's own: 1.00 USD a million. Those of AWS services are free. */
  ownEvent: { usd: 1 / 1_000_000, source: 'https://aws.amazon.com/eventbridge/pricing/', asOf: '2025' },
  /** AWS IoT Device Management, the alternative that is printed beside: 0.003 USD a remote action. */
  iotRemoteAction: { usd: 0.003, source: 'https://aws.amazon.com/iot-device-management/pricing/', asOf: '2025' },
} as const satisfies Record<string, Price>;

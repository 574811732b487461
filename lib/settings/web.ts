import * as z from 'zod';

/** API Gateway takes wildcards, too: we do not, since whoever serves a page on an allowed origin acts with the tokens that are typed into it. */
const originSchema = z
  .string()
  .refine(
    isWebOrigin,
    'not an https origin, or one of this machine, alone and in lower case, without a path or a wildcard',
  );

/** How the API and its pages are reached. */
export const web = {
  corsOrigins: z
    .array(originSchema)
    .max(20)
    .default([])
    .describe(
      'a list of up to 20 origins such as https://console.example.com, whose pages may call the API from a browser, or leave it out for none',
    ),
  throttle: z
    .strictObject({ rate: z.int().min(1), burst: z.int().min(1) })
    .describe('{ rate, burst }: requests that the API takes a second, and at once'),
  /** The console and the API's page, deployed with CloudFront; without it there is none. People sign in at the issuer, as this client. */
  site: z
    .strictObject({
      clientId: z.string().min(1).max(256),
      scopes: z.array(z.string().min(1).max(256)).min(1).max(20),
      /** Where the issuer hands out tokens, if that is not its own origin: a user pool's domain with Cognito. The pages may ask it, too. */
      tokenOrigin: originSchema.exactOptional(),
    })
    .exactOptional()
    .describe(
      "{ clientId, scopes, tokenOrigin? }: the public client by which people sign in, and the origin of its token endpoint where it is not the issuer's, or leave it out to deploy no web console",
    ),
};

/** An origin as browsers send it, so that it can be compared letter by letter; plain http for a page under development alone. */
function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  const isOwn = hostname === 'localhost' || hostname === '127.0.0.1';
  return origin === text && !text.includes('*') && (protocol === 'https:' || (protocol === 'http:' && isOwn));
}

import * as z from 'zod';

/** API Gateway takes wildcards, too: we do not, since whoever serves a page on an allowed origin acts with the tokens that are typed into it. */
const originSchema = z
  .string()
  .refine(
    isWebOrigin,
    'not an https origin, or one of this machine, alone and in lower case, without a path or a wildcard',
  );

const domainSchema = z.strictObject({
  name: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/),
  /** The Route 53 zone in which the name is written; without it, somebody writes it elsewhere. */
  zone: z.strictObject({ id: z.string().regex(/^[A-Z0-9]{1,32}$/), name: z.string().min(1).max(253) }).exactOptional(),
});

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
  /** A name of one's own for the API. */
  domain: domainSchema
    .exactOptional()
    .describe(
      '{ name, certificateArn, zone? }: a name such as fleet.example.com with its certificate in the region of the deployment, and { id, name } of its Route 53 zone, or leave it out for the name that API Gateway gives',
    ),
  /** The console and the API's page, deployed with CloudFront; without it there is none. People sign in at the issuer, as this client. */
  site: z
    .strictObject({
      /** Of the issuer; a user pool of the deployment's own gets one. */
      clientId: z.string().min(1).max(256).exactOptional(),
      scopes: z.array(z.string().min(1).max(256)).min(1).max(20).default(['openid', 'fleet/read', 'fleet/upgrade']),
      /** Where the issuer hands out tokens, if that is not its own origin: a user pool's domain with Cognito. The pages may ask it, too. */
      tokenOrigin: originSchema.exactOptional(),
      /** Its certificate is in us-east-1, as CloudFront wants it. */
      domain: domainSchema.exactOptional(),
      webAclArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/)
        .exactOptional(),
    })
    .exactOptional()
    .describe(
      "{ clientId, scopes?, tokenOrigin?, domain?, webAclArn? }: the public client by which people sign in (none with a user pool of the deployment's own), the origin of its token endpoint where it is not the issuer's, a name with its certificate in us-east-1, and a web ACL of us-east-1, or leave it out to deploy no web console",
    ),
};

/** An origin as browsers send it, so that it can be compared letter by letter; plain http for a page under development alone. */
function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  const isOwn = hostname === 'localhost' || hostname === '127.0.0.1';
  return origin === text && !text.includes('*') && (protocol === 'https:' || (protocol === 'http:' && isOwn));
}

/**
 * Takes the place of @aws-sdk/credential-provider-node in what is deployed. Lambda gives every function its role's credentials in three
 * variables, for as long as the process may live; that package brings 140 KB that look for profiles, single sign-on, web identities and instance metadata.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => async () => ({
  accessKeyId: given('AWS_ACCESS_KEY_ID'),
  secretAccessKey: given('AWS_SECRET_ACCESS_KEY'),
  // Only a user's own keys, which a local endpoint may have been given, are without one.
  ...(process.env['AWS_SESSION_TOKEN'] && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
});

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function has no credentials: ${name} is empty.`);
  return value;
}

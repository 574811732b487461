/** What we use of asl-validator 4, which ships no types. */
declare module 'asl-validator' {
  export default function validate(definition: unknown): { readonly isValid: boolean; errorsText(): string };
}

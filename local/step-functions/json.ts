import * as z from 'zod';

/** What JSON can say. Values are shared between states and never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const jsonSchema: z.ZodType<Json, Json> = z.json();

/** A document on its way from state to state: its value, and the text that history shows and limits measure. */
export interface Document {
  readonly value: Json;
  readonly text: string;
}

/** The largest input, output or payload in bytes of UTF-8 (AWS: "Quotas related to task executions", 256 KiB). */
export const LARGEST_DOCUMENT_BYTES = 262_144;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function documentOf(value: Json): Document {
  return { value, text: JSON.stringify(value) };
}

/** Throws SyntaxError where the text is not JSON. */
export function documentFrom(text: string): Document {
  return { value: JSON.parse(text), text };
}

/** What a value is once it has travelled as JSON, as a function's answer does: `undefined` is null, a Date a string. */
export function travelled(value: unknown): Document {
  return documentFrom(JSON.stringify(value) ?? 'null');
}

export function isTooLarge(text: string): boolean {
  // One UTF-16 unit is at most 3 bytes, so that short texts need no counting.
  return text.length > LARGEST_DOCUMENT_BYTES / 3 && Buffer.byteLength(text) > LARGEST_DOCUMENT_BYTES;
}

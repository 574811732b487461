/** An answer with what stands for it, and how often in a row it was the same. */
export interface Revalidated<Answer> {
  readonly data: Answer;
  readonly etag: string | undefined;
  readonly sameAnswers: number;
}

/** What a response tells. */
type Answered = { readonly status: number; readonly headers: Pick<Headers, 'get'> };

/** Asks, with the header that names what is there already. */
export type Read<Answer> = (
  ifNoneMatch: Record<string, string>,
) => Promise<{ readonly data?: Answer | undefined; readonly response: Answered }>;

/** Asks for what is different: where nothing is (304), the answer from before stays the very same object, and nothing is drawn anew. */
export async function revalidate<Answer>(
  before: Revalidated<Answer> | undefined,
  read: Read<Answer>,
): Promise<Revalidated<Answer>> {
  const { data, response } = await read(before?.etag === undefined ? {} : { 'If-None-Match': before.etag });
  if (response.status === 304 && before !== undefined) return { ...before, sameAnswers: before.sameAnswers + 1 };
  if (data === undefined) throw new Error(`The API answered ${response.status} with nothing.`);
  return { data, etag: response.headers.get('etag') ?? undefined, sameAnswers: 0 };
}

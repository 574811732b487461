/** The link to the next page (RFC 8288), from where this one is: whatever address a domain puts in front, it stays. */
export function nextLink(cursor: string, limit: number | undefined): string {
  const query = new URLSearchParams({ cursor, ...(limit !== undefined && { limit: String(limit) }) });
  return `<?${query}>; rel="next"`;
}

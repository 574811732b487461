declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB server; it keeps its data in memory unless it gets a path. */
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    maxItemSizeKb?: number;
  }): Server;
}

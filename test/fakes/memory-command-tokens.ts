import type { CommandTokens } from '../../functions/domain/ports.ts';

export class MemoryCommandTokens implements CommandTokens {
  readonly #tokens = new Map<string, string>();

  async put(commandId: string, token: string, _forgetAfter: Date): Promise<void> {
    this.#tokens.set(commandId, token);
  }

  async get(commandId: string): Promise<string | undefined> {
    return this.#tokens.get(commandId);
  }
}

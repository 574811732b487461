import { ORIGIN } from './areas/manners.ts';
import { AGENTS, acceptanceSuite } from './suite.ts';
import { startTarget } from './target.ts';

acceptanceSuite(() => startTarget(AGENTS, ['--cors-origins', ORIGIN]), 120_000);

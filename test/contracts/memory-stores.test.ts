import { memoryStores } from '../fakes/memory-stores.ts';
import { storesContract } from './stores.ts';

storesContract('the in-memory twins', async (clock) => memoryStores(clock));

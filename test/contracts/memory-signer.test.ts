import { MemorySigner } from '../fakes/memory-signer.ts';
import { signerContract } from './signer.ts';

signerContract('the in-memory twin', new MemorySigner());

import * as z from 'zod';
import { time, timeOrNull } from './times.ts';

const freeze = {
  scope: z
    .union([z.literal('all'), z.strictObject({ tag: z.string(), value: z.string() })])
    .meta({ description: 'Whose agents get nothing: all, or those with this tag.', example: 'all' }),
  reason: z.string().meta({ description: 'Why.', example: 'a fair' }),
  until: timeOrNull('From then on it is over; null: until somebody deletes it.'),
  createdAt: time('Since when.'),
  createdBy: z.string().meta({ description: "The subject of the administrator's token.", example: 'alice' }),
};

export const freezeSchema = z
  .strictObject(freeze)
  .meta({ id: 'Freeze', description: 'No commands are sent to the agents of its scope.' });

export const freezesSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({ ...freeze, detail: z.string().meta({ description: 'The same as a sentence for people.' }) }),
      )
      .meta({ description: 'The freezes.' }),
  })
  .meta({ id: 'Freezes', description: 'All freezes in force, at most 100.' });

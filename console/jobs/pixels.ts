/** A picture in memory: a number for each pixel, row by row, as a canvas's ImageData has them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint32Array;
}

/** Copies a picture onto another one at a place, in pixels; what would lie beyond its edges is left out. */
export function copyPixels(from: Pixels, onto: Pixels, x: number, y: number): void {
  const [width, height] = [Math.min(from.width, onto.width - x), Math.min(from.height, onto.height - y)];
  const { data: source } = from;
  const { data: target } = onto;
  // One by one: `set` and `subarray` make an object for each row of 8 to 46 pixels.
  for (let row = 0; row < height; row++) {
    const [begin, place] = [row * from.width, (y + row) * onto.width + x];
    for (let column = 0; column < width; column++) target[place + column] = source[begin + column] ?? 0;
  }
}

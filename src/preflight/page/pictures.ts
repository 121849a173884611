import type { Picture } from '../picture.js';
import { drawBars } from './bars.js';
import { type Drawing, figureOf } from './figure.js';
import { drawHistogram } from './histogram.js';
import type { Markup } from './html.js';
import { drawLines } from './lines.js';

function draw(picture: Picture): Drawing {
  switch (picture.kind) {
    case 'lines':
      return drawLines(picture);
    case 'histogram':
      return drawHistogram(picture);
    case 'bars':
      return drawBars(picture);
  }
}

/** A picture with its title, legend, notes and numbers. */
export const figureOfPicture = (picture: Picture): Markup => figureOf(draw(picture));

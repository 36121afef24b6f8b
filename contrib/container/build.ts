import { thisEdition } from '../packaging/edition.ts';
import { buildImage, missingForImage } from './image.ts';

/** `npm run image`: an image for containers, from what `npm run packages` has left in packages/. */

const [, , packages = 'packages', out = packages] = process.argv;
const missing = missingForImage();
if (missing.length > 0) throw new Error(`Install ${missing.join(', ')} first`);
console.log(buildImage({ edition: thisEdition(), packages, out }));

import * as l10n from '@vscode/l10n';

/** Pixels for each of the picture's, where that is not too many. */
const SHARP = 2;
/** Browsers draw no larger canvas. */
const LONGEST = 16_000;
const MOST_PIXELS = 120_000_000;
/** Below this nobody can read it. */
const LEAST = 0.5;

/** An SVG file as a PNG file. Rejects with a sentence where it is too large for that. */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(SHARP, LONGEST / width, LONGEST / height, Math.sqrt(MOST_PIXELS / (width * height)));
  if (!(scale >= LEAST)) throw new Error(l10n.t`The picture is ${width} × ${height} pixels, too large for a PNG file. Export it as SVG.`);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(l10n.t('The picture could not be made a PNG file. Export it as SVG.'));
  return new Uint8Array(await blob.arrayBuffer());
}

import { useEffect, useRef, type ReactElement } from 'react';

interface PictureProps {
  /** Bytes in base64, `width × height × channels` of them; channels are 1 or 3. */
  readonly bytes: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly label: string;
}

/** A sample, drawn. */
export function Picture({ bytes: coded, width, height, channels, label }: PictureProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      for (let part = 0; part < 3; part++) image.data[4 * i + part] = bytes[channels * i + (channels === 3 ? part : 0)] ?? 0;
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [coded, width, height, channels]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}

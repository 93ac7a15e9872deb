import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import type { EvaluationReport, PictureSize } from '../../src/protocol/evaluation';
import { Button } from '../shared/controls';
import { Icon } from '../shared/icons';
import { Picture } from '../shared/Picture';
import type { Judged } from './App';
import { Likely } from './Likely';
import { boardFor, hasLightEdge, hasLightInk, sampleOf, samplesHaveLightEdge, SIDE } from './samplePixels';

/** The width of a stroke, as a share of the longer side: two of MNIST's pixels. */
const STROKE = 0.075;
/** After a stroke there may come another. */
const REST_MS = 350;

interface TrialProps {
  readonly report: EvaluationReport;
  readonly pictures: PictureSize;
  readonly input: NonNullable<EvaluationReport['input']>;
  readonly judged: Judged | undefined;
  readonly judge: (values: readonly number[] | undefined) => void;
}

/** A picture of a person's own, drawn or from a file, and what the model makes of it. */
export function Trial({ report, pictures, input, judged, judge }: TrialProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const small = useRef<HTMLCanvasElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Where the stroke that is drawn has come to. */
  const reached = useRef<readonly [number, number]>(undefined);
  const [used, setUsed] = useState(false);
  const [problem, setProblem] = useState<string>();
  const light = useMemo(() => {
    const shown = report.outputs.flatMap((output) => output.shown.map(({ picture }) => picture)).filter((picture) => picture !== undefined);
    return samplesHaveLightEdge(shown.slice(0, 50), pictures);
  }, [report, pictures]);
  const [ground, ink] = light ? ['white', 'black'] : ['black', 'white'];
  const [height = 1, width = 1] = input.shape;
  const board = boardFor({ width, height });

  const clear = (): void => {
    clearTimeout(resting.current);
    for (const each of [canvas.current, small.current]) fill(each, ground);
    setUsed(false);
    setProblem(undefined);
    judge(undefined);
  };
  useEffect(() => {
    for (const each of [canvas.current, small.current]) fill(each, ground);
    return () => clearTimeout(resting.current);
  }, [ground]);
  // Other weights, or passes: the same picture is asked about again.
  const asked = useRef(report);
  useEffect(() => {
    if (asked.current === report) return;
    asked.current = report;
    if (used) take();
  });

  /** Makes a sample of what is on the square. */
  const take = (): void => {
    const context = small.current?.getContext('2d', { willReadFrequently: true });
    if (!context || !canvas.current) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas.current, 0, 0, width, height);
    setUsed(true);
    judge(sampleOf(context.getImageData(0, 0, width, height), input, false));
  };
  const draw = ({ buttons, nativeEvent: { offsetX, offsetY }, currentTarget, pointerId, type }: PointerEvent<HTMLCanvasElement>): void => {
    const context = currentTarget.getContext('2d');
    if (!context || (buttons & 1) === 0) return;
    if (type === 'pointerdown') currentTarget.setPointerCapture(pointerId);
    clearTimeout(resting.current);
    const scale = board.width / currentTarget.clientWidth;
    const to = [offsetX * scale, offsetY * scale] as const;
    const from = (type === 'pointermove' && reached.current) || to;
    reached.current = to;
    Object.assign(context, { strokeStyle: ink, lineWidth: STROKE * SIDE, lineCap: 'round', lineJoin: 'round' });
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  };
  const rest = (): void => {
    clearTimeout(resting.current);
    resting.current = setTimeout(take, REST_MS);
  };
  const open = async (file: Blob | undefined): Promise<void> => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!file || !context) return;
    try {
      const picture = await createImageBitmap(file);
      setProblem(undefined);
      fill(canvas.current, ground);
      const scale = Math.min(board.width / picture.width, board.height / picture.height);
      const [across, down] = [picture.width * scale, picture.height * scale];
      const place = [(board.width - across) / 2, (board.height - down) / 2, across, down] as const;
      // What is transparent is paper that the ink shows on.
      context.clearRect(...place);
      context.drawImage(picture, ...place);
      const paper = hasLightInk(context.getImageData(...whole(place))) ? 'black' : 'white';
      context.save();
      context.globalCompositeOperation = 'destination-over';
      context.fillStyle = paper;
      context.fillRect(...place);
      context.restore();
      picture.close();
      // Ink on paper becomes what the data has: light on dark, or the other way round. Colours stay as they are.
      if (pictures.channels === 1 && hasLightEdge(context.getImageData(...whole(place))) !== light) invert(context, place);
      take();
    } catch {
      setProblem(l10n.t('This file is no picture that can be read: take a PNG, JPEG, GIF or WebP that is not too large.'));
    }
  };
  const turnOver = (): void => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (context) invert(context, [0, 0, board.width, board.height]);
    take();
  };

  return (
    <div
      className="trial"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void open(event.dataTransfer.files[0]);
      }}
    >
      <div className="h">
        <h2>{l10n.t('Try a picture of your own')}</h2>
      </div>
      <div className="board">
        <canvas
          ref={canvas}
          className="square"
          {...board}
          role="img"
          aria-label={l10n.t('Draw here with the pointer, or choose a picture')}
          onPointerDown={draw}
          onPointerMove={draw}
          onPointerUp={rest}
        />
        <div className="verdict">
          <div className="buttons">
            <Button kind="secondary" onClick={() => chooser.current?.click()}>
              <Icon name="files" />
              {l10n.t('Choose a picture…')}
            </Button>
            <Button kind="plain" disabled={!used} onClick={turnOver} title={l10n.t('Light becomes dark, dark becomes light')}>
              {l10n.t('Invert')}
            </Button>
            <Button kind="plain" disabled={!used} onClick={clear}>
              {l10n.t('Clear')}
            </Button>
            <input
              ref={chooser}
              type="file"
              accept="image/*"
              hidden
              onChange={({ currentTarget }) => {
                void open(currentTarget.files?.[0]);
                currentTarget.value = '';
              }}
            />
          </div>
          <div className="goes">
            <canvas
              ref={small}
              className={used ? 'tiny' : 'tiny unused'}
              width={width}
              height={height}
              role="img"
              aria-label={l10n.t('As the model sees it')}
            />
            <span className="dim small">{l10n.t`As the model sees it: ${width} × ${height}`}</span>
          </div>
          <div role="status">
            {problem ? (
              <p className="err">{problem}</p>
            ) : judged ? (
              <Verdict judged={judged} pictures={pictures} />
            ) : (
              <p className="dim">
                {used ? l10n.t('Asking the model…') : l10n.t('Draw in the square, drop a picture on it, or choose one.')}
              </p>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

function Verdict({ judged, pictures }: { readonly judged: Judged; readonly pictures: PictureSize }): ReactElement {
  if ('failure' in judged) return <p className="err">{judged.failure}</p>;
  return (
    <>
      {judged.answer.outputs.map((output) => (
        <div key={output.name}>
          {judged.answer.outputs.length > 1 && <p className="mono small">{output.name}</p>}
          {output.kind === 'classes' ? (
            <Likely likely={output.likely} names={output.classNames} />
          ) : output.given !== undefined ? (
            <Picture bytes={output.given} {...pictures} label={l10n.t('What comes out')} />
          ) : (
            <p className="mono">{output.output.map((value) => Number(value.toPrecision(4))).join(', ')}</p>
          )}
        </div>
      ))}
    </>
  );
}

/** Left, top, width and height in the square. */
type Place = readonly [number, number, number, number];

function fill(canvas: HTMLCanvasElement | null, colour: string): void {
  const context = canvas?.getContext('2d', { willReadFrequently: true });
  if (!context || !canvas) return;
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
}

function invert(context: CanvasRenderingContext2D, [x, y, width, height]: Place): void {
  context.save();
  context.globalCompositeOperation = 'difference';
  context.fillStyle = 'white';
  context.fillRect(x, y, width, height);
  context.restore();
}

const whole = ([x, y, width, height]: Place): [number, number, number, number] => [
  Math.floor(x),
  Math.floor(y),
  Math.max(1, Math.floor(width)),
  Math.max(1, Math.floor(height)),
];

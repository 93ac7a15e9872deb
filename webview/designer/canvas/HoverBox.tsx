import { useStore as useFlow } from '@xyflow/react';
import { useEffect, useState, type ReactElement } from 'react';
import { Words } from '../inspector/Words';
import { Icon } from '../../shared/icons';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { asTold } from '../../../src/core/blocks/fold';
import { fixesFor } from '../../../src/core/fixes';
import { severityIcon } from '../inspector/Advice';
import { useAnchor } from './useAnchor';
import { usePicture } from '../state/pictures';
import { keyName } from '../../shared/keyNames';

const DELAY = { show: 350, hide: 200 };
const WIDTH = 290;

/** The problems of the card that the pointer rests on, beside it: what is wrong, its code, and what mends it. */
export function HoverBox({ hovered }: { readonly hovered: string | undefined }): ReactElement | null {
  const [shown, setShown] = useState<string>();
  const [inside, setInside] = useState(false);
  const floating = useDesignerState(({ overlay }) => overlay !== undefined);
  useEffect(() => {
    if (inside || hovered === shown) return;
    const timer = setTimeout(() => setShown(hovered), hovered === undefined ? DELAY.hide : DELAY.show);
    return () => clearTimeout(timer);
  }, [hovered, shown, inside]);
  return shown === undefined || floating ? null : <Problems id={shown} setInside={setInside} />;
}

function Problems({ id, setInside }: { readonly id: string; readonly setInside: (inside: boolean) => void }): ReactElement | null {
  const designer = useDesigner();
  const picture = usePicture((now) => now);
  const locked = useDesignerState(isLocked);
  const width = useFlow((state) => state.width);
  const anchor = useAnchor();
  const box = picture?.drawing.boxes[id];
  const problems = picture?.analysis.diagnostics.filter((diagnostic) => diagnostic.layer === id) ?? [];
  if (!picture || !box || problems.length === 0) return null;
  const fixes = locked
    ? []
    : problems.map((one) => asTold(picture.analysis, one)).flatMap(({ diagnostic, layer }) => fixesFor(diagnostic, layer));
  const { x, y, width: wide, height: high } = anchor(box);
  const beside = x + wide + 14 + WIDTH <= width;
  const style = beside
    ? { left: x + wide + 14, top: Math.max(8, y - 8) }
    : { left: Math.max(8, Math.min(width - WIDTH - 8, x + wide - WIDTH)), top: y + high + 6 };
  return (
    <div
      className="hoverbox"
      role="tooltip"
      style={{ ...style, width: WIDTH }}
      onPointerEnter={() => setInside(true)}
      onPointerLeave={() => setInside(false)}
    >
      {problems.map((diagnostic, i) => (
        <div className="m" key={`${diagnostic.code} ${i}`}>
          <Icon {...severityIcon(diagnostic.severity)} />
          <div>
            <Words diagnostic={diagnostic} />
          </div>
          <span className="code">{diagnostic.code}</span>
        </div>
      ))}
      {fixes.length > 0 && (
        <div className="foot">
          {fixes.slice(0, 2).map(({ title, edit }) => (
            <button key={title} className="link" tabIndex={-1} onClick={() => designer.commit(edit, `${title}.`)}>
              {title}
            </button>
          ))}
          <kbd>{keyName('Ctrl', '.')}</kbd>
        </div>
      )}
    </div>
  );
}

import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { JsonPath } from '../../../src/core/document';
import { locate, position } from '../../../src/core/locate';
import { useDesigner, useDesignerState } from '../state/designer';
import { useRested } from '../state/useRested';

/** Longer pieces of JSON are cut: the text editor is one click away. */
const MOST_CHARACTERS = 600;

interface Piece {
  readonly text: string;
  readonly kind: 'k' | 's' | 'n' | '';
}

/** Keys, strings and the other values of a piece of JSON. */
function pieces(json: string): readonly Piece[] {
  const found: Piece[] = [];
  const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b|\b(?:true|false|null)\b/gi;
  let at = 0;
  for (const match of json.matchAll(pattern)) {
    if (match.index > at) found.push({ text: json.slice(at, match.index), kind: '' });
    const [whole, string, colon] = match;
    if (string === undefined) found.push({ text: whole, kind: 'n' });
    else {
      found.push({ text: string, kind: colon === undefined ? 's' : 'k' });
      if (colon !== undefined) found.push({ text: colon, kind: '' });
    }
    at = match.index + whole.length;
  }
  if (at < json.length) found.push({ text: json.slice(at), kind: '' });
  return found;
}

/** The layer as it stands in the file, and its line. */
export function Source({ path }: { readonly path: JsonPath }): ReactElement {
  const designer = useDesigner();
  const text = useRested(useDesignerState(({ session }) => session.text));
  const { line, json } = useMemo(() => {
    const { offset, length } = locate(text, { path });
    const whole = text.slice(offset, offset + length).replaceAll(/\s*\n\s*/g, ' ');
    return { line: position(text, offset).line, json: whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}…` : whole };
  }, [text, path]);
  return (
    <div className="infile">
      <div className="h">
        {l10n.t`In the file, line ${line}`}
        <button className="link" onClick={() => designer.openAsText(path)}>
          {l10n.t('Open as text')}
        </button>
      </div>
      <pre>
        {pieces(json).map(({ text: piece, kind }, i) =>
          kind === '' ? (
            piece
          ) : (
            <span key={i} className={kind}>
              {piece}
            </span>
          ),
        )}
      </pre>
    </div>
  );
}

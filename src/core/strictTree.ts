import type { Node, NodeType } from 'jsonc-parser';
import { endOfString, endOfValue, type ListSpans } from './jsonScan';

/**
 * The syntax tree of strict JSON, as jsonc-parser makes it. What is in a value is read when it is asked for: an edit of one
 * layer in ten thousand goes into that one.
 *
 * @param known where one of its lists stands, so that nobody has to look for its end
 */
export function strictTree(text: string, known?: ListSpans): Node {
  const start = skipBlanks(text, 0);
  return nodeAt({ text, known }, start, undefined, start + text.trim().length);
}

interface Source {
  readonly text: string;
  readonly known?: ListSpans;
}

const nodeAt = (source: Source, start: number, parent: Node | undefined, end?: number): Node => {
  const { text, known } = source;
  const behind = end ?? (known?.start === start ? known.end + 1 : endOfValue(text, start));
  const first = text[start];
  if (first === '{' || first === '[') return new Container(source, first === '{' ? 'object' : 'array', start, behind - start, parent);
  const value = JSON.parse(text.slice(start, behind)) as string | number | boolean | null;
  return { type: value === null ? 'null' : (typeof value as NodeType), value, offset: start, length: behind - start, parent };
};

/** A list or an object. */
class Container implements Node {
  private read?: Node[];

  constructor(
    private readonly source: Source,
    readonly type: 'object' | 'array',
    readonly offset: number,
    readonly length: number,
    readonly parent: Node | undefined,
  ) {}

  get children(): Node[] {
    return (this.read ??= this.type === 'object' ? this.properties() : this.items());
  }

  private items(): Node[] {
    const { text, known } = this.source;
    if (known?.start === this.offset) return known.starts.map((start, i) => nodeAt(this.source, start, this, known.ends[i]));
    const found: Node[] = [];
    for (let at = skipBlanks(text, this.offset + 1); at < this.offset + this.length - 1;) {
      const item = nodeAt(this.source, at, this);
      found.push(item);
      at = behindComma(text, item.offset + item.length);
    }
    return found;
  }

  private properties(): Node[] {
    const { text } = this.source;
    const found: Node[] = [];
    for (let at = skipBlanks(text, this.offset + 1); at < this.offset + this.length - 1;) {
      const colonOffset = skipBlanks(text, endOfString(text, at) + 1);
      const property: Node & { length: number } = { type: 'property', offset: at, length: 0, colonOffset, parent: this, children: [] };
      const key = nodeAt(this.source, at, property);
      const value = nodeAt(this.source, skipBlanks(text, colonOffset + 1), property);
      property.children?.push(key, value);
      property.length = value.offset + value.length - at;
      found.push(property);
      at = behindComma(text, value.offset + value.length);
    }
    return found;
  }
}

/** From behind an item to the next one, or to the bracket that closes. */
function behindComma(text: string, at: number): number {
  const next = skipBlanks(text, at);
  return text[next] === ',' ? skipBlanks(text, next + 1) : next;
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (text.charCodeAt(i) <= 32) i++;
  return i;
}

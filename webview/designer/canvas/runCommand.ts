import * as l10n from '@vscode/l10n';
import { flushSync } from 'react-dom';
import { isWithin } from '../../../src/core/blocks/ends';
import type { Edit } from '../../../src/core/edits';
import { formatCount } from '../../../src/core/format';
import { layerById, type Designer } from '../state/designer';
import type { GraphCommand } from '../state/keyboard';
import { neighbour, type Direction } from '../state/navigate';
import { problemStep } from '../state/problemStep';
import type { Picture } from '../graph/picture';
import { besideOf, onBranch } from '../graph/beside';
import { pathsThrough } from '../graph/paths';
import { toggleMap } from './Minimap';
import { crossingWords } from './moves';

const STEP = 1.25;

/** Does what a key means in the graph. False: it means nothing here, and others may have it. */
export function runCommand(command: GraphCommand, designer: Designer, picture: Picture | undefined): boolean {
  const { selection, edge, session } = designer.store.get();
  const last = selection.at(-1);
  const chosen = last === undefined ? undefined : picture?.cards.get(last);
  const called = chosen?.local ?? last ?? '';
  const nodes = picture?.structure.nodes ?? [];
  const map = picture && { nodes, edges: picture.structure.edges, placement: picture.drawing.placement };
  const go = (direction: Direction, extend = false): boolean => {
    const next = map && neighbour(map, last, direction);
    if (next === undefined) return true;
    designer.select(extend && last !== undefined ? [...selection.filter((id) => id !== next), next] : [next], { reveal: true });
    return true;
  };
  const edit = (change: Edit, words: string): true => {
    designer.commit(change, words);
    const now = designer.store.get().selection.at(-1);
    if (now !== undefined) requestAnimationFrame(() => designer.view?.reveal(now));
    return true;
  };
  /** Past the layer that comes before all that is selected, or after; into a block that is unfolded there, and out of their own. */
  const move = (up: boolean): boolean => {
    const [first] = selection;
    const beside = picture && first !== undefined && besideOf(picture.analysis, first, goalOf(up), up);
    if (!beside || first === undefined) return false;
    const position = map ? onBranch(beside, picture.analysis, (id) => neighbour(map, id, 'previous')) : beside;
    const words = crossingWords(picture.analysis.flat, first, position);
    if (selection.length > 1)
      return edit({ type: 'moveLayers', layers: selection, position }, [l10n.t`Moved ${selection.length} layers.`, ...words].join(' '));
    const name = picture.cards.get(first)?.local ?? first;
    const moved = up ? l10n.t`Moved ${name} up.` : l10n.t`Moved ${name} down.`;
    return edit({ type: 'moveLayer', layer: first, position }, [moved, ...words].join(' '));
  };
  const goalOf = (up: boolean): string | undefined => {
    const isOpen = picture?.analysis.frames.some(({ id }) => selection.includes(id));
    if (map && last !== undefined && selection.length === 1 && !isOpen) {
      const goal = neighbour(map, last, up ? 'previous' : 'next');
      return goal === last ? undefined : goal;
    }
    const isChosen = (id: string): boolean => selection.some((one) => picture && isWithin(picture.analysis.flat, id, one));
    const beside = (picture?.structure.edges ?? []).find(({ from, to }) =>
      up ? isChosen(to) && !isChosen(from) : isChosen(from) && !isChosen(to),
    );
    return up ? beside?.from : beside?.to;
  };
  /** As in a tree: right shows what is in a block and then goes in, left goes out to it and then hides that. */
  const fold = (inwards: boolean): boolean => {
    const card = last === undefined ? undefined : picture?.cards.get(last);
    if (!card || last === undefined) return false;
    const frames = picture?.analysis.frames ?? [];
    if (card.unfolded !== undefined && card.unfolded !== inwards) {
      designer.unfold([last], inwards);
      designer.say(inwards ? l10n.t`${card.local ?? card.name} is unfolded.` : l10n.t`${card.local ?? card.name} is folded.`);
      return true;
    }
    const beside = map && neighbour(map, last, inwards ? 'right' : 'left');
    const goal = inwards ? frames.find(({ id }) => id === last)?.members[0] : frames.find(({ members }) => members.includes(last))?.id;
    // Between branches the arrows go on from one to the other.
    if (
      goal === undefined ||
      (!inwards && beside !== undefined && frames.some(({ id, members }) => id === goal && members.includes(beside)))
    )
      return false;
    designer.select([goal], { reveal: true });
    return true;
  };
  switch (command) {
    case 'left':
      return fold(false) || go('left');
    case 'right':
      return fold(true) || go('right');
    case 'foldAll':
    case 'unfoldAll':
      designer.unfold(undefined, command === 'unfoldAll');
      designer.say(command === 'unfoldAll' ? l10n.t('All blocks are unfolded.') : l10n.t('All blocks are folded.'));
      if (last !== undefined) requestAnimationFrame(() => designer.view?.reveal(designer.store.get().selection.at(-1) ?? last));
      return true;
    case 'next':
    case 'previous':
    case 'first':
    case 'last':
      return go(command);
    case 'extendNext':
      return go('next', true);
    case 'extendPrevious':
      return go('previous', true);
    case 'selectAll':
      designer.select(nodes);
      return true;
    case 'edit':
      // At once: the next key may follow in the same instant, and belongs to the field.
      flushSync(() => designer.set({ inspectorOpen: true }));
      focusInspector();
      return true;
    case 'leave':
      designer.open(undefined);
      designer.set({ tracing: false });
      designer.select([]);
      return true;
    case 'addAfter':
      designer.open({
        kind: 'add',
        position: last === undefined ? { end: true } : { after: last },
        layer: last,
        ...(selection.length > 1 && { takes: selection }),
      });
      return true;
    case 'addBefore':
      designer.open({ kind: 'add', position: last === undefined ? { end: true } : { before: last }, layer: last });
      return true;
    case 'delete': {
      const route = picture?.drawing.routes.find(({ id }) => id === edge);
      if (route) return edit({ type: 'disconnect', from: route.from, to: route.to }, l10n.t`Disconnected ${route.from} from ${route.to}.`);
      return (
        selection.length > 0 &&
        edit(
          { type: 'deleteLayers', layers: selection },
          selection.length === 1 ? l10n.t`Deleted ${called}.` : l10n.t`Deleted ${selection.length} layers.`,
        )
      );
    }
    case 'duplicate':
      return (
        selection.length > 0 &&
        edit(
          { type: 'duplicateLayers', layers: selection },
          selection.length === 1 ? l10n.t`Duplicated ${called}.` : l10n.t`Duplicated ${selection.length} layers.`,
        )
      );
    case 'moveUp':
    case 'moveDown':
      return move(command === 'moveUp');
    case 'rename':
      if (last !== undefined) designer.open({ kind: 'rename', layer: last });
      return last !== undefined;
    case 'nextProblem':
    case 'previousProblem': {
      const found = problemStep(session.shown, last, command === 'nextProblem' ? 1 : -1);
      if (found) designer.select([found.layer], { reveal: true });
      designer.say(found?.words ?? l10n.t('No layer has a problem.'));
      return true;
    }
    case 'find':
      designer.open({ kind: 'find' });
      return true;
    case 'fix':
    case 'menu': {
      const box = last === undefined ? undefined : picture?.drawing.boxes[last];
      if (!box || !layerById(session, last)) return false;
      designer.open({ kind: 'menu', layer: last ?? '', ...(command === 'fix' && { fixes: true }) });
      return true;
    }
    case 'fit':
      designer.view?.fit();
      return true;
    case 'map':
      toggleMap(designer);
      return true;
    case 'trace':
      return trace(designer, picture);
    case 'zoomIn':
      designer.view?.zoom(STEP);
      return true;
    case 'zoomOut':
      designer.view?.zoom(1 / STEP);
      return true;
  }
}

/** All that leads to the selected layers or takes what they give, or everything again. */
function trace(designer: Designer, picture: Picture | undefined): boolean {
  const { tracing, selection } = designer.store.get();
  if (!picture || (selection.length === 0 && !tracing)) return false;
  designer.set({ tracing: !tracing });
  const { before, after } = pathsThrough(picture.structure.edges, selection);
  const count = new Set([...before, ...after]).size;
  designer.say(
    tracing
      ? l10n.t('All layers are shown alike.')
      : l10n.t`${formatCount(count)} of ${formatCount(picture.structure.nodes.length)} are on a path through what is selected.`,
  );
  return true;
}

/** The first field of the inspector: that of a merge or an unknown layer may be a button. */
function focusInspector(): void {
  const inspector = document.getElementById('inspector');
  const first =
    inspector?.querySelector<HTMLElement>('.frow vscode-text-field, .frow .choice, .frow vscode-checkbox') ??
    inspector?.querySelector<HTMLElement>('button, vscode-button, a[href]');
  first?.focus();
  if (first?.localName === 'vscode-text-field') first.shadowRoot?.querySelector('input')?.select();
}

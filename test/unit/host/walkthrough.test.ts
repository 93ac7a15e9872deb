import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const known = new Set(contributes.commands.map(({ command }) => command));
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

test.each(steps)('the step $id of the walkthrough runs commands that there are, and has a picture in the colours of the theme', (step) => {
  const links = [...step.description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command!);
  const ends = step.completionEvents.flatMap((event) => (event.startsWith('onCommand:') ? [event.slice('onCommand:'.length)] : []));
  expect([...links, ...ends].filter((command) => command.startsWith('layerwise.') && !known.has(command))).toEqual([]);
  const picture = readFileSync(path.join(root, step.media.svg), 'utf8');
  expect(picture).toContain('<title>');
  // Fixed colours would vanish on one of the themes.
  expect(picture.match(/(fill|stroke)="(?!none|var\()[^"]*"/g)).toBeNull();
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { adviceCatalog } from '../../../src/core/advice/catalog';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Record<string, { readonly properties?: Record<string, { readonly description: string }> }>;
    };
  };
}

it('the setting knows every advice by what it is about', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as Manifest;
  const known = manifest.contributes.configuration.properties['layerwise.advice']?.properties ?? {};
  const texts = JSON.parse(readFileSync(new URL('../../../package.nls.json', import.meta.url), 'utf8')) as Record<string, string>;
  const wanted = Object.entries(adviceCatalog).map(([code, { about }]) => [code, `Advice about ${about}.`]);
  expect(Object.entries(known).map(([code, { description }]) => [code, texts[description.slice(1, -1)]])).toEqual(wanted);
});

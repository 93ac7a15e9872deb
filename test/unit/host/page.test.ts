import { expect, test } from 'vitest';
import { pageHtml } from '../../../src/host/page';

const source = { cspSource: 'https://own.example', file: (name: string) => `https://own.example/dist/${name}?a=1&b=2` };

test('the page allows its own files only, and scripts by a nonce that is new each time', () => {
  const html = pageHtml({ title: 'Designer', bundle: 'designer', data: { 'layout-worker': 'https://own.example/"><b>' } }, source);
  const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? '';
  const nonce = /'nonce-([\w-]{20,})'/.exec(policy)?.[1] ?? 'none';
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(html).toContain(`<script type="module" nonce="${nonce}" src="https://own.example/dist/designer.js?a=1&#38;b=2">`);
  expect(html).toContain('data-layout-worker="https://own.example/&#34;&#62;&#60;b&#62;"');
  expect(pageHtml({ title: 'Designer', bundle: 'designer' }, source)).not.toContain(nonce);
});

test('a translation goes to the page, which says its language', () => {
  const translation = { language: 'de', texts: { 'Add "{0}"': '"{0}" <hinzufügen>' } };
  const html = pageHtml({ title: 'Designer', bundle: 'designer', translation }, source);
  expect(html).toContain('<html lang="de">');
  const attribute = /data-texts="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(attribute).not.toMatch(/[<>]/);
  const shown = attribute.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(JSON.parse(shown)).toEqual(translation.texts);
  expect(pageHtml({ title: 'Designer', bundle: 'designer' }, source)).toMatch(/<html lang="en">[^]*<div id="root">/);
});

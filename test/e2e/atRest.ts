import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** Longer than anything glides. */
const GLIDE = 200;

/** Where something lies once it has come to rest: cards and views glide to their places. */
export async function atRest(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  // A line has no area, and counts as hidden.
  await element.waitFor({ state: 'attached' });
  for (let before = ''; ;) {
    const box = await element.boundingBox();
    assert.ok(box, `${element.toString()} is not in view`);
    const now = JSON.stringify(box);
    if (now === before) return box;
    before = now;
    await element.page().waitForTimeout(GLIDE);
    // A busy machine may not have drawn anything meanwhile.
    await element.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
}

/** Widths of characters of a wide sans-serif font in thousandths of its size, by groups: a file cannot measure, and what is narrower has room. */
const WIDTHS: readonly (readonly [characters: string, width: number])[] = [
  ["ijlI|!.,:;'", 310],
  ['ftr()[]{}-/\\ ', 390],
  ['cksvxyzJ"*', 580],
  ['mwMW@%', 950],
  ['ABCDEFGHKLNOPQRSTUVXYZ&', 720],
];
const widths = new Map(WIDTHS.flatMap(([characters, width]) => [...characters].map((character) => [character, width] as const)));
const USUAL = 630;
const SIZE = 13;
/** How much wider semi-bold letters are. */
const BOLD = 1.06;

/** Pixels that a text of 13 pixels takes, estimated. */
export function widthOf(text: string, bold = false): number {
  let width = 0;
  for (const character of text) width += widths.get(character) ?? USUAL;
  return (width * SIZE * (bold ? BOLD : 1)) / 1000;
}

/** The text, or its beginning and an ellipsis. */
export function fitted(text: string, room: number, bold = false): string {
  if (widthOf(text, bold) <= room) return text;
  let short = text;
  while (short !== '' && widthOf(`${short}…`, bold) > room) short = short.slice(0, -1);
  return short === '' ? '' : `${short}…`;
}

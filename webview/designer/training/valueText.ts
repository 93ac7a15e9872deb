/** A number of the data in at most four digits. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1).replace('e+', 'e') : String(Number(value.toPrecision(4)));
  return text.replace('-', '−').replace('e−', 'e-');
}

/** A way to write numbers of one column, so that their points stand below each other: as many decimals as the largest needs for `digits` digits. */
export function sameDecimals(numbers: readonly number[], digits: number): (value: number) => string {
  const finite = numbers.filter(Number.isFinite).map(Math.abs);
  const largest = finite.length === 0 ? 0 : finite.reduce((a, b) => Math.max(a, b));
  const before = largest === 0 ? 0 : Math.floor(Math.log10(largest));
  const decimals = Math.max(0, digits - 1 - before);
  // What is that large or small is no longer read digit by digit.
  const whole = before < 9 && decimals <= 9;
  return (value) => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '−inf';
    const text = whole ? value.toFixed(decimals) : value.toExponential(digits - 1);
    return Number(text) === 0 ? text.replace('-', '') : text.replace(/^-/, '−');
  };
}

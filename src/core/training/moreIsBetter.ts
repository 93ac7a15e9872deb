/** Metrics of which more is better, at the end of a key: what is before them is the name of an output. Of a loss and of a distance less is. */
const MORE_IS_BETTER = /(accuracy|(^|_)(acc|precision|recall|auc|f1_?score|cosine_?similarity))(_\d+)?$/i;

/** Whether a larger value of that key is a better one. */
export const moreIsBetter = (key: string): boolean => MORE_IS_BETTER.test(key);

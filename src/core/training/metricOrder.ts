/** By a metric's key: a loss or an error is better when it is smaller, what counts right answers when it is larger. */
export const smallerIsBetter = (metric: string): boolean => !/acc$|accuracy|precision|recall|auc|score|r2|cosine_similarity/i.test(metric);

import { createContext, useContext, useState } from 'react';

/** Which layers the fields belong to: those of another keep nothing of what was typed or opened here, though they stay on the page. */
export const Subject = createContext('');

/** State that begins anew for another subject. */
export function useOwnState<T>(initial: T): readonly [T, (value: T) => void] {
  const subject = useContext(Subject);
  const [kept, setKept] = useState({ subject, value: initial });
  const own = kept.subject === subject;
  // It is not there either when the one before is selected again.
  if (!own && kept.value !== initial) setKept({ subject, value: initial });
  return [own ? kept.value : initial, (value) => setKept({ subject, value })];
}

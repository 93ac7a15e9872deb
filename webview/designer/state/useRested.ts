import { useEffect, useState } from 'react';
import { useDesignerState } from './designer';

const REST = 150;

/** While a value is typed: what was there when the keys last rested. For what is not looked at while typing. */
export function useRested<Value>(value: Value): Value {
  const typing = useDesignerState(({ session }) => session.preview !== undefined);
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), typing ? REST : 0);
    return () => clearTimeout(timer);
  }, [value, typing]);
  return typing ? rested : value;
}

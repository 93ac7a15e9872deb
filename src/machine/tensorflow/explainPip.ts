import { Failure } from '../../core/failure';

/** What is known of pip's complaints, and what to do. The first that fits counts: pip goes on to others after it. */
const KNOWN: readonly (readonly [pattern: RegExp, next: string])[] = [
  [/no space left on device/i, 'Make room on the disk: TensorFlow takes about 1.5 GB, with CUDA about 6 GB. Then try again.'],
  [/certificate/i, "pip does not trust the server's certificate. Behind a proxy of a company, set pip's option cert."],
  [
    /name resolution|connection|timed out|unreachable|max retries|proxy/i,
    'Look whether this machine can reach the package index; a proxy is set with HTTPS_PROXY. Then try again.',
  ],
  [
    /no matching distribution|could not find a version/i,
    'Name another Python: there is no TensorFlow for this one. Or the package index that pip is set to has none.',
  ],
];

/** The `Failure` for what Python or pip printed before it gave up. */
export function explainPip(lines: readonly string[], log: string): Failure {
  const [pattern, next] = KNOWN.find(([each]) => lines.some((line) => each.test(line))) ?? [];
  const telling = pattern ? lines.filter((line) => pattern.test(line)) : lines.filter((line) => /^\s*(error|fatal)\b|Error: /i.test(line));
  return new Failure('TensorFlow could not be installed.', {
    reason: essence(telling.at(-1) ?? lines.at(-1) ?? '') || undefined,
    next: [next, `The log is ${log}.`].filter(Boolean).join(' '),
  });
}

/** Without what pip puts around it. */
function essence(line: string): string {
  const error = /\[Errno -?\d+\] ([^'")]+)/.exec(line)?.[1];
  return (error ?? line.replace(/^\s*(?:error|warning):?\s*/i, '')).trim().slice(0, 500);
}

import { Failure } from '../../core/failure';

/** What is known of pip's complaints, and what to do. */
const KNOWN: readonly (readonly [pattern: RegExp, next: string])[] = [
  [/no space left on device/i, 'Make room on the disk: TensorFlow takes about 1.5 GB, with CUDA about 6 GB. Then try again.'],
  [
    /no matching distribution|could not find a version/i,
    'Name another Python: there is no TensorFlow for this one. Or the package index that pip is set to has none.',
  ],
  [/certificate/i, "pip does not trust the server's certificate. Behind a proxy of a company, set pip's option cert."],
  [
    /name resolution|connection|timed out|timeout|unreachable|max retries|proxy/i,
    'Look whether this machine can reach the package index; a proxy is set with HTTPS_PROXY. Then try again.',
  ],
];

/** The `Failure` for what Python or pip printed before it gave up. */
export function explainPip(lines: readonly string[], log: string): Failure {
  const errors = lines.filter((line) => /^\s*(error|fatal)\b|Error: /i.test(line));
  const reason = (errors.at(-1) ?? lines.at(-1) ?? '').replace(/^\s*error:?\s*/i, '').slice(0, 500);
  const known = KNOWN.find(([pattern]) => lines.some((line) => pattern.test(line)));
  return new Failure('TensorFlow could not be installed.', {
    reason: reason || undefined,
    next: `${known ? `${known[1]} ` : ''}The log is ${log}.`,
  });
}

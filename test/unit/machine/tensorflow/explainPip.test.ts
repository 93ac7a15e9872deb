import { expect, it } from 'vitest';
import { explainPip } from '../../../../src/machine/tensorflow/explainPip';

it.each([
  [
    'the network',
    [
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<Object>: Failed to establish a new connection: [Errno 111] Connection refused')': /simple/tensorflow-cpu/",
      'ERROR: Could not find a version that satisfies the requirement tensorflow-cpu (from versions: none)',
      'ERROR: No matching distribution found for tensorflow-cpu',
    ],
    'Connection refused',
    /^Look whether this machine can reach the package index/,
  ],
  [
    'the disk',
    [
      'Installing collected packages: tensorflow-cpu',
      'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
    ],
    'No space left on device',
    /^Make room on the disk/,
  ],
  [
    'the version of Python',
    ['ERROR: No matching distribution found for tensorflow-cpu<2.22,>=2.16'],
    'No matching distribution found for tensorflow-cpu<2.22,>=2.16',
    /^Name another Python/,
  ],
  ['something else', ['Collecting six', 'ERROR: Something else'], 'Something else', /^The log is/],
  ['a silent end', [], undefined, /^The log is/],
])('%s is told as what it is', (_, lines, reason, next) => {
  const { message, details } = explainPip(lines, '/some/log');
  expect(message).toBe('TensorFlow could not be installed.');
  expect(details.reason).toBe(reason);
  expect(details.next).toMatch(next);
  expect(details.next).toContain('The log is /some/log.');
});

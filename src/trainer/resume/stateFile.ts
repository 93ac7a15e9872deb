import { webcrypto } from 'node:crypto';
import { readLine, toLine } from '../../core/training/eventLines';
import type { RuntimeName } from '../../core/training/events';
import type { RunRecord } from '../../protocol/runFolder';
import type { NumbersState } from '../learning/learner';
import type { StreamStates } from '../random/streams';
import { readSafetensors, writeSafetensors, type NamedArray } from '../safetensors';
import type { DataDigests } from './dataDigests';
import type { Progress } from './progress';

/** The version of the state that this build writes and reads. */
const STATE_VERSION = 1;

/** What a checkpoint to go on from says beside its arrays. */
export interface TrainingFacts {
  readonly runtime: RuntimeName;
  /** Of the training part. */
  readonly samples: number;
  /** What the samples were; absent in states of earlier versions. */
  readonly data?: DataDigests;
  readonly batchSize: number;
  readonly progress: Progress;
  readonly numbers: NumbersState;
  readonly streams: StreamStates;
  /** So long was `metrics.jsonl`, in bytes: what comes after belongs to steps that are taken again. */
  readonly metricsBytes: number;
  /** Since the run began, pauses and the time between its parts left out. */
  readonly seconds: number;
  /** The design, where the run has taken up another one than it was begun with. */
  readonly designText?: string;
  /** What of it was taken up, and how many epochs there are to be since: `run.json` is written after the state. */
  readonly changes?: RunRecord['changes'];
  readonly epochs?: number;
}

/** All that training needs to go on: weights and what the optimizer keeps, and the facts. */
export interface TrainingState {
  readonly arrays: readonly NamedArray[];
  readonly facts: TrainingFacts;
}

/** A state that was written by a newer Layerwise. */
export class NewerState extends Error {}

const NO_DIGEST = '0'.repeat(64);
const MARK = '"sha256":"';

/** A safetensors file whose metadata holds the SHA-256 of the whole file, computed with zeros in its own place. */
export async function encodeState({ arrays, facts }: TrainingState): Promise<Uint8Array> {
  const metadata = { sha256: NO_DIGEST, layerwise_state: String(STATE_VERSION), facts: toLine(facts) };
  const file = writeSafetensors({ arrays, metadata });
  digestPlace(file).write(await sha256(file), 'latin1');
  return file;
}

/** Throws an `Error` with a sentence where the file is not whole, `NewerState` where this build does not know its kind. */
export async function decodeState(file: Uint8Array): Promise<TrainingState> {
  const { arrays, metadata } = readSafetensors(file);
  if (Number(metadata.layerwise_state) > STATE_VERSION) throw new NewerState(`It is of version ${metadata.layerwise_state}.`);
  const place = digestPlace(file);
  const said = place.toString('latin1');
  place.fill('0');
  const found = await sha256(file);
  place.write(said, 'latin1');
  if (found !== said || metadata.facts === undefined) throw new Error('Its checksum is not that of what it holds.');
  return { arrays, facts: readLine(metadata.facts) as TrainingFacts };
}

/** The bytes of the file where its digest stands. It is the first entry of the metadata, which come first in the header. */
function digestPlace(file: Uint8Array): Buffer {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const at = bytes.indexOf(MARK, 0, 'latin1');
  if (at < 0 || at + MARK.length + NO_DIGEST.length > bytes.length) throw new Error('It has no checksum.');
  return bytes.subarray(at + MARK.length, at + MARK.length + NO_DIGEST.length);
}

/** In another thread, so that steps go on. */
const sha256 = async (bytes: Uint8Array): Promise<string> => Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');

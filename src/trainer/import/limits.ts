/**
 * What is read of a file of somebody else's. All of it is larger than in any model of today, and small enough that a file
 * that was made to do harm cannot: a text of so many bytes takes a few hundred megabytes as objects.
 */

/** Bytes of the text that describes a model. */
export const LONGEST_DESCRIPTION = 16 * 2 ** 20;
/** Lists and objects in it. */
export const MOST_CONTAINERS = 1_000_000;
/** How deep values in it are nested. */
export const DEEPEST = 200;
/** Files in an archive. */
export const MOST_ENTRIES = 10_000;
/** Names that are looked at for weights of layers that there is no type for. In a file of so many bytes there can be no more. */
export const mostNames = (size: number): number => 200 + size / 100;
/** Bytes that may be unpacked for each packed one, and how many are always allowed. */
export const MOST_UNPACKED = 100;
export const PLENTY = 64 * 2 ** 20;

import type { Json, JsonObject, JsonPath } from './document';

/** Where a new or moved layer goes. `edge`: between the two, taking the place of that connection. */
export type Position =
  | { readonly after: string }
  | { readonly before: string }
  | { readonly edge: { readonly from: string; readonly to: string } }
  | { readonly end: true };

/** A change that a person makes, in terms of the model. Layers are named by id (`LayerAnalysis.id`). */
export type Edit =
  /** `value` absent: back to the default, the key goes away. */
  | { readonly type: 'setField'; readonly layer: string; readonly field: string; readonly value?: Json }
  /** A value below `training` (`['optimizer', 'learning_rate']`), created on the way; absent: removed. */
  | { readonly type: 'setTraining'; readonly path: JsonPath; readonly value?: Json }
  | { readonly type: 'setName'; readonly name: string }
  /** `name` absent: made from the type (`dense`, `dense_1`), as Keras does. */
  | {
      readonly type: 'addLayer';
      readonly layerType: string;
      readonly fields?: JsonObject;
      readonly name?: string;
      readonly position: Position;
    }
  /** The gap closes: what took a deleted layer takes what that took. */
  | { readonly type: 'deleteLayers'; readonly layers: readonly string[] }
  | { readonly type: 'duplicateLayers'; readonly layers: readonly string[] }
  /** They become a block of this name, and one layer in their place. */
  | { readonly type: 'wrapLayers'; readonly layers: readonly string[]; readonly block: string }
  /** The layers of the block take the place of this one. */
  | { readonly type: 'unwrapBlock'; readonly layer: string }
  | { readonly type: 'renameBlock'; readonly block: string; readonly name: string }
  /** One that no layer stands for. */
  | { readonly type: 'deleteBlock'; readonly block: string }
  /** Equal layers that follow each other become one that is repeated. */
  | { readonly type: 'repeatLayers'; readonly layers: readonly string[] }
  /** `text`: layers as JSON, as `copyLayers` gives them. They follow the position's layer where they are a row, else they take it. */
  | { readonly type: 'pasteLayers'; readonly text: string; readonly position: Position }
  /** References in `inputs` and `outputs` follow. */
  | { readonly type: 'renameLayer'; readonly layer: string; readonly name: string }
  | { readonly type: 'moveLayer'; readonly layer: string; readonly position: Position }
  /** Several that have one way in and one way out, as one. */
  | { readonly type: 'moveLayers'; readonly layers: readonly string[]; readonly position: Position }
  /** Adds `from` to what `to` takes (one input: it takes the place). `input`: at this place. */
  | { readonly type: 'connect'; readonly from: string; readonly to: string; readonly input?: number }
  | { readonly type: 'disconnect'; readonly from: string; readonly to: string }
  /** The whole text becomes this one (a template); only while the design has no layers. */
  | { readonly type: 'useTemplate'; readonly text: string }
  /** One after the other, as one change: all of them, or where one is refused none. */
  | { readonly type: 'several'; readonly edits: readonly Edit[] };

/** Replace `length` characters at `offset` (both of the old text) by `content`; those of one edit do not overlap. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

export type EditResult =
  /** `select`: ids to select afterwards. */
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly select?: readonly string[] }
  /** One sentence with the cause and, where there is one, the way out. */
  | { readonly ok: false; readonly reason: string };

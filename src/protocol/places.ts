/**
 * Where a native TensorFlow is looked for. The host fills it in from settings and its storage, the terminal from options
 * and the environment; what is left out is not looked at. All paths are absolute.
 */
export interface Places {
  /** Folders of the workspace, or the one that a command runs in. Left out where they are not trusted. */
  readonly workspace?: readonly string[];
  /** Named by a person: a folder with npm's tfjs-node in it, an environment of Python, or a `tensorflow` package itself. */
  readonly folder?: string;
  /** An interpreter named by a person. */
  readonly python?: string;
  /** The interpreter that is chosen in the Python extension. */
  readonly chosenPython?: string;
  /** Layerwise's own folder: the environment that it sets up, and the addons that it builds. */
  readonly storage?: string;
  /** Whether programs on PATH may be asked. */
  readonly path?: boolean;
}

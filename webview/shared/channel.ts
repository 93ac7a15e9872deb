/** The webview's side of VS Code's message channel, typed by the pair's protocol. */
export interface Channel<Incoming, Outgoing, Saved> {
  post(message: Outgoing): void;
  /** Returns what ends the listening. */
  listen(handle: (message: Incoming) => void): () => void;
  /** What `save` kept before the webview was hidden or the window reloaded. */
  saved(): Saved | undefined;
  save(state: Saved): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of a webview. */
export function openChannel<Incoming, Outgoing, Saved>(): Channel<Incoming, Outgoing, Saved> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    listen: (handle) => {
      const receive = (event: MessageEvent): void => handle(event.data as Incoming);
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
    saved: () => api.getState() as Saved | undefined,
    save: (state) => api.setState(state),
  };
}

import { randomBytes } from 'node:crypto';

/** What a webview page needs of `vscode.Webview`, so that the page itself can be tested without an editor. */
export interface PageSource {
  readonly cspSource: string;
  /** Address of a file of `dist/` as the webview must ask for it. */
  file(name: string): string;
}

export interface Page {
  readonly title: string;
  /** `dist/<bundle>.js` and `dist/<bundle>.css`. */
  readonly bundle: 'designer' | 'training' | 'compare' | 'evaluation' | 'runtimes';
  /** Become `data-…` attributes of the root element. */
  readonly data?: { readonly [name: string]: string };
  readonly translation?: Translation;
}

export interface Translation {
  /** As VS Code names it: `de`, `zh-cn`. */
  readonly language: string;
  /** All texts of the extension, by what they are in English. */
  readonly texts: { readonly [english: string]: string };
}

/** The hash of an empty style sheet: the control kit adds one to find out whether the browser knows `:focus-visible`. */
const EMPTY_STYLE = `'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`;

/**
 * The only markup that a webview starts with. Scripts need the nonce; styles come from our own files only; `blob:` and
 * `connect-src` let the designer fetch its layout worker and start it, since a worker cannot be loaded across origins.
 */
export function pageHtml({ title, bundle, data = {}, translation }: Page, source: PageSource): string {
  const nonce = randomBytes(18).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source.cspSource} ${EMPTY_STYLE}`,
    `font-src ${source.cspSource}`,
    `img-src ${source.cspSource} data:`,
    `connect-src ${source.cspSource}`,
    `worker-src blob:`,
  ].join('; ');
  const all = { ...data, ...(translation && { texts: JSON.stringify(translation.texts) }) };
  const attributes = Object.entries(all).map(([name, value]) => ` data-${name}="${escape(value)}"`);
  return `<!DOCTYPE html>
<html lang="${escape(translation?.language ?? 'en')}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escape(title)}</title>
    <link rel="stylesheet" href="${escape(source.file(`${bundle}.css`))}" />
  </head>
  <body>
    <div id="root"${attributes.join('')}></div>
    <script type="module" nonce="${nonce}" src="${escape(source.file(`${bundle}.js`))}"></script>
  </body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

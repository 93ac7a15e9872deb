// Imported before everything else of a page: texts are also made while modules are loaded.
import * as l10n from '@vscode/l10n';

const texts = document.getElementById('root')?.dataset.texts;
if (texts !== undefined) l10n.config({ contents: texts });

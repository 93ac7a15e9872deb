import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import type { AdviceCode } from '../../../src/core/advice/adviceFacts';
import { adviceCatalog, isAdviceCode } from '../../../src/core/advice/catalog';
import { followAll } from '../../../src/core/advice/followAll';
import type { Diagnostic, Severity } from '../../../src/core/diagnostics';
import { Icon, type IconName } from '../../shared/icons';
import { isLocked, layerById, useDesigner, useDesignerState } from '../state/designer';
import { fixesFor } from '../../../src/core/fixes';
import { Words } from './Words';

const icons: Readonly<Record<Severity, { readonly name: IconName; readonly className: string }>> = {
  error: { name: 'error', className: 'err' },
  warning: { name: 'warning', className: 'warn' },
  hint: { name: 'bulb', className: 'info' },
};
export const severityIcon = (severity: Severity): { readonly name: IconName; readonly className: string } => icons[severity];

/** One box for every severity; the colour is on the icon and the line, never on the text. */
export function AdviceBox({
  severity,
  icon,
  children,
}: {
  readonly severity: Severity;
  readonly icon?: IconName;
  readonly children: ReactNode;
}): ReactElement {
  const letter = { error: 'e', warning: 'w', hint: '' }[severity];
  return (
    <div className={`note advice ${letter}`}>
      <Icon name={icon ?? icons[severity].name} />
      {children}
    </div>
  );
}

/** What can be done about an advice besides following it here. */
function AboutAdvice({ code, locked }: { readonly code: AdviceCode; readonly locked: boolean }): ReactElement {
  const designer = useDesigner();
  const mendable = useDesignerState(
    ({ session }) => session.analysis.diagnostics.filter((one) => one.code === code && one.fixes?.length).length,
  );
  const follow = (): void => {
    const { text, unwanted } = designer.store.get().session;
    const edit = followAll(text, unwanted, code);
    if (edit) designer.commit(edit, l10n.t`Followed all advice on ${adviceCatalog[code].about}.`);
  };
  return (
    <>
      {mendable > 1 && !locked && (
        <button className="link" onClick={follow}>
          {l10n.t`All ${mendable}`}
        </button>
      )}
      <button
        className="link dim"
        aria-label={l10n.t`Why? About ${adviceCatalog[code].about}`}
        onClick={() => designer.post({ type: 'whyAdvice', code })}
      >
        {l10n.t('Why?')}
      </button>
      <button className="link dim" onClick={() => designer.post({ type: 'switchAdviceOff', code })}>
        {l10n.t('Don’t advise this')}
      </button>
    </>
  );
}

/** A problem with what mends it. */
export function Advice({ diagnostic }: { readonly diagnostic: Diagnostic }): ReactElement {
  const designer = useDesigner();
  const layer = useDesignerState(({ session }) => layerById(session, diagnostic.layer));
  const locked = useDesignerState(isLocked);
  const fixes = locked ? [] : fixesFor(diagnostic, layer);
  return (
    <AdviceBox severity={diagnostic.severity}>
      <div>
        <Words diagnostic={diagnostic} />
      </div>
      <div className="fixes">
        {fixes.map(({ title, edit }) => (
          <button key={title} className="link" onClick={() => designer.commit(edit, `${title}.`)}>
            {title}
          </button>
        ))}
        {isAdviceCode(diagnostic.code) && <AboutAdvice code={diagnostic.code} locked={locked} />}
        <button className="link dim" onClick={() => designer.openAsText(diagnostic.place.path)}>
          {l10n.t('Show in the text')}
        </button>
      </div>
    </AdviceBox>
  );
}

import type { ReactElement } from 'react';
import type { DataSection, Json, JsonPath, TrainingSection } from '../../../src/core/document';
import { formatCount } from '../../../src/core/format';
import type { Field } from '../../../src/core/layers/fields';
import { findNamed } from '../../../src/core/layers/registries';
import { datasets } from '../../../src/core/training/datasets';
import { dataFields, trainingFields } from '../../../src/core/training/fields';
import { Icon } from '../../shared/icons';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { Advice } from './Advice';
import { FieldRow } from './FieldRow';
import { nameOf } from './NamedEditor';
import { Section } from './Section';
import { SplitBar } from './SplitBar';
import { splitOf } from './split';
import { ValidationEditor } from './ValidationEditor';

const NOTHING = {};
/** The canvas says these. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['graph.no-layers', 'format.newer-version']);
const fieldNamed = (name: string): Field | undefined => trainingFields.find((field) => field.name === name);

/** What the model is trained on and how; shown while no layer is selected. */
export function TrainingInspector(): ReactElement {
  const designer = useDesigner();
  const design = useDesignerState(({ session }) => session.shown.design);
  const diagnostics = useDesignerState(({ session }) => session.shown.diagnostics);
  const locked = useDesignerState(isLocked);
  const training: TrainingSection = design?.training ?? NOTHING;
  const data: DataSection = training.data ?? NOTHING;
  const split = splitOf(data);
  const epochs = training.epochs ?? 1;
  const steps = split && Math.ceil(split.train / (training.batch_size ?? 32));
  const problems = diagnostics.filter(
    ({ code, layer, place }) => !TOLD_ELSEWHERE.has(code) && layer === undefined && (place.path[0] === 'training' || place.path.length < 2),
  );
  const optimizer = nameOf(training.optimizer) || 'RMSprop';
  return (
    <>
      <div className="ihead">
        <h2 className="t">
          <Icon name="graph" />
          Training
        </h2>
        <div className="dim small at">no layer selected</div>
      </div>
      <div className="scroll">
        {problems.map((diagnostic, i) => (
          <Advice key={`${diagnostic.code} ${i}`} diagnostic={diagnostic} />
        ))}
        <Section
          id="training.data"
          title="Data"
          summary={
            split
              ? `${formatCount(split.train + split.validation + split.test)} pictures`
              : data.inputs === undefined
                ? 'not chosen'
                : 'from files'
          }
        >
          <DataRows data={data} locked={locked} />
          {split && <SplitBar split={split} />}
          {(data.dataset !== undefined || data.inputs !== undefined) && <ValidationEditor validation={data.validation} locked={locked} />}
        </Section>
        <Section id="training.objective" title="Objective">
          <TrainingField name="loss" training={training} locked={locked} />
          <TrainingField name="metrics" training={training} locked={locked} />
          <TrainingField name="class_weight" training={training} locked={locked} />
        </Section>
        <Section id="training.optimizer" title="Optimizer" summary={optimizer}>
          <TrainingField name="optimizer" training={training} locked={locked} />
          <div className="two">
            <TrainingField name="epochs" training={training} locked={locked} />
            <TrainingField name="batch_size" training={training} locked={locked} />
          </div>
          <div className="two">
            <TrainingField name="seed" training={training} locked={locked} />
            <TrainingField name="shuffle" training={training} locked={locked} />
          </div>
          <TrainingField name="callbacks" training={training} locked={locked} />
        </Section>
      </div>
      <div className="infile">
        <div className="h">
          {steps === undefined
            ? 'Steps are known once the data is'
            : `${formatCount(steps)} steps an epoch · ${formatCount(steps * epochs)} in all`}
          <button className="link" onClick={() => designer.openAsText(['training'])}>
            Open as text
          </button>
        </div>
      </div>
    </>
  );
}

const setTraining = (path: JsonPath) => (value: Json | undefined) => ({
  type: 'setTraining' as const,
  path,
  ...(value !== undefined && { value }),
});

function TrainingField({
  name,
  training,
  locked,
}: {
  readonly name: string;
  readonly training: TrainingSection;
  readonly locked: boolean;
}): ReactElement | null {
  const field = fieldNamed(name);
  return field ? (
    <FieldRow
      field={field}
      value={training[name] as Json | undefined}
      path={['training', name]}
      locked={locked}
      toEdit={setTraining([name])}
    />
  ) : null;
}

function DataRows({ data, locked }: { readonly data: DataSection; readonly locked: boolean }): ReactElement {
  const named = findNamed('dataset', data.dataset ?? '');
  const known = datasets.find(({ name }) => name === named?.name);
  const files = data.dataset === undefined;
  const shown = dataFields.filter(({ name }) =>
    name === 'inputs' || name === 'targets' ? files : name === 'dataset' || data.dataset !== undefined || data.inputs !== undefined,
  );
  return (
    <>
      {shown.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          value={(data as { readonly [name: string]: Json | undefined })[field.name]}
          path={['training', 'data', field.name]}
          locked={locked}
          toEdit={setTraining(['data', field.name])}
        />
      ))}
      {known && <div className="help">{known.help}</div>}
      {files && data.inputs === undefined && (
        <div className="help">Choose a built-in data set, or name two files beside this design: IDX, NPY or NPZ, also gzipped.</div>
      )}
    </>
  );
}

import { formatBytes } from '../../core/format';
import { shortRuntime } from '../../core/training/shortRuntime';
import type { RuntimeName } from '../../core/training/events';
import type { Examination, GpuProbe, RuntimeProbe } from '../../protocol/examination';

const NAMES: Readonly<Record<RuntimeName, string>> = { tensorflow: 'TensorFlow', wasm: 'WebAssembly', cpu: 'Plain JavaScript' };

/** What an examination found, as Markdown. */
export function examinationReport({ layerwise, node, platform, cpus, memory, runtimes }: Examination): string {
  return (
    [
      '# Runtimes on this machine',
      `Layerwise ${layerwise}, Node ${node}, ${platform}, ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${formatBytes(memory)} of memory. **Automatic** takes the fastest that works.`,
      ...runtimes.map(section),
      "The settings `layerwise.runtime`, `layerwise.python`, `layerwise.tensorflow.folder` and `layerwise.node` choose others; **Layerwise: Set Up TensorFlow** makes a TensorFlow of Layerwise's own.",
    ].join('\n\n') + '\n'
  );
}

function section(probe: RuntimeProbe): string {
  const { name, available, label, device, version, source, reason, next, rejected = [], gpu } = probe;
  const title = available ? shortRuntime({ label: label ?? NAMES[name], device: device ?? 'CPU' }) : `${NAMES[name]}: not available`;
  const facts = available ? [version && `Version: ${version}`, device && `Device: ${device}`, source && `From: ${source}`] : [];
  const looked = rejected.map(({ what, reason: why }) => `- ${oneLine(what)}: ${oneLine(why)}`);
  return [
    `## ${title}`,
    ...(available
      ? []
      : [
          [reason, next]
            .filter(Boolean)
            .map((text) => oneLine(text ?? ''))
            .join(' '),
        ]),
    facts
      .filter(Boolean)
      .map((fact) => `- ${fact as string}`)
      .join('\n'),
    gpu ? graphics(gpu) : '',
    looked.length > 0 ? `Looked at and not taken:\n\n${looked.join('\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function graphics({ device, memory, driver, libraries, reason }: GpuProbe): string {
  const what = [
    device ?? 'An NVIDIA device',
    memory !== undefined && formatBytes(memory),
    driver ? `driver ${driver}` : 'no driver is loaded',
  ];
  const missing = libraries.filter(({ found }) => found === undefined).length;
  const rows = libraries.map(({ name, found }) => `| ${name} | ${found ?? '**missing**'} |`);
  return [
    `### GPU\n\n${what.filter(Boolean).join(', ')}.${reason ? ` ${oneLine(reason)}` : ''}`,
    ...(rows.length > 0
      ? [
          `Of ${libraries.length} CUDA libraries that TensorFlow needs, ${missing === 0 ? 'all are found' : `${missing} ${missing === 1 ? 'is' : 'are'} missing`}:`,
          ['| library | found |', '| --- | --- |', ...rows].join('\n'),
        ]
      : []),
  ].join('\n\n');
}

/** What was printed by others may have several lines. */
const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

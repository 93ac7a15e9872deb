/** What is used of the API of the extension `ms-python.python`; any part may be missing or another one. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath?(resource?: unknown): unknown;
    resolveEnvironment?(
      environment: unknown,
    ): Promise<{ readonly executable?: { readonly uri?: { readonly fsPath?: unknown } } } | undefined>;
  };
}

/** It looks at the disk and may start Python: nobody waits longer for it. */
const ANSWER_WITHIN = 3000;

/** The interpreter that a person has chosen in the Python extension for this file or folder; `api`: what the extension exports. */
export async function chosenPython(api: unknown, resource?: unknown): Promise<string | undefined> {
  const environments = (api as PythonApi | undefined)?.environments;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN)));
  try {
    const active = environments?.getActiveEnvironmentPath?.(resource);
    if (active === undefined) return undefined;
    const environment = await Promise.race([environments?.resolveEnvironment?.(active), late]);
    const interpreter = environment?.executable?.uri?.fsPath;
    return typeof interpreter === 'string' ? interpreter : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

const LIMIT = 30_000;

/** What is asserted comes true, however long a busy machine takes to show it; if never, the last try fails as it is. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const end = performance.now() + LIMIT;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** esbuild bundles what is imported for its effect on the page's styles. */
declare module '*.css';

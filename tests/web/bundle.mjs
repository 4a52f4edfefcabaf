// The page's own modules, bundled for node, so that what is pure in them can be tested without a browser.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = process.env.ISOCENTER_PAGE_SOURCE;
const packages = process.env.ISOCENTER_PAGE_PACKAGES;

/** All that these modules of src/ export. */
export async function load(...names) {
  const { build } = createRequire(join(packages, 'package.json'))('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-bundle-'));
  try {
    const made = await build({ stdin: { contents: names.map((name) => `export * from './src/${name}';`).join('\n'), resolveDir: source, loader: 'ts' }, bundle: true, format: 'esm', platform: 'node', write: false });
    const file = join(folder, 'bundle.mjs');
    writeFileSync(file, made.outputFiles[0].contents);
    return await import(pathToFileURL(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

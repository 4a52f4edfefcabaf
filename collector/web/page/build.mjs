// Bundles the page: node build.mjs SOURCE OUT. Runs where its packages are installed, the build folder.
// OUT/files gets what the collector serves, OUT/page_files.cpp the same as C++ (collector/web/page_files.hpp).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const [source, out] = process.argv.slice(2).map((folder) => resolve(folder));
const font = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Its name changes with its bytes, so a browser may keep it for ever. */
function hashed(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return `/assets/${basename(name, extname(name))}-${hash}${extname(name)}`;
}

async function bundle(entry, options = {}) {
  const result = await build({
    entryPoints: [join(source, entry)],
    bundle: true,
    minify: true,
    write: false,
    outdir: out,
    target: ['chrome109', 'firefox115', 'safari16'],
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].contents;
}

async function assets() {
  const font_bytes = readFileSync(font);
  const font_path = hashed('inter.woff2', font_bytes);
  const icon = readFileSync(join(source, 'icon.svg'));
  const style = Buffer.from(
    Buffer.from(await bundle('style/page.css', { external: ['/assets/*'] })).toString().replaceAll('/assets/inter.woff2', font_path),
  );
  const script = await bundle('src/main.ts', { format: 'esm' });
  return [
    [font_path, font_bytes],
    [hashed('icon.svg', icon), icon],
    [hashed('page.css', style), style],
    [hashed('page.js', script), script],
  ];
}

/** The shell names the others by what they are called now. */
function shell(files) {
  let text = readFileSync(join(source, 'index.html'), 'utf8');
  for (const [path] of files) text = text.replaceAll(`/assets/${basename(path).replace(/-[0-9a-f]{12}/, '')}`, path);
  return ['/index.html', Buffer.from(text)];
}

/** Bytes as a C++ string literal: printable as they are, the rest in octal of three digits. */
function literal(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 96) {
    let line = '';
    for (const byte of bytes.subarray(at, at + 96)) {
      const plain = byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63;
      line += plain ? String.fromCharCode(byte) : '\\' + byte.toString(8).padStart(3, '0');
    }
    lines.push(`    "${line}"`);
  }
  return lines.join('\n') || '    ""';
}

function as_cpp(files) {
  const entries = files.map(([path, bytes]) => {
    const packed = gzipSync(bytes, { level: 9 });
    const pays = packed.length < bytes.length * 0.9;
    const zipped = pays ? `std::string_view{\n${literal(packed)},\n    ${packed.length}}` : 'std::string_view{}';
    return `  PageFile{"${path}", "${types[extname(path)]}", std::string_view{\n${literal(bytes)},\n    ${bytes.length}}, ${zipped}},\n`;
  });
  return `// Made by collector/web/page/build.mjs.
#include "collector/web/page_files.hpp"

#include <array>

namespace isocenter::web {
namespace {

constexpr std::array files{
${entries.join('')}};

}  // namespace

std::span<const PageFile> page_files() { return files; }

}  // namespace isocenter::web
`;
}

const made = await assets();
made.unshift(shell(made));
rmSync(join(out, 'files'), { recursive: true, force: true });
for (const [path, bytes] of made) {
  mkdirSync(join(out, 'files', path, '..'), { recursive: true });
  writeFileSync(join(out, 'files', path), bytes);
}
writeFileSync(join(out, 'page_files.cpp'), as_cpp(made));

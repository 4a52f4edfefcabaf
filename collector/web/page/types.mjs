// Makes the page's types from the API's description: node types.mjs OPENAPI.json, on standard output. Runs where its
// packages are installed, the build folder. src/api.d.ts keeps what it said last; a test compares.
import { readFileSync } from 'node:fs';
import openapi_typescript, { astToString } from 'openapi-typescript';

const description = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tree = await openapi_typescript(description, { alphabetize: true, silent: true });
process.stdout.write(`/** Made by types.mjs from the collector's /api/v1/openapi.json. */\n${astToString(tree)}`);

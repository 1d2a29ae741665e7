// Bundles scripts, styles and fonts into web/static/dist, and puts the letters of the television
// graphics into streaming/graphics/fonts. Run by `make setup`.
//
// ui/main.js and ui/*.css are entries, and so is every file of ui/pages/ (one page's script or
// style, dist/pages/NAME). Islands in ui/islands/ are split off and fetched when a page has one.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "web", "static", "dist");
const pages = (await readdir(join(here, "pages"))).filter((name) => /\.(js|css)$/.test(name));

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: [
    join(here, "main.js"),
    join(here, "main.css"),
    ...pages.map((name) => join(here, "pages", name)),
  ],
  outbase: here,
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022", "chrome100", "firefox100", "safari15"],
  loader: { ".woff2": "file", ".woff": "empty", ".svg": "file" },
  chunkNames: "hashed/[name]-[hash]",
  assetNames: "hashed/[name]-[hash]",
  external: ["/static/*"],
  logLevel: "warning",
});

const swagger = join(root, "node_modules", "swagger-ui-dist");
await mkdir(join(out, "swagger"), { recursive: true });
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css", "LICENSE"]) {
  await cp(join(swagger, name), join(out, "swagger", name));
}
for (const font of ["plus-jakarta-sans", "jetbrains-mono"]) {
  await cp(
    join(root, "node_modules", "@fontsource", font, "LICENSE"),
    join(out, "hashed", `${font}-LICENSE`),
  );
}

// Pillow opens these as they are; the order in which a letter is looked for is in lettering.py.
const letters = join(root, "streaming", "graphics", "fonts");
await rm(letters, { recursive: true, force: true });
await mkdir(letters, { recursive: true });
for (const [font, subset] of [
  ["plus-jakarta-sans", "latin"],
  ["plus-jakarta-sans", "latin-ext"],
  ["noto-sans-arabic", "arabic"],
  ["noto-sans-javanese", "javanese"],
]) {
  const from = join(root, "node_modules", "@fontsource", font);
  for (const weight of [500, 700]) {
    const name = `${font}-${subset}-${weight}-normal.woff2`;
    await cp(join(from, "files", name), join(letters, name));
  }
  await cp(join(from, "LICENSE"), join(letters, `${font}-LICENSE`));
}

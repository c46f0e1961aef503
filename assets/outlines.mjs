// Draws the outlines of the world map from Natural Earth (public domain): node outlines.mjs FILE
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const out = process.argv[2];
const here = createRequire(import.meta.url);

// Outlines by M49 number in an equal-area projection. The coarse atlas leaves small places out, and some of those it
// holds are too small to see: they get a dot at their centre.
const width = 960;
const height = 470;
const read = (name) => {
  const atlas = JSON.parse(readFileSync(here.resolve(`world-atlas/${name}.json`), "utf-8"));
  return feature(atlas, atlas.objects.countries).features;
};
const projection = geoEqualEarth().fitSize([width, height], { type: "Sphere" });
const path = geoPath(projection).digits(0);
const coarse = new Map(read("countries-110m").map((c) => [c.id ?? c.properties.name, c]));
const shapes = [];
for (const country of read("countries-10m")) {
  const key = country.id ?? country.properties.name;
  const [x, y] = projection(geoCentroid(country)).map(Math.round);
  const d = coarse.has(key) ? path(coarse.get(key)) : null;
  shapes.push({ m49: country.id ?? "", d: d ?? "", x, y, small: !d || geoArea(country) < 0.0001 });
}
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
shapes.sort((a, b) => order(a.m49, b.m49) || order(a.d, b.d) || a.x - b.x);
// A line for each place, so that a change can be read.
const lines = shapes.map((shape) => JSON.stringify(shape)).join(",\n");
writeFileSync(out, `{"width":${width},"height":${height},"shapes":[\n${lines}\n]}\n`);

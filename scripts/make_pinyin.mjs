// Writes the order of Chinese characters by their reading, as CLDR has it: node scripts/make_pinyin.mjs > src/treatygraph/faces/pinyin.txt
// It is made once for a version of CLDR (see docs/decisions/0021-order-of-names.md); no build runs it.
const order = new Intl.Collator("zh-u-co-pinyin");
const found = [];
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const sign = String.fromCodePoint(code);
  if (/\p{Unified_Ideograph}/u.test(sign)) found.push(sign);
}
found.sort((a, b) => order.compare(a, b) || (a < b ? -1 : 1));
for (let n = 0; n < found.length; n += 80) console.log(found.slice(n, n + 80).join(""));

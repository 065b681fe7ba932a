// Between the benchmark's data (design: README of the harness, "W1 contract") and the crate's `Table`.

const DIMS = ['year', 'month', 'industry', 'country', 'employee_count', 'action', 'actor', 'asset', 'data', 'disclosure',
  'discovery', 'data_total'];
const MULTI = new Set(['action', 'actor', 'asset', 'data']);
// Behind every number that the data can hold.
const ENDLESS = 2 ** 62;

/** Fills a table with the data; its columns are the dimensions in the order of `DIMS`, dates standing for the year. */
export function addTable(glue, data) {
  const table = new glue.Table(data.col.dk, data.yearMin, data.meta.yearMax);
  for (const dim of DIMS.slice(1)) {
    const cardinality = data.card[dim];
    if (dim === 'data_total') {
      // The dictionary names the edges: null, zero, then ">=1" and so on.
      table.addNumbers(data.col[dim], Float64Array.from(data.dict[dim].slice(2), (name) => +name.slice(2)));
    } else if (MULTI.has(dim)) {
      table.addMulti(data.col[`${dim}.off`], data.col[`${dim}.val`], cardinality);
    } else {
      table.addSingle(data.col[dim], cardinality);
    }
  }
  table.finish();
  return table;
}

/** The function that answers a click: filters in, counts out. Counts are overwritten by the next click. */
export function readAnswer(table, memory, data) {
  const codes = Object.fromEntries(DIMS.map((dim) => [dim, new Map(data.dict[dim].map((value, code) => [value, code]))]));
  const column = Object.fromEntries(DIMS.map((dim, at) => [dim, at]));
  const facets = {};
  const years = new Uint32Array(data.card.year);
  const totals = new Uint32Array(data.card.data_total);
  facets.year = years;
  facets.data_total = totals;
  let at = -1;
  let buffer, ym, top, numbers, lengthOfCounts;

  // Views of the counts where they stand; they hold until the memory grows or the answer moves.
  function look(pointer) {
    if (pointer === at && memory.buffer === buffer) return;
    [at, buffer] = [pointer, memory.buffer];
    let place = pointer;
    const take = (length) => {
      const view = new Uint32Array(buffer, place, length);
      place += length * 4;
      return view;
    };
    ym = take(data.nYm);
    take(1);
    for (const dim of DIMS.slice(1, -1)) {
      facets[dim] = take(data.card[dim]);
      take(1);
    }
    numbers = take(data.card.data_total);
    lengthOfCounts = place - pointer;
  }

  return (filters) => {
    table.clear();
    for (const dim in filters) {
      const filter = filters[dim];
      if (dim === 'year') table.between(0, filter.min * 10000, filter.max * 10000 + 9999);
      else if (dim === 'data_total') table.between(column[dim], filter.min, filter.max === null ? ENDLESS : filter.max - 1);
      else table.any(column[dim], Uint32Array.from(filter, (value) => codes[dim].get(value)));
    }
    const count = table.run();
    look(table.answer());
    // A year's count is that of its thirteen bins.
    for (let year = 0, bin = 0; year < years.length; year++) {
      let sum = 0;
      for (const end = bin + 13; bin < end; bin++) sum += ym[bin];
      years[year] = sum;
    }
    // Unknown stands first in the contract and last in a facet. The bin below the first edge is the zeros.
    totals[0] = numbers[totals.length - 1];
    for (let bin = 1; bin < totals.length; bin++) totals[bin] = numbers[bin - 1];
    top = new Uint32Array(buffer, at + lengthOfCounts, table.top());
    return { count, facets, ym, top };
  };
}

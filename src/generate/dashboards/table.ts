import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { type Destination, dataLink } from './data-link.js';
import { type Limit, refId, target } from './query.js';
import { type Color, thresholdsStep } from './thresholds.js';
import type { Unit } from './unit.js';
import { mappings, type ShownValue } from './value.js';

interface Look {
  readonly title: string;
  readonly unit?: Unit;
  /** Colors the cell beyond a limit. */
  readonly limit?: Limit;
  readonly color?: Color;
  readonly values?: readonly ShownValue[];
  readonly opens?: readonly Destination[];
  /** For sentences: lines are broken. */
  readonly wraps?: boolean;
  /** In pixels; shared evenly otherwise. */
  readonly width?: number;
}

/** A column of labels, or of the values of a query. */
export type Column = Look & ({ readonly label: string } | { readonly expr: string });

/** The latest samples: rows are what the queries' samples have in common, columns stand as they are listed. */
export interface TableSpec {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** Queries that only bring labels along. */
  readonly hidden?: readonly string[];
  /** Title of the column to sort by, the largest first. */
  readonly sortBy?: string;
}

/** The visualization; title and place are the panel's. */
export function table({ columns, hidden = [], sortBy }: TableSpec): TableBuilder {
  const shown = columns.flatMap((column) => ('expr' in column ? column.expr : []));
  const queries = [...shown, ...hidden];
  const valueField = (index: number) => (queries.length === 1 ? 'Value' : `Value #${refId(index)}`);
  const fieldOf = (column: Column) =>
    'expr' in column ? valueField(shown.indexOf(column.expr)) : column.label;
  const unseen = ['Time', ...hidden.map((_, index) => valueField(shown.length + index))];

  const builder = new TableBuilder()
    .targets(queries.map((expr, index) => target({ expr, legend: '' }, index, 'table')))
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(unseen.map((field) => [field, true])),
        indexByName: Object.fromEntries(columns.map((column, index) => [fieldOf(column), index])),
        renameByName: Object.fromEntries(columns.map((column) => [fieldOf(column), column.title])),
      },
    });
  if (sortBy)
    builder.withTransformation({ id: 'sortBy', options: { sort: [{ field: sortBy, desc: true }] } });
  for (const column of columns) builder.overrideByName(column.title, look(column));
  return builder.unit('none').filterable(true);
}

function look({ unit, limit, color, values, opens, wraps, width }: Look): DynamicConfigValue[] {
  const isColored = limit !== undefined || values?.some((value) => value.color !== undefined);
  return [
    { id: 'unit', value: unit },
    { id: 'thresholds', value: limit && thresholdsStep(limit, color) },
    { id: 'mappings', value: values && mappings(values) },
    { id: 'custom.cellOptions', value: isColored ? { type: 'color-text' } : undefined },
    { id: 'custom.cellOptions', value: wraps ? { type: 'auto', wrapText: true } : undefined },
    { id: 'links', value: opens?.map((destination) => dataLink(destination, 'row')) },
    { id: 'custom.width', value: width },
  ].filter(({ value }) => value !== undefined);
}
